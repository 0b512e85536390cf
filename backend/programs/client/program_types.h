#pragma once

#include "domain/bytes.h"
#include "programs/sdk/codec.h"
#include "solana/borsh.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

// Between the client's values and those of the program's declarations. Private to this room.
namespace paradox::programs::wire {

inline program::Pubkey toKey(const PublicKey &key)
{
    program::Pubkey result;
    std::memcpy(result.bytes, key.data(), sizeof result.bytes);
    return result;
}

template <class Tag>
program::Bytes32 toBytes32(const FixedBytes<Tag, 32> &value)
{
    program::Bytes32 result;
    std::memcpy(result.bytes, value.data(), sizeof result.bytes);
    return result;
}

inline PublicKey fromKey(const program::Pubkey &key)
{
    PublicKey result;
    std::memcpy(result.data(), key.bytes, PublicKey::size);
    return result;
}

template <class Fixed>
Fixed fromBytes32(const program::Bytes32 &value)
{
    Fixed result;
    std::memcpy(result.data(), value.bytes, Fixed::size);
    return result;
}

/// Writes declared fields as Borsh.
struct FieldWriter {
    solana::BorshWriter &out;

    template <std::integral T>
    void operator()(const char *, T value)
    {
        out.put(value);
    }
    void operator()(const char *, const program::Pubkey &value) { out.raw(value.bytes); }
    void operator()(const char *, const program::Bytes32 &value) { out.raw(value.bytes); }
    void operator()(const char *, const program::TextView &value) { out.vec(ByteSpan(value.data, value.size)); }
    template <std::uint32_t Max>
    void operator()(const char *, const program::Text<Max> &value)
    {
        out.vec(ByteSpan(value.bytes, value.size));
    }
    template <class T>
    void operator()(const char *name, const program::Option<T> &value)
    {
        out.put(value.isSome);
        if (value.isSome)
            (*this)(name, value.value);
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void operator()(const char *, Enum value)
    {
        out.put(static_cast<std::uint8_t>(value));
    }
    template <class T>
    void operator()(const char *, const program::ListView<T> &list)
    {
        out.put(list.count).raw(ByteSpan(list.data, list.count * sizeof(T)));
    }
};

/// Reads declared fields from untrusted Borsh. A bool other than 0 and 1 clears `isSound`.
struct FieldReader {
    solana::BorshReader &in;
    bool isSound = true;

    template <std::integral T>
    void operator()(const char *, T &value)
    {
        if constexpr (std::same_as<T, bool>) {
            const auto byte = in.take<std::uint8_t>();
            value = byte == 1;
            isSound = isSound && byte <= 1;
        } else {
            value = in.take<T>();
        }
    }
    void operator()(const char *, program::Pubkey &value) { value = toKey(in.take<PublicKey>()); }
    void operator()(const char *, program::Bytes32 &value) { value = toBytes32(in.take<Hash>()); }
    void operator()(const char *, program::TextView &value)
    {
        const ByteSpan bytes = in.vec();
        isSound = isSound && program::isUtf8(bytes.data(), bytes.size());
        value = {bytes.data(), static_cast<std::uint32_t>(bytes.size())};
    }
    template <std::uint32_t Max>
    void operator()(const char *name, program::Text<Max> &value)
    {
        program::TextView view;
        (*this)(name, view);
        isSound = isSound && view.size <= Max;
        value.size = isSound ? view.size : 0;
        std::copy_n(view.data, value.size, value.bytes);
    }
    template <class T>
    void operator()(const char *name, program::Option<T> &value)
    {
        (*this)(name, value.isSome);
        if (value.isSome)
            (*this)(name, value.value);
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void operator()(const char *, Enum &value)
    {
        const auto byte = in.take<std::uint8_t>();
        isSound = isSound && byte < specOf(value).count;
        value = static_cast<Enum>(isSound ? byte : 0);
    }
    template <class T>
    void operator()(const char *, program::ListView<T> &list)
    {
        const auto count = in.take<std::uint32_t>();
        if (count > in.rest().size() / sizeof(T)) {
            isSound = false;
            return;
        }
        list.data = in.raw(count * sizeof(T)).data();
        list.count = count;
    }
};

} // namespace paradox::programs::wire
