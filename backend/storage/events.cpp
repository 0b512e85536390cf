#include "storage/events.h"

#include "domain/assert.h"

#include <array>
#include <utility>

namespace paradox::storage {

namespace {

constexpr std::array<std::pair<Topic, std::string_view>, 6> topics = {{{Topic::Intents, "intents"},
                                                                       {Topic::Batches, "batches"},
                                                                       {Topic::Transactions, "transactions"},
                                                                       {Topic::Sessions, "sessions"},
                                                                       {Topic::Node, "node"},
                                                                       {Topic::Alerts, "alerts"}}};

Event eventOf(const Query &query)
{
    return {.seq = query.id<FeedSeq>(0),
            .at = query.id<UnixMillis>(1),
            .topic = static_cast<Topic>(query.integer(2)),
            .ref = query.unsignedInteger(3),
            .entity = query.fixed<Hash>(4),
            .owner = query.fixed<PublicKey>(5),
            .actor = static_cast<Actor>(query.integer(6)),
            .from = query.text(7),
            .to = query.text(8),
            .reason = query.text(9),
            .payload = query.text(10)};
}

std::vector<Event> collect(Query query)
{
    std::vector<Event> result;
    while (query.step())
        result.push_back(eventOf(query));
    return result;
}

} // namespace

std::string_view toText(Topic topic)
{
    return topics[static_cast<std::size_t>(topic)].second;
}

std::string_view typeOf(Topic topic)
{
    switch (topic) {
    case Topic::Intents:
        return "intent";
    case Topic::Batches:
        return "batch";
    case Topic::Transactions:
        return "operation";
    case Topic::Sessions:
        return "session";
    case Topic::Node:
        return "node";
    case Topic::Alerts:
        return "alert";
    }
    PARADOX_ASSERT(false);
    return {};
}

std::optional<Topic> parseTopic(std::string_view text)
{
    for (const auto &[topic, word] : topics) {
        if (word == text)
            return topic;
    }
    return std::nullopt;
}

std::string_view toText(Actor actor)
{
    switch (actor) {
    case Actor::Node:
        return "node";
    case Actor::Owner:
        return "owner";
    case Actor::Session:
        return "session";
    case Actor::Operator:
        return "operator";
    case Actor::Chain:
        return "chain";
    }
    PARADOX_ASSERT(false);
    return {};
}

namespace events {

std::vector<Event> after(Connection &connection, FeedSeq after, std::size_t limit)
{
    return collect(connection.query("SELECT feed_seq, at_ms, topic, ref, entity, owner, actor, from_state, to_state,"
                                    " reason, payload FROM events WHERE feed_seq > ?1 ORDER BY feed_seq LIMIT ?2",
                                    after, limit));
}

std::vector<Event> of(Connection &connection, Topic topic, std::uint64_t ref, std::size_t limit)
{
    return collect(connection.query("SELECT feed_seq, at_ms, topic, ref, entity, owner, actor, from_state, to_state,"
                                    " reason, payload FROM events WHERE topic = ?1 AND ref = ?2"
                                    " ORDER BY feed_seq LIMIT ?3",
                                    topic, ref, limit));
}

FeedSeq last(Connection &connection)
{
    Query query = connection.query("SELECT max(feed_seq) FROM events");
    return query.step() ? query.id<FeedSeq>(0) : FeedSeq{};
}

FeedSeq first(Connection &connection)
{
    Query query = connection.query("SELECT min(feed_seq) FROM events");
    return query.step() ? query.id<FeedSeq>(0) : FeedSeq{};
}

} // namespace events
} // namespace paradox::storage
