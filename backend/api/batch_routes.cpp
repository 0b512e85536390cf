#include "api/routes.h"

#include "api/objects.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "netting/receipt.h"

#include <algorithm>

namespace paradox::api {

using nlohmann::json;

namespace {

std::optional<storage::Batch> batchNamed(Call &call, const storage::ReadLease &lease)
{
    const std::string &name = call.params.front();
    std::optional<storage::Batch> batch;
    if (name.size() == 64) {
        const auto bytes = hexDecode(name);
        const auto id = bytes ? BatchId::from(*bytes) : std::nullopt;
        if (id)
            batch = storage::batches::byId(lease, *id);
    } else if (const auto seq = parseU64(name); seq && *seq <= amountMax.value) {
        batch = storage::batches::bySeq(lease, BatchSeq{*seq});
    }
    if (isUnreadable(call, lease))
        return std::nullopt;
    if (!batch)
        call.reply.problem(Code::NotFound);
    return batch;
}

std::vector<netting::SettlementTransaction> transactionsOf(storage::Connection &connection, BatchSeq batch)
{
    std::vector<netting::SettlementTransaction> transactions;
    for (const storage::Operation &operation :
         storage::operations::list(connection, {.batchSeq = batch, .limit = 10'000})) {
        for (const storage::Attempt &attempt : operation.attempts) {
            if (attempt.state == AttemptState::Landed)
                transactions.push_back({attempt.signature, attempt.slot, attempt.bytes});
        }
    }
    std::ranges::sort(transactions, {}, &netting::SettlementTransaction::slot);
    return transactions;
}

/// The proof that a trade stands in the header of its batch. Nothing when the trade is not in it.
struct Leaf {
    std::uint64_t index = 0;
    storage::BatchTrade trade;
    std::vector<Hash> path;
};

std::optional<Leaf> leafOf(storage::Connection &connection, const storage::StoredIntent &intent)
{
    const storage::BatchContents contents = storage::batches::contents(connection, *intent.batchSeq);
    std::vector<Trade> trades;
    std::vector<Verdict> verdicts;
    std::optional<Leaf> leaf;
    for (const storage::BatchTrade &trade : contents.trades) {
        if (trade.sellerIntent == intent.id || trade.buyerIntent == intent.id)
            leaf = Leaf{trades.size(), trade, {}};
        trades.push_back(
            {trade.trade, trade.sellerIntent, trade.buyerIntent, trade.item, trade.from, trade.to, trade.amount});
        verdicts.push_back(trade.verdict);
    }
    if (leaf)
        leaf->path = netting::MerkleTree(netting::intentLeaves(trades, verdicts)).proof(leaf->index);
    return leaf;
}

/// What can be shown of an intent that is not settled: its bytes and the venue's word that it was taken.
json openReceipt(const storage::StoredIntent &intent, const netting::AdmissionReceipt &admission)
{
    return {{"format", netting::receiptFormat},        {"status", toText(intent.state)},
            {"intent", hexEncode(intent.preimage)},    {"signature", toBase58(intent.signature)},
            {"admission", netting::toJson(admission)}, {"settled", false}};
}

} // namespace

void handlers::intentReceipt(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto bytes = hexDecode(call.params.front());
    const auto id = bytes ? IntentId::from(*bytes) : std::nullopt;
    const auto intent = id ? storage::intents::byId(lease, *id) : std::nullopt;
    if (isUnreadable(call, lease))
        return;
    if (!intent || !call.principal.mayRead(intent->intent().owner)) {
        call.reply.problem(Code::NotFound);
        return;
    }
    const auto admission = admission::receiptOf(lease.connection(), *id, front.facts.engineKey);
    if (isUnreadable(call, lease))
        return;
    if (!admission) {
        call.reply.problem(Code::NotFound, "The receipt is not written yet.");
        return;
    }
    const auto batch = intent->batchSeq ? storage::batches::bySeq(lease, *intent->batchSeq) : std::nullopt;
    const auto leaf = batch && batch->state == BatchState::Finalized ? leafOf(lease, *intent) : std::nullopt;
    if (!leaf) {
        call.reply.json(200, openReceipt(*intent, *admission));
        return;
    }
    netting::Receipt receipt{.intent = {intent->preimage, intent->signature}, .admission = *admission, .headers = {}};
    receipt.counterpart = leaf->trade.sellerIntent == *id ? leaf->trade.buyerIntent : leaf->trade.sellerIntent;
    receipt.verdict = leaf->trade.verdict;
    receipt.leafIndex = leaf->index;
    receipt.leafPath = leaf->path;
    netting::HeaderBytes header{};
    if (batch->header.size() == header.size()) {
        std::ranges::copy(batch->header, header.begin());
        receipt.headers.push_back(header);
    }
    receipt.transactions = transactionsOf(lease, batch->seq);
    for (const auto &transaction : receipt.transactions)
        receipt.settledSlot = std::max(receipt.settledSlot, transaction.slot);
    if (!isUnreadable(call, lease))
        call.reply.send({.body = netting::toJsonText(receipt)});
}

void handlers::listBatches(Front &front, Call call)
{
    const auto wish = readPage(call, {});
    if (!wish)
        return;
    bool isBad = false;
    std::optional<BatchSeq> before;
    if (const auto number = numberCursor(call, *wish, isBad))
        before = BatchSeq{*number};
    if (isBad)
        return;
    const storage::ReadLease lease = front.services.database.read();
    auto rows = storage::batches::list(lease, before, wish->limit + 1);
    json next;
    if (rows.size() > wish->limit) {
        rows.pop_back();
        next = decimal(rows.back().seq);
    }
    json items = json::array();
    for (const storage::Batch &batch : rows)
        items.push_back(toJson(batch, lease));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), std::move(next)));
}

