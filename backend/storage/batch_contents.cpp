#include "storage/batches.h"

namespace paradox::storage::batches {

namespace {

std::vector<BatchTrade> tradesOf(Connection &connection, BatchSeq batch)
{
    std::vector<BatchTrade> result;
    Query query = connection.query("SELECT trade_seq, seller_seq, buyer_seq, seller_intent, buyer_intent, item, seller,"
                                   " buyer, amount, verdict, place FROM batch_trades WHERE batch_seq = ?1"
                                   " ORDER BY trade_seq",
                                   batch);
    while (query.step()) {
        result.push_back(
            {.trade = query.id<Seq>(0),
             .sellerSeq = query.id<Seq>(1),
             .buyerSeq = query.id<Seq>(2),
             .sellerIntent = query.fixed<IntentId>(3),
             .buyerIntent = query.fixed<IntentId>(4),
             .item = query.fixed<PublicKey>(5),
             .from = query.fixed<PublicKey>(6),
             .to = query.fixed<PublicKey>(7),
             .amount = {query.unsignedInteger(8)},
             .verdict = static_cast<Verdict>(query.integer(9)),
             .place = query.isNull(10) ? std::nullopt : std::optional(static_cast<std::uint32_t>(query.integer(10)))});
    }
    return result;
}

} // namespace

void setContents(Transaction &transaction, BatchSeq batch, const BatchContents &contents)
{
    Connection &connection = transaction.connection();
    for (const BatchTrade &trade : contents.trades)
        connection.run("INSERT INTO batch_trades VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", batch,
                       trade.trade, trade.sellerSeq, trade.buyerSeq, trade.sellerIntent, trade.buyerIntent, trade.item,
                       trade.from, trade.to, trade.amount, trade.verdict, trade.place);
    for (const OwnerMove &move : contents.ownerMoves)
        connection.run("INSERT INTO batch_owner_moves VALUES (?1, ?2, ?3, ?4)", batch, move.item, move.from, move.to);
    for (const BatchDelta &delta : contents.deltas)
        connection.run("INSERT INTO batch_deltas VALUES (?1, ?2, ?3, ?4)", batch, delta.wallet, delta.mint,
                       delta.delta);
    for (const auto &[item, wallet] : contents.openingOwners)
        connection.run("INSERT INTO batch_opening_owners VALUES (?1, ?2, ?3)", batch, item, wallet);
    for (const auto &[wallet, available] : contents.openingAvailable)
        connection.run("INSERT INTO batch_opening_available VALUES (?1, ?2, ?3)", batch, wallet, available);
}

BatchContents contents(Connection &connection, BatchSeq batch)
{
    BatchContents result;
    result.trades = tradesOf(connection, batch);
    Query moves = connection.query("SELECT item, from_wallet, to_wallet FROM batch_owner_moves WHERE batch_seq = ?1"
                                   " ORDER BY item",
                                   batch);
    while (moves.step())
        result.ownerMoves.push_back({moves.fixed<PublicKey>(0), moves.fixed<PublicKey>(1), moves.fixed<PublicKey>(2)});
    Query deltas = connection.query("SELECT wallet, mint, delta FROM batch_deltas WHERE batch_seq = ?1"
                                    " ORDER BY wallet, mint",
                                    batch);
    while (deltas.step())
        result.deltas.push_back({deltas.fixed<PublicKey>(0), deltas.fixed<PublicKey>(1), deltas.integer(2)});
    Query owners =
        connection.query("SELECT item, wallet FROM batch_opening_owners WHERE batch_seq = ?1 ORDER BY item", batch);
    while (owners.step())
        result.openingOwners.emplace_back(owners.fixed<PublicKey>(0), owners.fixed<PublicKey>(1));
    Query available = connection.query("SELECT wallet, available FROM batch_opening_available WHERE batch_seq = ?1"
                                       " ORDER BY wallet",
                                       batch);
    while (available.step())
        result.openingAvailable.emplace_back(available.fixed<PublicKey>(0), Lamports{available.unsignedInteger(1)});
    return result;
}

std::vector<PublicKey> heldItems(Connection &connection)
{
    std::vector<PublicKey> result;
    // An accepted trade holds its item even where a cycle ends at the first owner and nothing moves.
    Query query = connection.query("SELECT DISTINCT t.item FROM batches b JOIN batch_trades t"
                                   " ON t.batch_seq = b.batch_seq WHERE b.state NOT IN (6, 7, 9)"
                                   " AND t.place IS NOT NULL ORDER BY t.item");
    while (query.step())
        result.push_back(query.fixed<PublicKey>(0));
    return result;
}

std::vector<std::pair<PublicKey, Lamports>> heldLamports(Connection &connection, const PublicKey &mint)
{
    std::vector<std::pair<PublicKey, Lamports>> result;
    Query query = connection.query("SELECT d.wallet, -sum(d.delta) FROM batches b JOIN batch_deltas d"
                                   " ON d.batch_seq = b.batch_seq WHERE b.state NOT IN (6, 7, 9) AND d.delta < 0"
                                   " AND d.mint = ?1 GROUP BY d.wallet ORDER BY d.wallet",
                                   mint);
    while (query.step())
        result.emplace_back(query.fixed<PublicKey>(0), Lamports{query.unsignedInteger(1)});
    return result;
}

} // namespace paradox::storage::batches
