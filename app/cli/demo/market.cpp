#include "demo/market.h"

#include "domain/assert.h"

#include <algorithm>
#include <numeric>

namespace paradox::cli {
namespace {

constexpr std::uint64_t priceMin = 1'000'000;     // 0.001 SOL
constexpr std::uint64_t priceRange = 400'000'000; // up to 0.4 SOL more
constexpr Lamports beyondMeans{50'000'000'000};

} // namespace

Market::Market(const MarketOptions &options) : m_options(options), m_random(options.seed), m_owners(options.items)
{
    PARADOX_ASSERT(options.traders >= 4);
    PARADOX_ASSERT(options.items >= 1);
    for (std::size_t item = 0; item < m_owners.size(); ++item)
        m_owners[item] = item % options.traders;
}

std::vector<Story> Market::nextBatch(std::size_t intents)
{
    std::vector<std::size_t> items(m_options.items);
    std::iota(items.begin(), items.end(), std::size_t{0});
    std::ranges::shuffle(items, m_random);
    std::vector<Story> stories(items.size());
    std::size_t told = 0;
    // Round after round over all items: a popular item is sold on several times in one batch.
    for (std::size_t i = 0; told < intents; i = (i + 1) % items.size()) {
        const Story story = tell(pickKind(), items[i]);
        told += story.size();
        stories[i].insert(stories[i].end(), story.begin(), story.end());
    }
    std::erase_if(stories, [](const Story &story) { return story.empty(); });
    return stories;
}

Market::Kind Market::pickKind()
{
    // Of 100: most trade is honest.
    struct Share {
        Kind kind;
        unsigned weight;
    };
    constexpr Share shares[] = {{Kind::Listing, 22},  {Kind::Direct, 22},      {Kind::Bid, 18},
                                {Kind::Chain, 12},    {Kind::Cycle, 6},        {Kind::DoubleSell, 7},
                                {Kind::Insolvent, 7}, {Kind::BadSignature, 3}, {Kind::UsedNonce, 3}};
    auto draw = static_cast<unsigned>(m_random() % 100);
    for (const Share &share : shares) {
        if (draw < share.weight)
            return share.kind;
        draw -= share.weight;
    }
    PARADOX_ASSERT(false);
}

Story Market::tell(Kind kind, std::size_t item)
{
    const std::size_t owner = m_owners[item];
    const std::size_t second = someoneBut({owner});
    const std::size_t third = someoneBut({owner, second});
    const Lamports amount = price();
    const Move listed{.type = IntentType::List, .item = item, .seller = owner, .buyer = second, .amount = amount};
    const Move sold{.type = IntentType::Trade, .item = item, .seller = owner, .buyer = second, .amount = amount};
    Story story;
    switch (kind) {
    case Kind::Listing: {
        Move bought = listed;
        bought.type = IntentType::BuyNow;
        bought.side = Side::Buyer;
        bought.amount.value += 1'000; // pays the ask all the same
        m_owners[item] = second;
        return {listed, bought};
    }
    case Kind::Direct:
        sell(story, item, owner, second);
        return story;
    case Kind::Bid: {
        Move bid = sold;
        bid.type = IntentType::Bid;
        bid.side = Side::Buyer;
        m_owners[item] = second;
        return {sold, bid};
    }
    case Kind::Chain:
        sell(story, item, owner, second);
        sell(story, item, second, third);
        return story;
    case Kind::Cycle:
        sell(story, item, owner, second);
        sell(story, item, second, third);
        sell(story, item, third, owner);
        return story;
    case Kind::DoubleSell:
        sell(story, item, owner, second);
        sell(story, item, owner, third);
        m_owners[item] = second;
        return story;
    case Kind::Insolvent: {
        // Someone poor if there is one: either way the price is beyond what anybody deposited.
        Move seller = sold;
        seller.amount = beyondMeans;
        Move buyer = seller;
        buyer.side = Side::Buyer;
        return {seller, buyer};
    }
    case Kind::BadSignature: {
        Move forged = listed;
        forged.flaw = Move::Flaw::BadSignature;
        return {forged};
    }
    case Kind::UsedNonce: {
        Move replayed = listed;
        replayed.flaw = Move::Flaw::UsedNonce;
        return {replayed};
    }
    }
    PARADOX_ASSERT(false);
}

std::size_t Market::someoneBut(std::initializer_list<std::size_t> others)
{
    std::size_t trader = m_random() % m_options.traders;
    while (std::ranges::find(others, trader) != others.end())
        trader = (trader + 1) % m_options.traders;
    return trader;
}

Lamports Market::price()
{
    return {priceMin + m_random() % priceRange};
}

void Market::sell(Story &story, std::size_t item, std::size_t from, std::size_t to)
{
    Move half{
        .type = IntentType::Trade, .side = Side::Seller, .item = item, .seller = from, .buyer = to, .amount = price()};
    story.push_back(half);
    half.side = Side::Buyer;
    story.push_back(half);
    m_owners[item] = to;
}

} // namespace paradox::cli
