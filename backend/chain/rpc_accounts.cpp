#include "chain/rpc_client.h"

#include "chain/rpc_json.h"
#include "domain/base58.h"

#include <algorithm>

namespace paradox::chain {
namespace {

using nlohmann::json;

constexpr std::size_t keysPerPage = 100;
constexpr int sameSlotTriesMax = 60;

json accountsParams(std::span<const PublicKey> keys, json config, Slot atLeast)
{
    json names = json::array();
    for (const PublicKey &key : keys)
        names.push_back(toBase58(key));
    config["encoding"] = "base64";
    if (atLeast.value > 0)
        config["minContextSlot"] = atLeast.value;
    return json::array({std::move(names), std::move(config)});
}

Result<AccountsAt> readAccountsAt(const json &result, std::size_t count)
{
    const std::optional<Slot> slot = readContextSlot(result);
    auto accounts = slot && result.contains("value") ? readAccounts(result["value"]) : std::nullopt;
    if (!accounts || accounts->size() != count)
        return std::unexpected(malformed("getMultipleAccounts"));
    return AccountsAt{.slot = *slot, .accounts = std::move(*accounts)};
}

} // namespace

Result<std::vector<AccountsAt>> RpcClient::readPages(std::span<const std::span<const PublicKey>> pages,
                                                     Commitment commitment, Slot atLeast)
{
    std::vector<Call> calls;
    for (const std::span<const PublicKey> page : pages)
        calls.push_back({"getMultipleAccounts", accountsParams(page, configAt(commitment), atLeast)});
    const Result<std::vector<json>> results = callAll(calls);
    if (!results)
        return std::unexpected(results.error());
    std::vector<AccountsAt> read;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        Result<AccountsAt> page = readAccountsAt((*results)[i], pages[i].size());
        if (!page)
            return std::unexpected(page.error());
        read.push_back(std::move(*page));
    }
    return read;
}

Result<AccountsAt> RpcClient::accounts(std::span<const PublicKey> keys, Commitment commitment)
{
    std::vector<std::span<const PublicKey>> pages;
    for (std::size_t at = 0; at < keys.size(); at += keysPerPage)
        pages.push_back(keys.subspan(at, std::min(keysPerPage, keys.size() - at)));
    if (pages.empty())
        return AccountsAt{};
    std::vector<std::optional<AccountsAt>> read(pages.size());
    const Slot known = m_horizon.slotAt(commitment);
    Slot target = known;
    for (int tries = 0; tries < sameSlotTriesMax; ++tries) {
        std::vector<std::size_t> missing;
        std::vector<std::span<const PublicKey>> asked;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            if (!read[i] || read[i]->slot < target) {
                missing.push_back(i);
                asked.push_back(pages[i]);
            }
        }
        if (missing.empty())
            break;
        Result<std::vector<AccountsAt>> fresh = readPages(asked, commitment, target);
        if (!fresh && isBehind(fresh.error()) && tries < abreastTriesMax && m_horizon.slotAt(commitment) >= known)
            continue;
        if (!fresh)
            return std::unexpected(fresh.error());
        Slot newest;
        for (std::size_t i = 0; i < missing.size(); ++i) {
            newest = std::max(newest, (*fresh)[i].slot);
            read[missing[i]] = std::move((*fresh)[i]);
        }
        if (const Result<Slot> heard = keepAbreast(commitment, newest); heard)
            target = std::max(target, newest);
        else if (tries >= abreastTriesMax || newest > target)
            return std::unexpected(heard.error());
    }
    AccountsAt all{.slot = target, .accounts = {}};
    for (std::optional<AccountsAt> &page : read) {
        if (!page || page->slot != target)
            return std::unexpected(ChainError{.words = "the accounts could not be read as of one slot"});
        std::ranges::move(page->accounts, std::back_inserter(all.accounts));
    }
    return all;
}

} // namespace paradox::chain
