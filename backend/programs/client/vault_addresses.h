#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"

namespace paradox::vault {

using ItemId = FixedBytes<struct VaultItemIdTag, 32>; ///< an item's own name; its account is the address in intents

/// The id the program has unless configured otherwise.
extern const PublicKey defaultProgram; ///< 8jrMsGNM9HwmPU94cotLQCxGu15iW7Mt3WZeggfwvv2x

/// Lamports as a mint.
inline constexpr PublicKey lamportsMint{};

/// The program-derived addresses of one vault program, each with its canonical bump.
class Addresses {
public:
    explicit Addresses(const PublicKey &program) : m_program(program) {}

    [[nodiscard]] const PublicKey &program() const { return m_program; }
    [[nodiscard]] PublicKey config() const;
    [[nodiscard]] PublicKey game(GameId id) const;              ///< the venue, "engine" of grants and intents
    [[nodiscard]] PublicKey vault(const PublicKey &game) const; ///< where a venue's lamports lie
    /// Where the tokens of a venue lie whose currency is a mint of this token program.
    [[nodiscard]] PublicKey vaultTokens(const PublicKey &game, const PublicKey &mint, const PublicKey &program) const;
    [[nodiscard]] PublicKey ledger(const PublicKey &game, const PublicKey &player) const;
    [[nodiscard]] PublicKey item(const PublicKey &game, const ItemId &item) const;
    [[nodiscard]] PublicKey listing(const PublicKey &game, std::uint64_t id) const;
    [[nodiscard]] PublicKey session(const PublicKey &owner, const PublicKey &session) const;
    [[nodiscard]] PublicKey batch(const PublicKey &game, const BatchId &batch) const;

private:
    PublicKey m_program;
};

} // namespace paradox::vault