void handlers::getBatch(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto batch = batchNamed(call, lease);
    if (!batch)
        return;
    const json answer = detailJson(*batch, lease, front.facts.treasury);
    if (!isUnreadable(call, lease))
        call.reply.json(200, answer);
}

void handlers::batchTransactions(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto batch = batchNamed(call, lease);
    if (!batch)
        return;
    json items = json::array();
    for (const storage::Operation &operation :
         storage::operations::list(lease, {.batchSeq = batch->seq, .limit = 10'000}))
        items.push_back(toJson(operation));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), nullptr));
}

void handlers::batchCar(Front &front, Call call)
{
    std::optional<storage::Batch> batch;
    {
        const storage::ReadLease lease = front.services.database.read();
        batch = batchNamed(call, lease);
        if (!batch)
            return;
    }
    const auto header = netting::decodeHeader(batch->header);
    const auto archive = header ? front.services.blocks.archive(header->inputsDigest) : std::nullopt;
    if (!archive) {
        call.reply.problem(Code::ArchiveMissing);
        return;
    }
    const Bytes car = netting::encodeCar(*archive);
    http::Response response{.contentType = "application/vnd.ipld.car", .body = std::string(asText(car))};
    response.headers.push_back(
        {"Content-Disposition", "attachment; filename=\"batch-" + decimal(batch->seq) + ".car\""});
    call.reply.send(std::move(response));
}

void handlers::runBatch(Front &front, Call call)
{
    if (!saysNothing(call))
        return;
    std::optional<BatchSeq> open;
    {
        const storage::ReadLease lease = front.services.database.read();
        for (const storage::Batch &batch : storage::batches::unfinished(lease)) {
            if (batch.state == BatchState::Open)
                open = batch.seq;
        }
        if (isUnreadable(call, lease))
            return;
    }
    const admission::OpenCounts counts = front.services.admission.book().counts();
    front.services.cutNow();
    front.services.wakeBackOffice();
    const bool hasTrades = counts.trades != 0;
    call.reply.json(202, {{"batchSeq", hasTrades && open ? json(decimal(*open)) : json()},
                          {"openTrades", std::to_string(counts.trades)}});
}

void handlers::item(Front &front, Call call)
{
    const auto key = keyParam(call, call.params.front());
    if (!key)
        return;
    const storage::ReadLease lease = front.services.database.read();
    const auto owner = storage::index::ownerOf(lease, *key);
    if (isUnreadable(call, lease))
        return;
    if (owner)
        call.reply.json(200, toJson(*owner));
    else
        call.reply.problem(Code::NotFound);
}

void handlers::itemHistory(Front &front, Call call)
{
    const auto key = keyParam(call, call.params.front());
    const auto wish = key ? readPage(call, {}) : std::nullopt;
    if (!wish)
        return;
    bool isBad = false;
    const auto before = numberCursor(call, *wish, isBad);
    if (isBad)
        return;
    const storage::ReadLease lease = front.services.database.read();
    auto rows = storage::index::history(lease, *key, before, wish->limit + 1);
    json next;
    if (rows.size() > wish->limit) {
        rows.pop_back();
        next = std::to_string(rows.back().number);
    }
    json items = json::array();
    for (const auto &[number, move] : rows)
        items.push_back(toJson(move));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), std::move(next)));
}

void handlers::walletItems(Front &front, Call call)
{
    const auto owner = keyParam(call, call.params.front());
    const auto wish = owner ? readPage(call, {}) : std::nullopt;
    if (!wish)
        return;
    std::optional<PublicKey> after;
    if (wish->cursor) {
        after = fromBase58<PublicKey>(*wish->cursor);
        if (!after) {
            call.reply.problem(Code::CursorInvalid);
            return;
        }
    }
    const storage::ReadLease lease = front.services.database.read();
    auto rows = storage::index::itemsOf(lease, *owner, after, wish->limit + 1);
    json next;
    if (rows.size() > wish->limit) {
        rows.pop_back();
        next = toBase58(rows.back().item);
    }
    json items = json::array();
    for (const storage::ItemOwner &row : rows)
        items.push_back(toJson(row));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), std::move(next)));
}

} // namespace paradox::api
