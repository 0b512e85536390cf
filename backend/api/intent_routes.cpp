#include "api/routes.h"

#include "admission/explain.h"
#include "api/admitted_text.h"
#include "api/objects.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

#include <cstring>
#include <unordered_map>

namespace paradox::api {

using nlohmann::json;

namespace {

/// The owner as the bytes name him: what the rate limit goes by when the caller is the node's own.
PublicKey ownerIn(const IntentPreimage &preimage)
{
    constexpr std::size_t ownerOffset = 144;
    PublicKey owner;
    std::memcpy(owner.data(), preimage.data() + ownerOffset, PublicKey::size);
    return owner;
}

admission::Submission submissionOf(const PostedIntent &posted, const auth::Principal &principal)
{
    admission::Submission submission{.preimage = posted.preimage, .signature = posted.signature, .caller = {}};
    if (principal.isWallet())
        submission.caller = principal.address;
    return submission;
}

/// Takes cells of the owner's rate; false, and the call answered, when he is over it.
bool takeRate(Front &front, Call &call, const PublicKey &owner, std::uint32_t cost)
{
    const PublicKey &payer = call.principal.isWallet() ? call.principal.address : owner;
    const auth::RateAnswer rate = front.intentRate.take(asText(payer.bytes), cost);
    call.reply.limitedBy(rate);
    if (!rate.isAllowed)
        call.reply.problem(Code::RateLimited);
    return rate.isAllowed;
}

/// A wallet pays for its whole batch or is refused. Whoever carries others' intents in pays from each owner's rate, and
/// only the intents of an owner who is over it are refused.
bool takeBatchRate(Front &front, Call &call, std::vector<PostedResult> &posted)
{
    if (call.principal.isWallet())
        return takeRate(front, call, call.principal.address, static_cast<std::uint32_t>(posted.size()));
    std::unordered_map<PublicKey, std::uint32_t> costs;
    for (const PostedResult &one : posted) {
        if (one)
            ++costs[ownerIn(one->preimage)];
    }
    std::erase_if(costs, [&front](const auto &cost) {
        return front.intentRate.take(asText(cost.first.bytes), cost.second).isAllowed;
    });
    for (PostedResult &one : posted) {
        if (one && costs.contains(ownerIn(one->preimage)))
            one = std::unexpected(BodyError{Code::RateLimited, "This owner's rate is used up; send it again later."});
    }
    return true;
}

bool isOctets(const Call &call)
{
    return call.request.header("content-type").value_or("").starts_with("application/octet-stream");
}

PostedResult readPosted(Front &front, Call &call)
{
    std::string &body = call.request.body;
    if (isOctets(call)) {
        if (body.size() != postedSize) {
            return std::unexpected(BodyError{Code::FieldInvalid, "An intent is 369 bytes and its signature of 64."});
        }
        return readOctets(std::span<const std::uint8_t, postedSize>(asBytes(body).data(), postedSize));
    }
    IntentParser parser = front.takeParser();
    PostedResult posted = parser.parse(body);
    front.giveBack(std::move(parser));
    return posted;
}

std::expected<std::vector<PostedResult>, BodyError> readPostedBatch(Front &front, Call &call)
{
    std::string &body = call.request.body;
    const std::size_t itemsMax = front.limits.batchIntentsMax;
    if (!isOctets(call)) {
        IntentParser parser = front.takeParser();
        auto posted = parser.parseBatch(body, itemsMax);
        front.giveBack(std::move(parser));
        return posted;
    }
    if (body.empty() || body.size() % postedSize != 0)
        return std::unexpected(
            BodyError{Code::FieldInvalid, "The body must be intents of 433 bytes, one behind the other."});
    if (body.size() / postedSize > itemsMax)
        return std::unexpected(
            BodyError{Code::TooManyItems, "At most " + std::to_string(itemsMax) + " intents at once."});
    std::vector<PostedResult> posted;
    for (ByteSpan rest = asBytes(body); !rest.empty(); rest = rest.subspan(postedSize))
        posted.emplace_back(readOctets(rest.first<postedSize>()));
    return posted;
}

/// The list of results in the order of the request: what could not be read keeps its place.
std::string batchText(const std::vector<PostedResult> &posted, const std::vector<admission::Answer> &answers)
{
    std::string text = R"({"results":[)";
    std::size_t next = 0;
    for (const PostedResult &one : posted) {
        if (text.back() != '[')
            text += ',';
        if (!one) {
            text += write(problemJson(kindOf(one.error().code), one.error().detail));
            continue;
        }
        const admission::Answer &answer = answers[next++];
        if (answer)
            appendAdmitted(text, *answer, AdmittedForm::InList);
        else
            text += write(problemJson(kindOf(answer.error()), admission::words(answer.error())));
    }
    return text + "]}";
}

/// The intent of the path, if the caller may see it; else the call is answered as if there were none.
std::optional<storage::StoredIntent> visibleIntent(Call &call, const storage::ReadLease &lease)
{
    const auto bytes = hexDecode(call.params.front());
    const auto id = bytes ? IntentId::from(*bytes) : std::nullopt;
    if (!id) {
        call.reply.problem(Code::FieldInvalid, "An intent id is 64 hex digits.");
        return std::nullopt;
    }
    auto intent = storage::intents::byId(lease, *id);
    if (isUnreadable(call, lease))
        return std::nullopt;
    if (!intent || !call.principal.mayRead(intent->intent().owner)) {
        call.reply.problem(Code::NotFound);
        return std::nullopt;
    }
    return intent;
}

std::optional<storage::IntentFilter> readFilter(Call &call, const PageWish &wish)
{
    storage::IntentFilter filter{.limit = wish.limit};
    if (!call.principal.seesAll())
        filter.owner = call.principal.address;
    for (const auto &[name, target] :
         {std::pair("owner", &filter.owner), std::pair("session", &filter.session), std::pair("item", &filter.item)}) {
        const auto text = call.queryValue(name);
        if (!text)
            continue;
        const auto key = keyParam(call, *text);
        if (!key)
            return std::nullopt;
        *target = key;
    }
    if (filter.owner && !call.principal.mayRead(*filter.owner)) {
        call.reply.problem(Code::Forbidden);
        return std::nullopt;
    }
    if (const auto status = call.queryValue("status")) {
        filter.state = parseIntentState(*status);
        if (!filter.state) {
            call.reply.problem(Code::QueryInvalid, "That is no state of an intent.");
            return std::nullopt;
        }
    }
    bool isBad = false;
    if (const auto before = numberCursor(call, wish, isBad))
        filter.before = Seq{*before};
    return isBad ? std::nullopt : std::optional(filter);
}

} // namespace

void handlers::submitIntent(Front &front, Call call)
{
    const PostedResult posted = readPosted(front, call);
    if (!posted) {
        call.reply.problem(posted.error());
        return;
    }
    if (!takeRate(front, call, ownerIn(posted->preimage), 1))
        return;
    front.services.admission.submit(submissionOf(*posted, call.principal),
                                    [reply = std::move(call.reply)](admission::Answer answer) mutable {
                                        if (!answer) {
                                            reply.problem(answer.error());
                                            return;
                                        }
                                        // The writer thread hands over; the I/O thread does the text.
                                        reply.send({.status = 202, .render = [admitted = std::move(*answer)] {
                                                        std::string text;
                                                        appendAdmitted(text, admitted, AdmittedForm::Alone);
                                                        return text;
                                                    }});
                                    });
}

void handlers::submitBatch(Front &front, Call call)
{
    auto posted = readPostedBatch(front, call);
    if (!posted) {
        call.reply.problem(posted.error());
        return;
    }
    if (!takeBatchRate(front, call, *posted))
        return;
    std::vector<admission::Submission> submissions;
    for (const PostedResult &one : *posted) {
        if (one)
            submissions.push_back(submissionOf(*one, call.principal));
    }
    if (submissions.empty()) {
        call.reply.send({.status = 207, .body = batchText(*posted, {})});
        return;
    }
    front.services.admission.submitMany(
        std::move(submissions),
        [reply = std::move(call.reply), all = std::move(*posted)](std::vector<admission::Answer> answers) mutable {
            reply.send({.status = 207, .render = [all = std::move(all), answers = std::move(answers)] {
                            return batchText(all, answers);
                        }});
        });
}

void handlers::listIntents(Front &front, Call call)
{
    const auto wish = readPage(call, {"owner", "session", "item", "status"});
    const auto filter = wish ? readFilter(call, *wish) : std::nullopt;
    if (!filter)
        return;
    const storage::ReadLease lease = front.services.database.read();
    const storage::IntentPage page = storage::intents::list(lease, *filter);
    json items = json::array();
    for (const storage::StoredIntent &intent : page.rows)
        items.push_back(toJson(intent, lease));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), page.next ? json(decimal(*page.next)) : json()));
}

