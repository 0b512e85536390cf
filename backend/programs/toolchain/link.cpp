#include "programs/toolchain/link.h"

#include "programs/toolchain/audit.h"
#include "programs/toolchain/image.h"
#include "programs/toolchain/instruction.h"

namespace paradox::sbpf {

namespace {

std::expected<std::vector<Object>, LinkError> readObjects(std::span<const ObjectFile> files)
{
    if (files.size() > objectsMax)
        return std::unexpected(
            LinkError{.fault = LinkFault::TooLarge, .detail = std::to_string(files.size()) + " objects"});
    std::vector<Object> objects;
    for (const ObjectFile &file : files) {
        auto object = readObject(file);
        if (!object)
            return std::unexpected(object.error());
        objects.push_back(std::move(*object));
    }
    return objects;
}

std::expected<Target, LinkError> findEntry(const Program &program, const std::string &name)
{
    const auto entry = program.find(name);
    if (!entry)
        return std::unexpected(LinkError{.fault = LinkFault::NoEntry, .detail = name});
    if (!isInstruction(program.section(entry->section), entry->value))
        return std::unexpected(program.errorAt(entry->section, LinkFault::CallToData, entry->value, name));
    return *entry;
}

} // namespace

std::expected<Image, LinkError> link(std::span<const ObjectFile> files, const LinkOptions &options)
{
    const auto objects = readObjects(files);
    if (!objects)
        return std::unexpected(objects.error());
    const auto program = Program::combine(*objects);
    if (!program)
        return std::unexpected(program.error());
    const auto entry = findEntry(*program, options.entry);
    if (!entry)
        return std::unexpected(entry.error());
    const auto live = reach(*program, *entry, std::min(options.imageBytesMax, imageSizeMax));
    if (!live)
        return std::unexpected(live.error());
    for (const SectionId id : live->code) {
        if (const auto sound = audit(*program, id); !sound)
            return std::unexpected(sound.error());
    }
    const Layout layout = layOut(*program, *live, options.version);
    const auto segments = relocate(*program, *live, layout, options.version);
    if (!segments)
        return std::unexpected(segments.error());

    Image image;
    const std::uint64_t start = layout.codePlaceOf(*entry);
    image.file = options.version == Version::V0 ? writeImageV0(layout, *segments, start)
                                                : writeImageV3(layout, *segments, start);
    if (image.file.size() > options.imageBytesMax)
        return std::unexpected(LinkError{.fault = LinkFault::ImageTooLarge,
                                         .detail = std::to_string(image.file.size()) + " of " +
                                                   std::to_string(options.imageBytesMax) + " bytes"});
    image.codeBytes = segments->code.size();
    image.dataBytes = segments->data.size();
    for (const SyscallUse &use : segments->syscalls)
        image.syscalls.emplace(use.name);
    return image;
}

} // namespace paradox::sbpf
