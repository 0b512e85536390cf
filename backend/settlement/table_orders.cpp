#include "settlement/relay.h"
#include "settlement/table_keeper.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::settlement {

namespace {

using storage::LookupTableState;

// Addresses that fit one transaction beside what makes the table, and alone; both with a fee and a limit.
constexpr std::size_t addressesWithCreate = 20;
constexpr std::size_t addressesPerExtend = 26;
constexpr std::uint32_t computeUnitsDraft = 300'000;

} // namespace

/// What a table lacks for the needs put on it, beside what is under way. Judged by the final state: whatever was
/// appended and taken back by a fork is still under way, because its operation is.
std::vector<PublicKey> TableKeeper::missingOf(const PublicKey &table, std::span<const TableNeed> needs) const
{
    std::unordered_set<PublicKey> known;
    if (const auto seen = m_seen.find(table); seen != m_seen.end() && seen->second.finalized)
        known.insert(seen->second.finalized->addresses.begin(), seen->second.finalized->addresses.end());
    for (const storage::LookupTableOrder &order : m_orders) {
        if (order.table == table)
            known.insert(order.addresses.begin(), order.addresses.end());
    }
    std::vector<PublicKey> missing;
    for (const TableNeed &need : needs) {
        for (const PublicKey &address : need.addresses) {
            if (need.table == table && known.insert(address).second)
                missing.push_back(address);
        }
    }
    return missing;
}

void TableKeeper::extend(std::span<const TableNeed> needs)
{
    std::vector<Order> orders;
    const std::vector<storage::LookupTable> tables = m_tables; // a refusal may drop one
    for (const storage::LookupTable &table : tables) {
        const std::vector<PublicKey> missing = missingOf(table.address, needs);
        if (!missing.empty() && m_orders.size() + orders.size() < m_options.ordersMax)
            orderParts(table, missing, orders);
    }
    send(std::move(orders));
}

void TableKeeper::orderParts(const storage::LookupTable &table, std::span<const PublicKey> missing,
                             std::vector<Order> &orders)
{
    const PublicKey &key = m_authority.publicKey();
    const auto seen = m_seen.find(table.address);
    const bool isThere = seen != m_seen.end() && seen->second.confirmed;
    if (!isThere && isUnderWay(table.address))
        return;
    if (!isThere) {
        const auto first = missing.first(std::min(missing.size(), addressesWithCreate));
        const auto made = solana::createLookupTable(key, key, table.recentSlot);
        PARADOX_ASSERT(made.has_value());
        PARADOX_ASSERT(made->table == table.address);
        auto order =
            build(table.address, {made->instruction, solana::extendLookupTable(table.address, key, key, first)},
                  OnRefusal::Count);
        if (order) {
            order->order.addresses.assign(first.begin(), first.end());
            orders.push_back(std::move(*order));
        }
        return;
    }
    while (!missing.empty() && m_orders.size() + orders.size() < m_options.ordersMax) {
        const auto part = missing.first(std::min(missing.size(), addressesPerExtend));
        missing = missing.subspan(part.size());
        auto order = build(table.address, {solana::extendLookupTable(table.address, key, key, part)}, OnRefusal::Count);
        if (!order)
            return;
        order->order.addresses.assign(part.begin(), part.end());
        orders.push_back(std::move(*order));
    }
}

std::optional<Bytes> TableKeeper::sign(const Instructions &instructions, const Hash &blockhash) const
{
    const auto message =
        solana::compileMessage(instructions, {.feePayer = m_authority.publicKey(), .recentBlockhash = blockhash});
    PARADOX_ASSERT(message.has_value());
    solana::Transaction transaction = solana::makeTransaction(*message);
    const solana::Keypair *signer = &m_authority;
    const bool isSigned = solana::signTransaction(transaction, std::span(&signer, 1));
    PARADOX_ASSERT(isSigned);
    return solana::serialiseTransaction(transaction);
}

