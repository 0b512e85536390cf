#include "storage/index.h"

#include "domain/assert.h"

#include <limits>

namespace paradox::storage::index {

namespace {

ItemOwner ownerOf(const Query &query)
{
    return {query.fixed<PublicKey>(0), query.fixed<PublicKey>(1), query.id<Slot>(2), query.id<UnixMillis>(3)};
}

WalletBalance balanceOf(const Query &query)
{
    return {.wallet = query.fixed<PublicKey>(0),
            .available = {query.unsignedInteger(1)},
            .allowance = {query.unsignedInteger(2)},
            .slot = query.id<Slot>(3),
            .updatedAt = query.id<UnixMillis>(4)};
}

} // namespace

bool insertEvent(Transaction &transaction, const ChainEvent &event)
{
    return transaction.connection().run("INSERT INTO chain_events VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                                        " ON CONFLICT DO NOTHING",
                                        event.key.signature, event.key.instruction, event.key.inner, event.slot,
                                        event.kind, event.data) == 1;
}

void setOwner(Transaction &transaction, const ItemOwner &owner)
{
    transaction.connection().run("INSERT INTO item_owners VALUES (?1, ?2, ?3, ?4) ON CONFLICT (item) DO UPDATE SET"
                                 " owner = excluded.owner, slot = excluded.slot, updated_at = excluded.updated_at",
                                 owner.item, owner.owner, owner.slot, owner.updatedAt);
}

void addMove(Transaction &transaction, const ItemMove &move)
{
    transaction.connection().run("INSERT INTO item_moves (item, from_wallet, to_wallet, batch_id, signature, slot,"
                                 " at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                 move.item, move.from, move.to, move.batch, move.signature, move.slot, move.at);
}

void setBalance(Transaction &transaction, const WalletBalance &balance)
{
    transaction.connection().run("INSERT INTO wallet_balances VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (wallet)"
                                 " DO UPDATE SET available = excluded.available, allowance = excluded.allowance,"
                                 " slot = excluded.slot, updated_at = excluded.updated_at",
                                 balance.wallet, balance.available, balance.allowance, balance.slot, balance.updatedAt);
}

void addDeadLetter(Transaction &transaction, const DeadLetter &letter)
{
    transaction.connection().run("INSERT INTO dead_letters VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                                 letter.signature, letter.slot, letter.error);
}

void setWatermark(Transaction &transaction, const Watermark &next)
{
    PARADOX_ASSERT(next.slot >= watermark(transaction).slot);
    transaction.connection().run("UPDATE watermark SET slot = ?1, signature = ?2", next.slot, next.signature);
}

bool knows(Connection &connection, const Signature &signature)
{
    return connection.query("SELECT 1 FROM chain_events WHERE signature = ?1 LIMIT 1", signature).step();
}

Watermark watermark(Connection &connection)
{
    Query query = connection.query("SELECT slot, signature FROM watermark");
    return query.step() ? Watermark{query.id<Slot>(0), query.fixed<Signature>(1)} : Watermark{};
}

std::optional<ItemOwner> ownerOf(Connection &connection, const PublicKey &item)
{
    Query query = connection.query("SELECT item, owner, slot, updated_at FROM item_owners WHERE item = ?1", item);
    return query.step() ? std::optional(ownerOf(query)) : std::nullopt;
}

std::vector<ItemOwner> itemsOf(Connection &connection, const PublicKey &owner,
                               const std::optional<PublicKey> &afterItem, std::size_t limit)
{
    std::vector<ItemOwner> result;
    Query query = connection.query("SELECT item, owner, slot, updated_at FROM item_owners WHERE owner = ?1"
                                   " AND (?2 IS NULL OR item > ?2) ORDER BY item LIMIT ?3",
                                   owner, afterItem, limit);
    while (query.step())
        result.push_back(ownerOf(query));
    return result;
}

std::vector<NumberedMove> history(Connection &connection, const PublicKey &item, std::optional<std::uint64_t> before,
                                  std::size_t limit)
{
    std::vector<NumberedMove> result;
    const std::int64_t below = before ? static_cast<std::int64_t>(*before) : std::numeric_limits<std::int64_t>::max();
    Query query = connection.query("SELECT move_no, item, from_wallet, to_wallet, batch_id, signature, slot, at_ms"
                                   " FROM item_moves WHERE item = ?1 AND move_no < ?2 ORDER BY move_no DESC LIMIT ?3",
                                   item, below, limit);
    while (query.step()) {
        NumberedMove move{.number = query.unsignedInteger(0),
                          .move = {.item = query.fixed<PublicKey>(1),
                                   .from = query.fixed<PublicKey>(2),
                                   .to = query.fixed<PublicKey>(3),
                                   .batch = std::nullopt,
                                   .signature = query.fixed<Signature>(5),
                                   .slot = query.id<Slot>(6),
                                   .at = query.id<UnixMillis>(7)}};
        if (!query.isNull(4))
            move.move.batch = query.fixed<BatchId>(4);
        result.push_back(move);
    }
    return result;
}

std::optional<WalletBalance> balanceOf(Connection &connection, const PublicKey &wallet)
{
    Query query = connection.query("SELECT wallet, available, allowance, slot, updated_at FROM wallet_balances"
                                   " WHERE wallet = ?1",
                                   wallet);
    return query.step() ? std::optional(balanceOf(query)) : std::nullopt;
}

std::vector<WalletBalance> balances(Connection &connection, const std::optional<PublicKey> &after, std::size_t limit)
{
    std::vector<WalletBalance> result;
    Query query = connection.query("SELECT wallet, available, allowance, slot, updated_at FROM wallet_balances"
                                   " WHERE (?1 IS NULL OR wallet > ?1) ORDER BY wallet LIMIT ?2",
                                   after, limit);
    while (query.step())
        result.push_back(balanceOf(query));
    return result;
}

std::uint64_t eventCount(Connection &connection)
{
    Query query = connection.query("SELECT count(*) FROM chain_events");
    return query.step() ? query.unsignedInteger(0) : 0;
}

} // namespace paradox::storage::index
