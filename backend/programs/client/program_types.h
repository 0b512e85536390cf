#pragma once

#include "domain/bytes.h"
#include "programs/sdk/codec.h"
#include "solana/borsh.h"

// Between the client's values and those of the program's declarations. Private to this room.
namespace paradox::vault::wire {

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

} // namespace paradox::vault::wire
