#pragma once

#include "client/codec.h"
#include "client/json_reader.h"

namespace paradox::client {

/// The value, or what the reader missed.
template <class T>
[[nodiscard]] Decoded<T> finish(const JsonReader &reader, const char *what, T &&value)
{
    if (!reader.ok())
        return std::unexpected(std::string(what) + ": " + reader.error());
    return std::forward<T>(value);
}

// Members by their types, for JsonReader::optional() and lists.
inline constexpr auto asSeq = [](JsonReader &reader, const char *name) { return Seq{reader.u64(name)}; };
inline constexpr auto asSlot = [](JsonReader &reader, const char *name) { return Slot{reader.u64(name)}; };
inline constexpr auto asBatchSeq = [](JsonReader &reader, const char *name) { return BatchSeq{reader.u64(name)}; };
inline constexpr auto asHeight = [](JsonReader &reader, const char *name) { return BlockHeight{reader.u64(name)}; };
inline constexpr auto asMillis = [](JsonReader &reader, const char *name) { return reader.millis(name); };
inline constexpr auto asHash = [](JsonReader &reader, const char *name) { return reader.hash(name); };
inline constexpr auto asHash58 = [](JsonReader &reader, const char *name) { return reader.hash58(name); };
inline constexpr auto asIntentId = [](JsonReader &reader, const char *name) { return reader.hex<IntentId>(name); };
inline constexpr auto asBatchId = [](JsonReader &reader, const char *name) { return reader.hex<BatchId>(name); };
inline constexpr auto asKey = [](JsonReader &reader, const char *name) { return reader.key(name); };
inline constexpr auto asSignature = [](JsonReader &reader, const char *name) { return reader.signature(name); };
inline constexpr auto asLamports = [](JsonReader &reader, const char *name) { return reader.lamports(name); };
inline constexpr auto asCount = [](JsonReader &reader, const char *name) { return reader.count(name); };

} // namespace paradox::client
