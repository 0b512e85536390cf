#pragma once

#include "programs/toolchain/object.h"

#include <unordered_map>
#include <variant>

namespace paradox::sbpf {

/// A section of one of the objects.
struct SectionId {
    std::uint32_t object = 0;
    std::uint32_t section = 0;

    auto operator<=>(const SectionId &) const = default;
};

/// A place in a section.
struct Target {
    SectionId section;
    std::uint64_t value = 0; ///< bytes from the section's start
};

/// What a relocation means: a place, or the name of something outside the program.
using Meaning = std::variant<Target, std::string_view>;

/// All objects and what their symbols mean together. Borrows the objects.
class Program {
public:
    /// Strong definitions win over weak ones, the first of several weak ones wins; two strong ones are an error.
    [[nodiscard]] static std::expected<Program, LinkError> combine(std::span<const Object> objects);

    [[nodiscard]] const Object &object(SectionId id) const { return m_objects[id.object]; }
    [[nodiscard]] const Section &section(SectionId id) const { return *m_objects[id.object].sections[id.section]; }
    /// Where a global symbol is defined, in a section that can be loaded.
    [[nodiscard]] std::optional<Target> find(std::string_view name) const;
    [[nodiscard]] std::expected<Meaning, LinkError> resolve(SectionId from, const Reference &reference) const;
    /// An error at a place of a section.
    [[nodiscard]] LinkError errorAt(SectionId id, LinkFault fault, std::uint64_t offset, std::string detail = {}) const;

private:
    struct Definition {
        SectionId section;
        std::uint64_t value = 0;
        bool isWeak = false;
    };

    explicit Program(std::span<const Object> objects) : m_objects(objects) {}
    [[nodiscard]] std::expected<void, LinkError> define(std::uint32_t object, const Symbol &symbol);

    std::span<const Object> m_objects;
    std::unordered_map<std::string_view, Definition> m_globals;
};

} // namespace paradox::sbpf
