#pragma once

#include "domain/bytes.h"
#include "programs/sdk/token_extensions.h"
#include "solana/transaction.h"

#include <optional>

// Mints and token accounts of SPL Token and Token-2022, as the programs themselves read them.
namespace paradox::token {

struct Mint {
    std::optional<PublicKey> authority;
    std::optional<PublicKey> freezeAuthority; ///< can delay withdrawals from a venue, not take from it
    std::uint64_t supply = 0;
    std::uint8_t decimals = 0;
    bool operator==(const Mint &) const = default;
};

struct TokenAccount {
    PublicKey mint;
    PublicKey owner;
    std::uint64_t amount = 0;
    bool isFrozen = false;
    bool operator==(const TokenAccount &) const = default;
};

/// From an account's data; nothing when it is no initialised one. The caller has checked that a token program owns it.
[[nodiscard]] std::optional<Mint> decodeMint(ByteSpan data);
[[nodiscard]] std::optional<TokenAccount> decodeTokenAccount(ByteSpan data);

/// Why no venue may have this mint as its currency: its first extension that lets others take, hold back or change what
/// a holder has. None: it may. The vault program decides by the same rule.
[[nodiscard]] program::MintExtension obstacleTo(ByteSpan mintData);

/// Whose tokens of which mint; `program` is the mint's owner.
struct Holding {
    PublicKey wallet;
    PublicKey mint;
    PublicKey program;
};
/// The wallet's associated token account.
[[nodiscard]] PublicKey associatedAddress(const Holding &holding);
/// Creates it unless it is there. The payer signs.
[[nodiscard]] solana::Instruction createAssociated(const PublicKey &payer, const Holding &holding);

} // namespace paradox::token
