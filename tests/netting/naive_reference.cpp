#include "tests/netting/naive_reference.h"

#include <limits>
#include <set>
#include <sstream>

namespace paradox::netting::test {
namespace {

__extension__ using Big = __int128;

/// One run of the inner loop over the trades that are not out.
struct Round {
    std::map<std::string, std::string> owners;
    std::map<std::string, Big> delta;
    std::map<std::size_t, std::string> verdicts; ///< of those not out
    std::vector<std::size_t> accepted;
    Big gross = 0;
    Big fees = 0;

    void accept(const NaiveBatch &batch, std::size_t t)
    {
        const NaiveTrade &trade = batch.trades[t];
        const Big fee = Big{trade.amount} * Big{batch.feeBps} / 10'000;
        delta[trade.to] -= trade.amount;
        delta[trade.from] += trade.amount - fee;
        delta[batch.treasury] += fee;
        owners[trade.item] = trade.to;
        accepted.push_back(t);
        gross += trade.amount;
        fees += fee;
    }
};

Big availableOf(const NaiveBatch &batch, const std::string &wallet)
{
    const auto found = batch.available.find(wallet);
    return found == batch.available.end() ? Big{0} : Big{found->second};
}

Round runOnce(const NaiveBatch &batch, const std::map<std::size_t, std::string> &out)
{
    Round round;
    round.owners = batch.owners;
    for (std::size_t t = 0; t < batch.trades.size(); ++t) {
        if (out.contains(t))
            continue;
        const NaiveTrade &trade = batch.trades[t];
        const auto owner = round.owners.find(trade.item);
        if (owner == round.owners.end())
            round.verdicts[t] = "UNKNOWN_ITEM";
        else if (trade.from == trade.to)
            round.verdicts[t] = "SELF_TRADE";
        else if (owner->second != trade.from)
            round.verdicts[t] = "NOT_OWNER";
        else {
            round.verdicts[t] = "ACCEPTED";
            round.accept(batch, t);
        }
    }
    return round;
}

/// The accepted trade with the highest sequence whose buyer cannot pay.
std::optional<std::size_t> worstOf(const NaiveBatch &batch, const Round &round)
{
    std::set<std::string> bad;
    for (const auto &[wallet, delta] : round.delta) {
        if (wallet != batch.treasury && availableOf(batch, wallet) + delta < 0)
            bad.insert(wallet);
    }
    std::optional<std::size_t> worst;
    for (const std::size_t t : round.accepted) {
        if (bad.contains(batch.trades[t].to))
            worst = t;
    }
    return worst;
}

/// engine.h on the bound: this trade, and of its item every later one that stood or met another owner.
void deferFrom(const NaiveBatch &batch, const Round &round, std::size_t t, std::map<std::size_t, std::string> &out)
{
    for (std::size_t u = t; u < batch.trades.size(); ++u) {
        if (batch.trades[u].item != batch.trades[t].item || out.contains(u))
            continue;
        if (round.verdicts.at(u) == "ACCEPTED" || round.verdicts.at(u) == "NOT_OWNER")
            out[u] = "DEFERRED";
    }
}

void giveSecondChance(const NaiveBatch &batch, Round &round, std::map<std::size_t, std::string> &out)
{
    bool admitted = true;
    while (admitted) {
        admitted = false;
        for (std::size_t t = 0; t < batch.trades.size(); ++t) {
            const auto fate = out.find(t);
            if (fate == out.end() || fate->second != "INSOLVENT")
                continue;
            const NaiveTrade &trade = batch.trades[t];
            if (round.owners.at(trade.item) != trade.from ||
                availableOf(batch, trade.to) + round.delta[trade.to] < Big{trade.amount})
                continue;
            out.erase(fate);
            round.accept(batch, t);
            admitted = true;
        }
    }
}

std::string quoted(const std::string &text)
{
    return '"' + text + '"';
}

template <class Map, class Write>
std::string object(const Map &map, Write write)
{
    std::string text = "{";
    for (const auto &[key, value] : map)
        text += (text.size() > 1 ? "," : "") + quoted(key) + ":" + quoted(write(value));
    return text + "}";
}

} // namespace

std::optional<NaiveResult> netNaively(const NaiveBatch &batch)
{
    std::map<std::size_t, std::string> out;
    std::size_t evictions = 0;
    Round round = runOnce(batch, out);
    for (std::optional<std::size_t> worst; (worst = worstOf(batch, round)); round = runOnce(batch, out)) {
        if (evictions < batch.evictionsMax.value_or(4096)) {
            out[*worst] = "INSOLVENT";
            ++evictions;
        } else {
            deferFrom(batch, round, *worst, out);
        }
    }
    giveSecondChance(batch, round, out);

    NaiveResult result;
    for (const std::size_t t : round.accepted)
        result.accepted.push_back(batch.trades[t].id);
    for (const auto &[t, verdict] : round.verdicts) {
        if (verdict != "ACCEPTED")
            result.rejected[batch.trades[t].id] = verdict;
    }
    for (const auto &[t, verdict] : out)
        result.rejected[batch.trades[t].id] = verdict;
    for (const auto &[item, owner] : round.owners) {
        if (batch.owners.at(item) != owner)
            result.finalOwner[item] = owner;
    }
    Big moved = 0;
    for (const auto &[wallet, delta] : round.delta) {
        if (delta < std::numeric_limits<std::int64_t>::min() || delta > std::numeric_limits<std::int64_t>::max())
            return std::nullopt;
        if (delta != 0)
            result.delta[wallet] = static_cast<std::int64_t>(delta);
        moved += delta < 0 ? -delta : delta;
    }
    if (round.gross > std::numeric_limits<std::uint64_t>::max())
        return std::nullopt;
    result.gross = static_cast<std::uint64_t>(round.gross);
    result.fees = static_cast<std::uint64_t>(round.fees);
    result.net = static_cast<std::uint64_t>(moved / 2);
    return result;
}

std::string toJson(const NaiveBatch &batch)
{
    std::ostringstream text;
    text << "{\"feeBps\": " << batch.feeBps << ", \"treasury\": " << quoted(batch.treasury)
         << ", \"mode\": " << quoted(batch.mode);
    if (batch.evictionsMax)
        text << ", \"evictionsMax\": " << *batch.evictionsMax;
    text << ", \"owners\": " << object(batch.owners, [](const std::string &wallet) { return wallet; })
         << ", \"available\": " << object(batch.available, [](std::uint64_t amount) { return std::to_string(amount); })
         << ", \"trades\": [";
    const char *separator = "";
    for (const NaiveTrade &trade : batch.trades) {
        text << separator << "{\"id\": " << quoted(trade.id) << ", \"item\": " << quoted(trade.item)
             << ", \"from\": " << quoted(trade.from) << ", \"to\": " << quoted(trade.to)
             << ", \"amount\": " << quoted(std::to_string(trade.amount)) << "}";
        separator = ", ";
    }
    text << "]}";
    return text.str();
}

std::string toJson(const NaiveResult &result)
{
    std::string accepted;
    for (const std::string &id : result.accepted)
        accepted += (accepted.empty() ? "" : ",") + quoted(id);
    const auto same = [](const std::string &text) { return text; };
    return "{\"accepted\":[" + accepted + "],\"rejected\":" + object(result.rejected, same) +
           ",\"finalOwner\":" + object(result.finalOwner, same) +
           ",\"delta\":" + object(result.delta, [](std::int64_t delta) { return std::to_string(delta); }) +
           ",\"gross\":" + quoted(std::to_string(result.gross)) + ",\"fees\":" + quoted(std::to_string(result.fees)) +
           ",\"net\":" + quoted(std::to_string(result.net)) + "}\n";
}

} // namespace paradox::netting::test
