#include "settlement/table_keeper.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::settlement {

using storage::LookupTableState;

bool TableKeeper::load()
{
    if (m_isLoaded)
        return true;
    const storage::ReadLease lease = m_database.read();
    m_tables = storage::lookup_tables::open(lease);
    m_orders = storage::lookup_tables::orders(lease);
    m_isLoaded = !lease.failure();
    return m_isLoaded;
}

/// Orders whose operation has come to its end, whichever. What they did is read from the chain afterwards.
bool TableKeeper::dropFinished()
{
    std::vector<std::string> over;
    for (const storage::LookupTableOrder &order : m_orders) {
        if (m_courier.find(order.operationId) == nullptr)
            over.push_back(order.operationId);
    }
    if (over.empty())
        return true;
    {
        const storage::ReadLease lease = m_database.read();
        for (const std::string &id : over) {
            const auto operation = storage::operations::byId(lease, id);
            if (operation && operation->state == OperationState::Failed)
                ++m_refusals;
        }
    }
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (const std::string &id : over)
            storage::lookup_tables::removeOrder(transaction, id);
    });
    if (written)
        std::erase_if(m_orders, [&](const auto &order) { return std::ranges::count(over, order.operationId) > 0; });
    return written.has_value();
}

bool TableKeeper::refresh()
{
    if (!load())
        return false;
    m_seen.clear();
    if (m_tables.empty())
        return true;
    std::vector<PublicKey> keys;
    for (const storage::LookupTable &table : m_tables)
        keys.push_back(table.address);
    const auto finalized = m_chain.accounts(keys, chain::Commitment::Finalized);
    const auto confirmed = finalized ? m_chain.accounts(keys, chain::Commitment::Confirmed) : finalized;
    if (!confirmed) {
        m_trouble = confirmed.error().words;
        return false;
    }
    const auto decode = [](const std::optional<chain::AccountInfo> &account) {
        const bool isTable = account && account->owner == solana::addressLookupTableProgram;
        return isTable ? solana::decodeLookupTable(account->data) : std::nullopt;
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        Seen seen{.confirmed = decode(confirmed->accounts[i]), .finalized = decode(finalized->accounts[i])};
        m_tables[i].rent = confirmed->accounts[i] ? confirmed->accounts[i]->lamports : Lamports{};
        seen.table.key = keys[i];
        if (seen.finalized) {
            seen.table.addresses = seen.finalized->addresses;
            seen.addresses = {seen.table.addresses.begin(), seen.table.addresses.end()};
        }
        m_seen.emplace(keys[i], std::move(seen));
    }
    return true;
}

const solana::LookupTable *TableKeeper::find(const PublicKey &table) const
{
    const auto seen = m_seen.find(table);
    return seen != m_seen.end() && seen->second.finalized ? &seen->second.table : nullptr;
}

Lamports TableKeeper::rent() const
{
    Lamports sum;
    for (const storage::LookupTable &table : m_tables)
        sum.value += table.rent.value;
    return sum;
}

bool TableKeeper::isUnderWay(const PublicKey &table) const
{
    return std::ranges::count(m_orders, table, &storage::LookupTableOrder::table) > 0;
}

TableKeeper::Readiness TableKeeper::prepare(BatchSeq batch, std::span<TableNeed> needs)
{
    // Finished orders first: the look at the chain after that shows all that they did.
    if (!load() || !dropFinished() || !refresh())
        return Readiness::Waiting;
    if (m_refusals >= m_options.refusalsMax)
        return Readiness::Refused;
    if (!choose(batch, needs))
        return m_refusals >= m_options.refusalsMax ? Readiness::Refused : Readiness::Waiting;
    if (std::ranges::all_of(needs, [this](const TableNeed &need) { return isReady(need); })) {
        m_refusals = 0;
        m_trouble.clear();
        return Readiness::Ready;
    }
    extend(needs);
    return Readiness::Waiting;
}

