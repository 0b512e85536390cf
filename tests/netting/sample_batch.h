#pragma once

#include "netting/archive.h"
#include "solana/keypair.h"

namespace paradox::netting::test {

/// A small batch with real, signed halves: three wallets, two items, one purchase that nobody can pay, one stranger.
[[nodiscard]] ArchiveContent sampleContent();

/// The key of wallet 0, 1, 2 …; its session is the same key.
[[nodiscard]] solana::Keypair walletKey(std::uint8_t number);

} // namespace paradox::netting::test
