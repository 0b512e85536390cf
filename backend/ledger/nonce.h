#pragma once

#include "ledger/account.h"
#include "ledger/invocation.h"
#include "solana/transaction.h"

#include <optional>

namespace paradox::ledger {

inline constexpr std::size_t nonceAccountSize = 80;

/// What a nonce account holds: the System program's Versions around its State, as bincode lays them out. An account
/// of the old version cannot stand in for a blockhash until it is upgraded.
struct NonceState {
    enum class Version : std::uint32_t { Legacy = 0, Current = 1 };
    struct Data {
        PublicKey authority;
        Hash nonce; ///< stands in a message where its blockhash would be
        std::uint64_t lamportsPerSignature = 0;
    };

    Version version = Version::Current;
    std::optional<Data> data; ///< nothing: not initialised

    /// Nothing when the bytes are no nonce account's. Trailing bytes do not matter.
    [[nodiscard]] static std::optional<NonceState> decode(ByteSpan bytes);
    [[nodiscard]] Bytes encode() const;
};

/// The nonce that follows from a blockhash: never equal to a blockhash, so that neither can pass for the other.
[[nodiscard]] Hash durableNonceOf(const Hash &blockhash);

/// The account a message takes its nonce from: the writable first account of a first instruction that is the System
/// program's AdvanceNonceAccount. It must be named by the message itself, not by a lookup table.
[[nodiscard]] std::optional<PublicKey> nonceAccountOf(const solana::Message &message);

/// The account once it has moved on to the nonce of `blockhash`. Nothing when this message may not use it: other nonce,
/// authority not signing, not a nonce account, or moved on in this very slot.
[[nodiscard]] AccountRef advancedNonce(const Account &account, const solana::Message &message, const SlotView &view);

/// The five nonce instructions of the System program; nothing when `order` is none of them.
[[nodiscard]] std::optional<Status> runNonceInstruction(Invocation &invocation, std::uint32_t order);

} // namespace paradox::ledger
