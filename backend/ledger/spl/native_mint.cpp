#include "ledger/spl/native_mint.h"

#include "ledger/spl/layout.h"
#include "solana/programs.h"

namespace paradox::ledger::spl {

const PublicKey nativeMint = solana::knownKey("So11111111111111111111111111111111111111112");
const PublicKey nativeMint2022 = solana::knownKey("9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP");

Bytes nativeMintData()
{
    Bytes data(mintSize);
    Mint mint{EditableBytes(data)};
    mint.setDecimals(nativeDecimals);
    mint.setInitialised();
    return data;
}

} // namespace paradox::ledger::spl
