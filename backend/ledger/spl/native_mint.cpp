#include "ledger/spl/native_mint.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/spl/layout.h"

namespace paradox::ledger::spl {

namespace {

PublicKey known(std::string_view text)
{
    const auto key = fromBase58<PublicKey>(text);
    PARADOX_ASSERT(key.has_value());
    return *key;
}

} // namespace

const PublicKey nativeMint = known("So11111111111111111111111111111111111111112");
const PublicKey nativeMint2022 = known("9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP");

Bytes nativeMintData()
{
    Bytes data(mintSize);
    Mint mint{EditableBytes(data)};
    mint.setDecimals(nativeDecimals);
    mint.setInitialised();
    return data;
}

} // namespace paradox::ledger::spl
