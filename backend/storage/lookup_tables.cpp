#include "storage/lookup_tables.h"

#include "domain/assert.h"

namespace paradox::storage::lookup_tables {

namespace {

Bytes join(const std::vector<PublicKey> &keys)
{
    Bytes bytes;
    bytes.reserve(keys.size() * PublicKey::size);
    for (const PublicKey &key : keys)
        bytes.insert(bytes.end(), key.bytes.begin(), key.bytes.end());
    return bytes;
}

std::vector<PublicKey> split(ByteSpan bytes)
{
    PARADOX_ASSERT(bytes.size() % PublicKey::size == 0); // a CHECK of the table
    std::vector<PublicKey> keys;
    for (; !bytes.empty(); bytes = bytes.subspan(PublicKey::size))
        keys.push_back(*PublicKey::from(bytes.first(PublicKey::size)));
    return keys;
}

} // namespace

void put(Transaction &transaction, const LookupTable &table)
{
    transaction.connection().run("INSERT INTO lookup_tables (address, recent_slot, state, used_in, rent, created_at)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (address) DO UPDATE SET"
                                 " state = excluded.state, used_in = excluded.used_in, rent = excluded.rent",
                                 table.address, table.recentSlot, table.state, table.usedIn, table.rent,
                                 transaction.now());
}

void putOrder(Transaction &transaction, const LookupTableOrder &order)
{
    transaction.connection().run("INSERT INTO lookup_orders (operation, address, appended) VALUES (?1, ?2, ?3)",
                                 order.operationId, order.table, join(order.addresses));
}

void removeOrder(Transaction &transaction, const std::string &operationId)
{
    transaction.connection().run("DELETE FROM lookup_orders WHERE operation = ?1", operationId);
}

std::vector<LookupTable> open(Connection &connection)
{
    std::vector<LookupTable> tables;
    Query query = connection.query("SELECT address, recent_slot, state, used_in, rent FROM lookup_tables"
                                   " WHERE state <= 1 ORDER BY created_at, address");
    while (query.step()) {
        tables.push_back({.address = query.fixed<PublicKey>(0),
                          .recentSlot = query.id<Slot>(1),
                          .state = static_cast<LookupTableState>(query.integer(2)),
                          .usedIn = query.id<BatchSeq>(3),
                          .rent = {query.unsignedInteger(4)}});
    }
    return tables;
}

std::vector<LookupTableOrder> orders(Connection &connection)
{
    std::vector<LookupTableOrder> orders;
    Query query = connection.query("SELECT operation, address, appended FROM lookup_orders");
    while (query.step())
        orders.push_back({query.text(0), query.fixed<PublicKey>(1), split(query.blob(2))});
    return orders;
}

} // namespace paradox::storage::lookup_tables
