#pragma once

#include "programs/toolchain/link_error.h"

#include <set>

namespace paradox::sbpf {

enum class Version : std::uint8_t {
    V0, ///< what every cluster loads; the loader resolves syscalls by dynamic relocations
    V3, ///< strict headers, syscalls as numbers, no relocations
};

/// The bytes of one object of `clang -target bpf -mcpu=v2 -c`, borrowed for the call. The name is for messages only.
struct ObjectFile {
    std::string name;
    ByteSpan bytes;
};

struct LinkOptions {
    Version version = Version::V0;
    std::string entry = "entrypoint";
    std::size_t imageBytesMax = imageSizeMax;
};

struct Image {
    Bytes file;
    std::size_t codeBytes = 0;
    std::size_t dataBytes = 0; ///< read-only
    std::set<std::string> syscalls;
};

/// Makes a program that Solana's machine loads of relocatable objects, or says what it would mis-execute. What the
/// entry does not reach is dropped. Pure: equal input gives equal bytes. Any bytes are answered.
[[nodiscard]] std::expected<Image, LinkError> link(std::span<const ObjectFile> files, const LinkOptions &options);

} // namespace paradox::sbpf
