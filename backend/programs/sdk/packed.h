#pragma once

#include "programs/sdk/account.h"
#include "programs/sdk/native_units.h"
#include "programs/sdk/reader.h"
#include "programs/sdk/writer.h"

namespace paradox::program {

// Packed state: Borsh behind the discriminator, as Anchor lays it out. A handler loads it, changes the copy and stores
// it; nothing changes on chain before the store. A declared type has `space`, its account's whole size in bytes.

inline constexpr u64 unitsPerByteLoaded = 14; ///< texts are checked byte by byte
inline constexpr u64 unitsPerByteStored = 6;

template <class T>
__attribute__((noinline)) Status loadPacked(const Account &account, T &state)
{
    PROGRAM_REQUIRE(account.size() >= 8, Status::AccountDiscriminatorNotFound);
    chargeNatively(account.size() * unitsPerByteLoaded);
    Reader reader(account.data() + 8, account.size() - 8);
    T::fields(reader, state);
    PROGRAM_REQUIRE(reader.ok(), Status::AccountDidNotDeserialize);
    return Status::Ok;
}

/// Bytes behind the state keep what they held, as Anchor leaves them.
template <class T>
__attribute__((noinline)) Status storePacked(const Account &account, const T &state)
{
    PROGRAM_REQUIRE(account.size() >= 8, Status::AccountDidNotSerialize);
    chargeNatively(account.size() * unitsPerByteStored);
    Writer writer(account.data() + 8, account.size() - 8);
    T::fields(writer, state);
    PROGRAM_REQUIRE(writer.ok(), Status::AccountDidNotSerialize);
    return Status::Ok;
}

/// False when the text is longer than its place.
template <u32 Max>
[[nodiscard]] bool assign(Text<Max> &to, const TextView &from)
{
    if (from.size > Max)
        return false;
    to.size = from.size;
    sol_memcpy_(to.bytes, from.data, from.size);
    return true;
}

} // namespace paradox::program