void handlers::getIntent(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto intent = visibleIntent(call, lease);
    if (!intent)
        return;
    const json answer = toJson(*intent, lease);
    if (!isUnreadable(call, lease))
        call.reply.json(200, answer);
}

void handlers::explainIntent(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto intent = visibleIntent(call, lease);
    if (!intent)
        return;
    const auto explanation = admission::explain(lease, intent->id);
    if (isUnreadable(call, lease))
        return;
    if (!explanation) {
        call.reply.problem(Code::NotFound);
        return;
    }
    json life = json::array();
    for (const storage::Event &move : explanation->life) {
        life.push_back({{"at", formatRfc3339(move.at)},
                        {"from", textOrNull(move.from)},
                        {"to", move.to},
                        {"actor", toText(move.actor)},
                        {"reason", textOrNull(move.reason)}});
    }
    call.reply.json(200, {{"id", hexEncode(intent->id.bytes)},
                          {"status", toText(intent->state)},
                          {"code", explanation->waitsForCode},
                          {"words", explanation->waitsFor},
                          {"life", std::move(life)},
                          {"intent", toJson(explanation->intent, lease)}});
}

void handlers::cancelIntent(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const Signature signature = fields.signature("signature");
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    std::optional<IntentId> id;
    {
        const storage::ReadLease lease = front.services.database.read();
        const auto intent = visibleIntent(call, lease);
        if (!intent)
            return;
        id = intent->id;
    }
    auto shared = std::make_shared<Call>(std::move(call));
    front.services.admission.cancel(
        *id, signature, [&front, shared](std::expected<storage::StoredIntent, admission::Refusal> cancelled) {
            if (!cancelled) {
                shared->reply.problem(cancelled.error());
                return;
            }
            Workers::Work answer = [&front, shared, seq = cancelled->seq] {
                const storage::ReadLease lease = front.services.database.read();
                const auto now = storage::intents::bySeq(lease, seq);
                if (!isUnreadable(*shared, lease))
                    shared->reply.json(200, now ? toJson(*now, lease) : json::object());
            };
            if (!front.readers.post(answer))
                shared->reply.problem(Code::Busy);
        });
}

} // namespace paradox::api
