#pragma once

#include "domain/intent.h"

#include <random>
#include <vector>

namespace paradox::cli {

/// One intent of a story, by the numbers of traders and items.
struct Move {
    enum class Flaw : std::uint8_t { None, BadSignature, UsedNonce };

    IntentType type = IntentType::Trade;
    Side side = Side::Seller;
    std::size_t item = 0;
    std::size_t seller = 0;
    std::size_t buyer = 0; ///< ignored by LIST
    Lamports amount;
    Flaw flaw = Flaw::None;
};

/// Moves that belong together and are posted in this order: a sale, a chain, a double sell.
using Story = std::vector<Move>;

struct MarketOptions {
    std::size_t traders = 0; ///< at least 4
    std::size_t items = 0;
    std::size_t poorEvery = 8; ///< every so many traders cannot pay
    std::uint64_t seed = 1;
};

/// Invents a market: sales of every kind, chains A→B→C, cycles, double sells, buyers who cannot pay, bad signatures and
/// used nonces. It believes every sale and so loses track when one is refused, as people do. Equal seeds, equal
/// markets.
class Market {
public:
    explicit Market(const MarketOptions &options);

    /// Stories with `intents` moves in all. Each has an item of its own, so that they can be posted side by side.
    [[nodiscard]] std::vector<Story> nextBatch(std::size_t intents);
    /// What the chain said: beliefs begin from it again.
    void setOwner(std::size_t item, std::size_t trader) { m_owners[item] = trader; }
    [[nodiscard]] std::size_t ownerOf(std::size_t item) const { return m_owners[item]; }
    [[nodiscard]] bool isPoor(std::size_t trader) const
    {
        return trader % m_options.poorEvery == m_options.poorEvery - 1;
    }

private:
    enum class Kind : std::uint8_t {
        Listing,
        Direct,
        Bid,
        Chain,
        Cycle,
        DoubleSell,
        Insolvent,
        BadSignature,
        UsedNonce
    };

    [[nodiscard]] Story tell(Kind kind, std::size_t item);
    [[nodiscard]] Kind pickKind();
    /// A trader who is none of those.
    [[nodiscard]] std::size_t someoneBut(std::initializer_list<std::size_t> others);
    [[nodiscard]] Lamports price();
    void sell(Story &story, std::size_t item, std::size_t from, std::size_t to);

    MarketOptions m_options;
    std::mt19937_64 m_random;
    std::vector<std::size_t> m_owners; ///< by item
};

} // namespace paradox::cli
