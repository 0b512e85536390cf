#include "api/front.h"

#include "domain/amount.h"
#include "domain/base58.h"

#include <algorithm>

namespace paradox::api {

namespace {

constexpr std::uint32_t signInBurst = 5'000; ///< many wallets of one machine sign in together in a demo
constexpr unsigned readerThreads = 2;
constexpr std::size_t readerQueueMax = 4'096;
constexpr std::size_t chainQueueMax = 256;

} // namespace

Front::Front(Services given, NodeFacts nodeFacts, Limits bounds)
    : services(std::move(given)),
      facts(std::move(nodeFacts)),
      limits(bounds),
      startedMs(services.clock.monotonicMs()),
      intentRate(services.clock, {.perSecond = bounds.intentsPerSecondPerOwner,
                                  .burst = std::max(bounds.intentsPerSecondPerOwner,
                                                    static_cast<std::uint32_t>(bounds.batchIntentsMax))}),
      readRate(services.clock, {.perSecond = bounds.readsPerSecond, .burst = 2 * bounds.readsPerSecond}),
      signInRate(services.clock,
                 {.perMinute = bounds.signInsPerMinute, .burst = std::max(bounds.signInsPerMinute, signInBurst)}),
      feed(services, limits),
      readers(readerThreads, readerQueueMax),
      chainWorker(1, chainQueueMax)
{
}

IntentParser Front::takeParser()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_parsers.empty()) {
            IntentParser parser = std::move(m_parsers.back());
            m_parsers.pop_back();
            return parser;
        }
    }
    return IntentParser(facts.cluster);
}

void Front::giveBack(IntentParser parser)
{
    const std::lock_guard lock(m_mutex);
    if (m_parsers.size() < 16)
        m_parsers.push_back(std::move(parser));
}

std::optional<std::string> Call::queryValue(std::string_view name) const
{
    for (const http::Header &pair : query) {
        if (pair.name == name)
            return pair.value;
    }
    return std::nullopt;
}

std::optional<PageWish> readPage(Call &call, std::initializer_list<std::string_view> known)
{
    std::vector<std::string_view> seen;
    for (const http::Header &pair : call.query) {
        const bool isKnown =
            pair.name == "limit" || pair.name == "cursor" || std::ranges::find(known, pair.name) != known.end();
        if (!isKnown || std::ranges::find(seen, pair.name) != seen.end()) {
            call.reply.problem(Code::QueryInvalid, "A query parameter is not known here or came twice.");
            return std::nullopt;
        }
        seen.push_back(pair.name);
    }
    PageWish wish{.cursor = call.queryValue("cursor")};
    if (const auto text = call.queryValue("limit")) {
        const auto limit = parseU64(*text);
        if (!limit || *limit == 0 || *limit > pageLimitMax) {
            call.reply.problem(Code::QueryInvalid, "limit must be 1 to " + std::to_string(pageLimitMax) + ".");
            return std::nullopt;
        }
        wish.limit = static_cast<std::size_t>(*limit);
    }
    return wish;
}

std::optional<std::uint64_t> numberCursor(Call &call, const PageWish &wish, bool &isBad)
{
    isBad = false;
    if (!wish.cursor)
        return std::nullopt;
    const auto number = parseU64(*wish.cursor);
    isBad = !number || *number > static_cast<std::uint64_t>(amountMax.value);
    if (isBad)
        call.reply.problem(Code::CursorInvalid);
    return number;
}

nlohmann::json pageJson(nlohmann::json items, nlohmann::json next)
{
    return {{"items", std::move(items)}, {"next", std::move(next)}};
}

std::optional<PublicKey> keyParam(Call &call, const std::string &text)
{
    const auto key = fromBase58<PublicKey>(text);
    if (!key)
        call.reply.problem(Code::FieldInvalid, "That is not a public key in base58.");
    return key;
}

std::optional<nlohmann::json> jsonBody(Call &call)
{
    auto object = parseObject(call.request.body);
    if (object)
        return std::move(*object);
    call.reply.problem(object.error());
    return std::nullopt;
}

bool saysNothing(Call &call)
{
    if (call.request.body.empty())
        return true;
    const auto body = jsonBody(call);
    if (!body)
        return false;
    const auto error = Fields(*body).finish();
    if (error)
        call.reply.problem(*error);
    return !error;
}

bool isUnreadable(Call &call, const storage::ReadLease &lease)
{
    if (!lease.failure())
        return false;
    call.reply.problem(Code::StorageUnavailable);
    return true;
}

} // namespace paradox::api
