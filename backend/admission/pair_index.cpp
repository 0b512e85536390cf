#include "admission/pair_index.h"

#include "domain/assert.h"

namespace paradox::admission {

namespace {

Side otherSide(Side side)
{
    return side == Side::Seller ? Side::Buyer : Side::Seller;
}

std::size_t mix(std::size_t seed, std::size_t value)
{
    return (seed ^ value) * 0x9E3779B97F4A7C15ULL;
}

template <class Map, class Key>
void erase(Map &map, const Key &key, Half &half)
{
    auto *const meeting = map.find(key);
    PARADOX_ASSERT(meeting != nullptr);
    meeting->of(half.side()).erase(half);
    if (meeting->isEmpty())
        map.erase(key);
}

} // namespace

std::size_t PairIndex::KeyHash::operator()(const ExactKey &key) const
{
    const std::hash<PublicKey> hash;
    std::size_t seed = mix(hash(key.item), hash(key.from));
    seed = mix(seed, hash(key.to));
    return mix(seed, key.amount.value);
}

std::size_t PairIndex::KeyHash::operator()(const AskKey &key) const
{
    const std::hash<PublicKey> hash;
    return mix(hash(key.item), hash(key.seller));
}

bool PairIndex::isAskOrOffer(const Intent &intent)
{
    switch (intent.type) {
    case IntentType::Trade:
    case IntentType::Bid:
        return false;
    case IntentType::BuyNow:
    case IntentType::List:
        return true;
    }
    PARADOX_ASSERT(false);
    return false;
}

PairIndex::ExactKey PairIndex::exactKeyOf(const Intent &intent)
{
    return {intent.item, intent.from, intent.to, intent.mint, intent.amount};
}

PairIndex::AskKey PairIndex::askKeyOf(const Intent &intent)
{
    return {intent.item, intent.from, intent.mint};
}

void PairIndex::add(Half &half)
{
    PARADOX_ASSERT(!half.indexed);
    if (isAskOrOffer(half.intent))
        m_asks[askKeyOf(half.intent)].of(half.side()).insert(half);
    else
        m_exact[exactKeyOf(half.intent)].of(half.side()).insert(half);
    half.indexed = true;
}

void PairIndex::remove(Half &half)
{
    PARADOX_ASSERT(half.indexed);
    if (isAskOrOffer(half.intent))
        erase(m_asks, askKeyOf(half.intent), half);
    else
        erase(m_exact, exactKeyOf(half.intent), half);
    half.indexed = false;
}

std::optional<Refusal> PairIndex::refusalOf(const Intent &intent) const
{
    const Meeting *const meeting = isAskOrOffer(intent) ? m_asks.find(askKeyOf(intent)) : nullptr;
    if (!meeting)
        return std::nullopt;
    if (intent.type == IntentType::List)
        return meeting->sellers.size() < asksMax ? std::nullopt : std::optional(Refusal::OwnerAsksFull);
    return meeting->buyers.size() < offersMax ? std::nullopt : std::optional(Refusal::QueueFull);
}

Half *PairIndex::match(const Half &half, const std::function<bool(const Half &)> &usable)
{
    const Side wanted = otherSide(half.side());
    if (!isAskOrOffer(half.intent)) {
        Meeting *const meeting = m_exact.find(exactKeyOf(half.intent));
        if (!meeting)
            return nullptr;
        for (Half &candidate : meeting->of(wanted)) {
            // A TRADE meets a TRADE or a BID; both are exact.
            if (usable(candidate))
                return &candidate;
        }
        return nullptr;
    }
    Meeting *const meeting = m_asks.find(askKeyOf(half.intent));
    if (!meeting)
        return nullptr;
    for (Half &candidate : meeting->of(wanted)) {
        const Lamports ask = wanted == Side::Seller ? candidate.intent.amount : half.intent.amount;
        const Lamports offer = wanted == Side::Seller ? half.intent.amount : candidate.intent.amount;
        if (offer >= ask && usable(candidate))
            return &candidate;
    }
    return nullptr;
}

void PairIndex::clear()
{
    m_exact.clear();
    m_asks.clear();
}

} // namespace paradox::admission