/// Simulated first, like every transaction of the node: a cluster that will not have it says so before anything is
/// sent.
std::optional<TableKeeper::Order> TableKeeper::build(const PublicKey &table, Instructions instructions,
                                                     OnRefusal onRefusal)
{
    const auto blockhash = m_chain.latestBlockhash(chain::Commitment::Confirmed);
    if (!blockhash) {
        m_trouble = blockhash.error().words;
        return std::nullopt;
    }
    instructions.insert(instructions.begin(), solana::setComputeUnitLimit(computeUnitsDraft));
    const auto simulated = m_chain.simulate(*sign(instructions, blockhash->blockhash), {});
    if (!simulated) {
        m_trouble = simulated.error().words;
        return std::nullopt;
    }
    if (!simulated->error.empty()) {
        if (onRefusal == OnRefusal::Count) {
            ++m_refusals;
            m_trouble = "a lookup table was refused: " + simulated->error;
            forgetIfUnmade(table);
        }
        return std::nullopt;
    }
    const std::uint64_t units = simulated->unitsConsumed * 11 / 10 + 1'000;
    instructions[0] =
        solana::setComputeUnitLimit(static_cast<std::uint32_t>(std::min<std::uint64_t>(units, computeUnitsDraft)));
    const std::vector<PublicKey> writable = {table};
    if (const auto price = m_chain.recentUnitPrice(writable); price && *price > 0)
        instructions.insert(instructions.begin() + 1, solana::setComputeUnitPrice(*price));
    Order order{.order = {.operationId = newOperationId(m_random), .table = table, .addresses = {}},
                .launch = {.operation = {},
                           .bytes = *sign(instructions, blockhash->blockhash),
                           .signature = {},
                           .blockhash = blockhash->blockhash,
                           .lastValidBlockHeight = blockhash->lastValidBlockHeight}};
    const auto transaction = solana::decodeTransaction(order.launch.bytes);
    PARADOX_ASSERT(transaction.has_value());
    order.launch.signature = transaction->signatures.front();
    order.launch.operation.id = order.order.operationId;
    return order;
}

void TableKeeper::send(std::vector<Order> orders)
{
    if (orders.empty())
        return;
    std::vector<Launch> launches;
    for (Order &order : orders)
        launches.push_back(std::move(order.launch));
    const auto launched = m_courier.launch(launches, [&](storage::Transaction &transaction) {
        for (const Order &order : orders)
            storage::lookup_tables::putOrder(transaction, order.order);
    });
    if (!launched)
        return;
    for (Order &order : orders)
        m_orders.push_back(std::move(order.order));
}

/// A table that never came to be: its slot may have been too old. The next choice takes another.
void TableKeeper::forgetIfUnmade(const PublicKey &table)
{
    if (find(table) != nullptr || isUnderWay(table))
        return;
    for (storage::LookupTable &each : m_tables) {
        if (each.address == table)
            each.state = LookupTableState::Closed;
    }
    static_cast<void>(write());
}

void TableKeeper::tidy()
{
    const std::int64_t now = m_clock.monotonicMs();
    if (now < m_nextTidyMs)
        return;
    m_nextTidyMs = now + m_options.tidyIntervalMs;
    if (!load() || m_tables.empty() || !dropFinished())
        return;
    const auto isRetiring = [](const auto &table) { return table.state == LookupTableState::Retiring; };
    if (m_tables.size() <= m_options.tablesKept && std::ranges::none_of(m_tables, isRetiring))
        return;
    if (refresh())
        retire();
}

/// One step for each table on its way out: deactivated, then, when the cluster lets it go, closed.
void TableKeeper::retire()
{
    const auto isLiveTable = [](const auto &table) { return table.state == LookupTableState::Live; };
    auto live = static_cast<std::size_t>(std::ranges::count_if(m_tables, isLiveTable));
    std::vector<storage::LookupTable *> byUse;
    for (storage::LookupTable &table : m_tables)
        byUse.push_back(&table);
    std::ranges::stable_sort(byUse, {}, [](const auto *table) { return table->usedIn; });
    const PublicKey &key = m_authority.publicKey();
    std::vector<Order> orders;
    for (storage::LookupTable *table : byUse) {
        if (isUnderWay(table->address))
            continue;
        if (table->state == LookupTableState::Live && live > m_options.tablesKept) {
            table->state = LookupTableState::Retiring;
            --live;
        }
        if (table->state != LookupTableState::Retiring)
            continue;
        const Seen &seen = m_seen.at(table->address);
        std::optional<Order> order;
        if (!seen.confirmed && !seen.finalized)
            table->state = LookupTableState::Closed;
        else if (seen.confirmed && seen.confirmed->isActive())
            order = build(table->address, {solana::deactivateLookupTable(table->address, key)}, OnRefusal::Wait);
        else if (seen.confirmed)
            order = build(table->address, {solana::closeLookupTable(table->address, key, key)}, OnRefusal::Wait);
        if (order)
            orders.push_back(std::move(*order));
    }
    if (write())
        send(std::move(orders));
}

} // namespace paradox::settlement
