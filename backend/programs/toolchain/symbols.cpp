#include "programs/toolchain/symbols.h"

namespace paradox::sbpf {

std::expected<Program, LinkError> Program::combine(std::span<const Object> objects)
{
    Program program(objects);
    for (std::uint32_t i = 0; i < objects.size(); ++i) {
        for (const Symbol &symbol : objects[i].symbols) {
            if (symbol.binding == elf::bindingLocal || !symbol.isDefined() || symbol.name.empty())
                continue;
            if (const auto done = program.define(i, symbol); !done)
                return std::unexpected(done.error());
        }
    }
    return program;
}

std::expected<void, LinkError> Program::define(std::uint32_t object, const Symbol &symbol)
{
    const std::string &file = m_objects[object].name;
    if (symbol.section >= elf::sectionReserved)
        return std::unexpected(
            LinkError{.fault = LinkFault::UnsupportedSymbol, .object = file, .detail = std::string(symbol.name)});
    const Definition definition{{object, symbol.section}, symbol.value, symbol.binding == elf::bindingWeak};
    const auto [at, isNew] = m_globals.try_emplace(symbol.name, definition);
    if (isNew || definition.isWeak)
        return {};
    if (!at->second.isWeak)
        return std::unexpected(
            LinkError{.fault = LinkFault::DuplicateSymbol,
                      .object = file,
                      .detail = std::string(symbol.name) + ", also in " + m_objects[at->second.section.object].name});
    at->second = definition;
    return {};
}

std::optional<Target> Program::find(std::string_view name) const
{
    const auto at = m_globals.find(name);
    if (at == m_globals.end())
        return std::nullopt;
    const SectionId id = at->second.section;
    if (m_objects[id.object].section(id.section) == nullptr)
        return std::nullopt;
    return Target{id, at->second.value};
}

std::expected<Meaning, LinkError> Program::resolve(SectionId from, const Reference &reference) const
{
    const Symbol &symbol = m_objects[from.object].symbols[reference.symbol];
    const auto fail = [&](LinkFault fault) {
        return std::unexpected(errorAt(from, fault, reference.offset, std::string(symbol.name)));
    };
    if (symbol.binding != elf::bindingLocal && !symbol.name.empty()) {
        if (const auto at = m_globals.find(symbol.name); at != m_globals.end()) {
            const SectionId id = at->second.section;
            if (m_objects[id.object].section(id.section) == nullptr)
                return fail(LinkFault::ReferenceToDropped);
            return Target{id, at->second.value};
        }
        // A weak external would be zero at run time: a call or a load from nowhere.
        return symbol.binding == elf::bindingWeak ? fail(LinkFault::UnsupportedSymbol)
                                                  : std::expected<Meaning, LinkError>(symbol.name);
    }
    if (!symbol.isDefined() || symbol.section >= elf::sectionReserved)
        return fail(LinkFault::UnsupportedSymbol);
    if (m_objects[from.object].section(symbol.section) == nullptr)
        return fail(LinkFault::ReferenceToDropped);
    return Target{{from.object, symbol.section}, symbol.value};
}

LinkError Program::errorAt(SectionId id, LinkFault fault, std::uint64_t offset, std::string detail) const
{
    return {fault, object(id).name, std::string(section(id).name), offset, std::move(detail)};
}

} // namespace paradox::sbpf
