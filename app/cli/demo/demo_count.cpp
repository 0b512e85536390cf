#include "await.h"
#include "demo/demo_parts.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "programs/client/vault.h"

namespace paradox::cli {
namespace {

constexpr int agreeTimeoutMs = 30'000;
constexpr int pageSize = 200;

} // namespace

/// What found no counterpart is taken back, so that every intent has its verdict.
DemoJob::Step DemoJob::cancelLeftOver()
{
    for (std::size_t i = 0; i < m_traders.size(); ++i) {
        const client::IntentQuery query{
            .status = IntentState::Pending, .owner = m_traders[i].owner, .page = {.limit = pageSize}};
        for (;;) {
            const auto page = awaitPatiently([&] { return asTrader(i).intents(query); });
            if (!page)
                return std::unexpected(page.error());
            std::size_t gone = 0;
            for (const client::IntentRecord &intent : page->items)
                gone += await(client::cancelIntent(asTrader(i), *m_keys, intent.id, intent.session)) ? 1U : 0U;
            if (gone == 0)
                break;
        }
    }
    return {};
}

DemoJob::Step DemoJob::countVerdicts()
{
    for (std::size_t i = 0; i < m_traders.size(); ++i) {
        client::IntentQuery query{.owner = m_traders[i].owner, .page = {.limit = pageSize}};
        for (;;) {
            const auto page = awaitPatiently([&] { return asTrader(i).intents(query); });
            if (!page)
                return std::unexpected(page.error());
            for (const client::IntentRecord &intent : page->items) {
                switch (intent.status) {
                case IntentState::Settled:
                    ++m_report.accepted;
                    break;
                case IntentState::Cancelled:
                    ++m_report.cancelled;
                    break;
                case IntentState::Rejected:
                    ++m_report.rejected[intent.reason.value_or("REJECTED")];
                    break;
                case IntentState::Pending:
                case IntentState::Netted:
                case IntentState::Expired:
                case IntentState::Revoked:
                    ++m_report.rejected[std::string(toText(intent.status))];
                    break;
                }
            }
            if (!page->next)
                break;
            query.page.cursor = page->next;
        }
    }
    return {};
}

/// The database follows the chain's finalized events, so it may be a moment behind.
DemoJob::Step DemoJob::compare()
{
    m_progress(QStringLiteral("owners and balances are read from the chain and from the database"));
    Step last;
    static_cast<void>(waitFor(
        [&] {
            m_report.holdings.clear();
            m_report.disagreements.clear();
            last = compareOnce(m_report);
            return last && m_report.disagreements.empty();
        },
        agreeTimeoutMs));
    m_report.agree = last && m_report.disagreements.empty();
    return last;
}

DemoJob::Step DemoJob::compareOnce(DemoReport &report)
{
    const vault::Addresses addresses(m_health.vaultProgram);
    std::vector<PublicKey> ledgers;
    std::unordered_map<PublicKey, std::size_t> numbers;
    for (const Trader &trader : m_traders) {
        numbers[trader.owner] = report.holdings.size();
        report.holdings.push_back({.owner = trader.owner});
        ledgers.push_back(addresses.ledger(m_health.engine, trader.owner));
    }
    const auto ledgerData = m_chain.accounts(ledgers);
    const auto itemData = m_chain.accounts(m_items);
    if (!ledgerData || !itemData)
        return std::unexpected(!ledgerData ? ledgerData.error() : itemData.error());
    for (std::size_t i = 0; i < m_traders.size(); ++i) {
        Holding &holding = report.holdings[i];
        if ((*ledgerData)[i]) {
            if (const auto ledger = vault::decodePlayerLedger(*(*ledgerData)[i]))
                holding.onChain = ledger->available;
        }
        const auto balances = awaitPatiently([&] { return asTrader(i).balances(holding.owner); });
        if (!balances)
            return std::unexpected(balances.error());
        holding.inDatabase = balances->available;
        if (holding.onChain != holding.inDatabase)
            report.disagreements.push_back("balance of " + toBase58(holding.owner));
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const auto onChain =
            (*itemData)[i] ? vault::decodeItem(*(*itemData)[i]) : std::unexpected(vault::AccountError::WrongSize);
        const auto inDatabase = awaitPatiently([&] { return m_operator->item(m_items[i]); });
        if (onChain && numbers.contains(onChain->owner))
            ++report.holdings[numbers.at(onChain->owner)].itemsOnChain;
        if (inDatabase && numbers.contains(inDatabase->owner))
            ++report.holdings[numbers.at(inDatabase->owner)].itemsInDatabase;
        if (!onChain || !inDatabase || onChain->owner != inDatabase->owner)
            report.disagreements.push_back("owner of " + toBase58(m_items[i]));
    }
    return {};
}

} // namespace paradox::cli