bool TableKeeper::isReady(const TableNeed &need) const
{
    const auto seen = m_seen.find(need.table);
    if (seen == m_seen.end() || !seen->second.finalized || !seen->second.confirmed ||
        !seen->second.confirmed->isActive())
        return false;
    return std::ranges::all_of(need.addresses,
                               [&](const PublicKey &key) { return seen->second.addresses.contains(key); });
}

/// What each live table holds, or will when all that is under way has landed.
TableKeeper::Contents TableKeeper::expectedContents() const
{
    Contents contents;
    for (const storage::LookupTable &table : m_tables) {
        if (table.state != LookupTableState::Live)
            continue;
        const auto seen = m_seen.find(table.address);
        contents[table.address] = seen != m_seen.end() ? seen->second.addresses : std::unordered_set<PublicKey>();
    }
    for (const storage::LookupTableOrder &order : m_orders) {
        if (const auto table = contents.find(order.table); table != contents.end())
            table->second.insert(order.addresses.begin(), order.addresses.end());
    }
    return contents;
}

/// Gives each need the table that holds most of it already and has room for the rest, or a new one. False when it could
/// not be written down, or when too many tables were needed (then m_refusals says so).
bool TableKeeper::choose(BatchSeq batch, std::span<TableNeed> needs)
{
    Contents contents = expectedContents();
    std::vector<TableNeed *> open;
    for (TableNeed &need : needs) {
        if (const auto table = contents.find(need.table); table != contents.end())
            table->second.insert(need.addresses.begin(), need.addresses.end());
        else
            open.push_back(&need);
    }
    bool isComplete = true;
    for (TableNeed *need : open) {
        const PublicKey *best = nullptr;
        std::size_t leastMissing = need->addresses.size() + 1;
        for (const storage::LookupTable &table : m_tables) {
            const auto held = contents.find(table.address);
            if (held == contents.end())
                continue;
            const auto missing = static_cast<std::size_t>(std::ranges::count_if(
                need->addresses, [&](const PublicKey &key) { return !held->second.contains(key); }));
            if (missing < leastMissing && held->second.size() + missing <= solana::lookupTableAddressesMax) {
                leastMissing = missing;
                best = &table.address;
            }
        }
        if (best == nullptr) {
            isComplete = makeTable();
            if (!isComplete)
                break;
            best = &m_tables.back().address;
        }
        need->table = *best;
        contents[*best].insert(need->addresses.begin(), need->addresses.end());
    }
    if (open.empty())
        return true;
    for (storage::LookupTable &table : m_tables) {
        if (std::ranges::count(needs, table.address, &TableNeed::table) > 0)
            table.usedIn = batch;
    }
    return write() && isComplete;
}

/// The address of a table follows from a recent slot; each new one takes another.
bool TableKeeper::makeTable()
{
    if (m_tables.size() >= m_options.tablesMax) {
        m_trouble = "the batch needs more lookup tables than are kept";
        m_refusals = m_options.refusalsMax;
        return false;
    }
    const auto slot = m_chain.slot(chain::Commitment::Finalized);
    if (!slot) {
        m_trouble = slot.error().words;
        return false;
    }
    for (std::uint64_t recent = slot->value; recent > 0; --recent) {
        const auto made = solana::createLookupTable(m_authority.publicKey(), m_authority.publicKey(), {recent});
        if (!made || std::ranges::count(m_tables, made->table, &storage::LookupTable::address) > 0)
            continue;
        m_tables.push_back({.address = made->table, .recentSlot = {recent}, .usedIn = {}, .rent = {}});
        return true;
    }
    return false;
}

bool TableKeeper::write()
{
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (const storage::LookupTable &table : m_tables)
            storage::lookup_tables::put(transaction, table);
    });
    if (!written)
        m_isLoaded = false; // begin again from what the database holds
    std::erase_if(m_tables, [](const auto &table) { return table.state == LookupTableState::Closed; });
    return written.has_value();
}

} // namespace paradox::settlement
