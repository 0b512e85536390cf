#include "api/routes.h"

#include "api/objects.h"
#include "domain/amount.h"
#include "domain/base58.h"
#include "domain/time_text.h"
#include "http/frame.h"

namespace paradox::api {

using nlohmann::json;

namespace {

template <class State>
json countsJson(const std::vector<std::pair<State, std::uint64_t>> &counts)
{
    json result = json::object();
    for (const auto &[state, count] : counts)
        result[std::string(toText(state))] = std::to_string(count);
    return result;
}

} // namespace

void handlers::health(Front &front, Call call)
{
    const NodeFacts &facts = front.facts;
    const NodeStatus status = front.services.status();
    call.reply.json(200, {{"status", "ok"},
                          {"version", facts.version},
                          {"genesis", toBase58(facts.cluster.genesis)},
                          {"chainId", facts.chainId},
                          {"programs", {{"vault", toBase58(facts.cluster.program)}}},
                          {"venue",
                           {{"id", decimal(facts.gameId)},
                            {"address", toBase58(facts.cluster.engine)},
                            {"treasury", toBase58(facts.treasury)},
                            {"feeBps", facts.feeBps},
                            {"mode", toText(facts.mode)}}},
                          {"engineKey", toBase58(facts.engineKey)},
                          {"slot", decimal(status.slot)},
                          {"finalizedSlot", decimal(status.finalizedSlot)},
                          {"feedSeq", decimal(front.feed.last())},
                          {"uptimeSeconds", (front.services.clock.monotonicMs() - front.startedMs) / 1000}});
}

void handlers::ready(Front &front, Call call)
{
    const NodeStatus status = front.services.status();
    const bool isWriting = !front.services.writer.failing();
    const bool isReady = isWriting && status.isChainReachable && status.isIndexerCaughtUp && status.isSettling;
    call.reply.json(isReady ? 200 : 503, {{"ready", isReady},
                                          {"checks",
                                           {{"database", isWriting},
                                            {"chain", status.isChainReachable},
                                            {"indexer", status.isIndexerCaughtUp},
                                            {"settlement", status.isSettling}}},
                                          {"trouble", textOrNull(status.trouble)}});
}

void handlers::metrics(Front &front, Call call)
{
    call.reply.send({.contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8",
                     .body = front.services.metrics.openMetrics()});
}

void handlers::providers(Front &front, Call call)
{
    const NodeStatus status = front.services.status();
    const auto word = [](bool isGood) { return isGood ? "up" : "down"; };
    json items = json::array();
    items.push_back({{"kind", "rpc"},
                     {"health", word(status.isChainReachable)},
                     {"slot", decimal(status.slot)},
                     {"finalizedSlot", decimal(status.finalizedSlot)}});
    items.push_back({{"kind", "database"}, {"health", word(!front.services.writer.failing())}});
    call.reply.json(200, {{"items", std::move(items)}});
}

void handlers::config(Front &front, Call call)
{
    call.reply.send({.body = front.facts.configJson});
}

void handlers::openApi(Front &, Call call)
{
    call.reply.send({.body = std::string(openApiDocument())});
}

void handlers::needsUpgrade(Front &, Call call)
{
    const ProblemKind &kind = kindOf(Code::UpgradeRequired);
    http::Response response = problemResponse(kind.status, problemJson(kind, {}, call.reply.path()));
    response.headers = http::upgradeHeaders();
    call.reply.send(std::move(response));
}

void handlers::stats(Front &front, Call call)
{
    const NodeStatus status = front.services.status();
    const admission::Admission::Load load = front.services.admission.load();
    const admission::OpenCounts open = front.services.admission.book().counts();
    const storage::ReadLease lease = front.services.database.read();
    const auto batches = storage::batches::list(lease, std::nullopt, 1);
    const json answer{{"intents", countsJson(storage::intents::countByState(lease))},
                      {"operations", countsJson(storage::operations::countByState(lease))},
                      {"batches", batches.empty() ? "0" : decimal(batches.front().seq)},
                      {"openTrades", std::to_string(open.trades)},
                      {"pendingIntents", std::to_string(open.pendingIntents)},
                      {"chainEvents", std::to_string(storage::index::eventCount(lease))},
                      {"admission",
                       {{"admitted", std::to_string(load.admitted)},
                        {"refused", std::to_string(load.refused)},
                        {"verifyQueued", load.verifyQueued},
                        {"writerQueued", load.writerQueued}}},
                      {"subscribers", front.feed.subscribers()},
                      {"feedSeq", decimal(front.feed.last())},
                      {"slot", decimal(status.slot)},
                      {"finalizedSlot", decimal(status.finalizedSlot)},
                      {"at", formatRfc3339(front.services.clock.wall())}};
    if (!isUnreadable(call, lease))
        call.reply.json(200, answer);
}

void handlers::events(Front &front, Call call)
{
    std::optional<std::uint64_t> wishedFrom;
    std::optional<std::uint64_t> wishedLimit;
    for (const http::Header &pair : call.query) {
        const auto number = parseU64(pair.value);
        const bool isFrom = pair.name == "from" && !wishedFrom && number && *number <= amountMax.value;
        const bool isLimit = pair.name == "limit" && !wishedLimit && number && *number >= 1 && *number <= 1000;
        if (!isFrom && !isLimit) {
            call.reply.problem(Code::QueryInvalid, "from is a sequence number, limit 1 to 1000, each once.");
            return;
        }
        (isFrom ? wishedFrom : wishedLimit) = number;
    }
    const std::uint64_t from = wishedFrom.value_or(0);
    const auto limit = static_cast<std::size_t>(wishedLimit.value_or(100));
    const storage::ReadLease lease = front.services.database.read();
    const FeedSeq last = storage::events::last(lease);
    const FeedSeq first = storage::events::first(lease);
    const bool mustResnapshot = from > last.value || (first.value > 0 && from + 1 < first.value);
    json items = json::array();
    FeedSeq next = mustResnapshot ? last : FeedSeq{from};
    if (!mustResnapshot) {
        for (const storage::Event &event : storage::events::after(lease, FeedSeq{from}, limit)) {
            next = event.seq;
            if (isVisible(event, call.principal))
                items.push_back(json::parse(eventText(event, lease)));
        }
    }
    if (isUnreadable(call, lease))
        return;
    call.reply.json(200, {{"events", std::move(items)},
                          {"next", decimal(next)},
                          {"last", decimal(last)},
                          {"resnapshot", mustResnapshot}});
}

} // namespace paradox::api
