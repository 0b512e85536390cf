#include "api/feed.h"

#include "api/feed_session.h"
#include "api/objects.h"
#include "api/problems.h"
#include "domain/time_text.h"

#include <algorithm>

namespace paradox::api {

namespace {

constexpr auto tickInterval = std::chrono::milliseconds(25);
constexpr std::int64_t heartbeatIntervalMs = 2'000;
constexpr std::int64_t signInPatienceMs = 10'000;
constexpr std::size_t eventsPerTickMax = 1'000; ///< of one subscriber
constexpr std::uint64_t replayMax = 200'000;    ///< further behind than this, reading anew is quicker

nlohmann::json entityJson(const storage::Event &event, storage::Connection &connection)
{
    switch (event.topic) {
    case storage::Topic::Intents:
        if (const auto intent = storage::intents::bySeq(connection, Seq{event.ref}))
            return toJson(*intent, connection);
        return nullptr;
    case storage::Topic::Batches:
        if (const auto batch = storage::batches::bySeq(connection, BatchSeq{event.ref}))
            return toJson(*batch, connection);
        return nullptr;
    case storage::Topic::Transactions:
        if (const auto operation = storage::operations::byNumber(connection, event.ref))
            return toJson(*operation);
        return nullptr;
    case storage::Topic::Sessions:
        if (const auto session = storage::sessions::byNumber(connection, storage::SessionNo{event.ref}))
            return toJson(*session, connection);
        return nullptr;
    case storage::Topic::Node:
    case storage::Topic::Alerts: {
        auto payload = nlohmann::json::parse(event.payload, nullptr, false);
        return payload.is_discarded() ? nlohmann::json() : payload;
    }
    }
    return nullptr;
}

std::uint32_t bitOf(storage::Topic topic)
{
    return 1U << static_cast<unsigned>(topic);
}

} // namespace

bool isVisible(const storage::Event &event, const auth::Principal &principal)
{
    return event.owner.isZero() || principal.mayRead(event.owner);
}

std::string eventText(const storage::Event &event, storage::Connection &connection)
{
    return write({{"seq", decimal(event.seq)},
                  {"topic", toText(event.topic)},
                  {"type", typeOf(event.topic)},
                  {"at", formatRfc3339(event.at)},
                  {"from", textOrNull(event.from)},
                  {"to", event.to},
                  {"reason", textOrNull(event.reason)},
                  {"actor", toText(event.actor)},
                  {"data", entityJson(event, connection)}});
}

/// What subscribers of one tick share: texts made once, and whole runs of them for those who see the same.
struct Feed::Tick {
    FeedSeq last;
    FeedSeq ringFirst;                  ///< 0: the ring is empty
    std::vector<storage::Event> recent; ///< of the ring, from the earliest that somebody needs
    std::map<FeedSeq, std::string> frames;
    std::map<std::vector<FeedSeq>, http::Frames> runs;
    std::optional<storage::ReadLease> lease;
};

Feed::Feed(const Services &services, const Limits &limits) : m_services(services), m_limits(limits)
{
    {
        const storage::ReadLease lease = m_services.database.read();
        m_last = storage::events::last(lease);
    }
    m_heartbeatMs = m_services.clock.monotonicMs();
    m_thread = std::thread([this] { loop(); });
}

Feed::~Feed()
{
    stop();
}

void Feed::stop()
{
    std::vector<std::shared_ptr<Subscriber>> all;
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        all.swap(m_subscribers);
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    for (const auto &subscriber : all)
        subscriber->socket->close(http::close_code::goingAway, "the node stops");
}

void Feed::publish(std::span<const storage::Event> events)
{
    if (events.empty())
        return;
    const std::lock_guard lock(m_mutex);
    m_ring.insert(m_ring.end(), events.begin(), events.end());
    while (m_ring.size() > m_limits.feedRingMax)
        m_ring.pop_front();
    m_last = events.back().seq;
}

FeedSeq Feed::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

std::size_t Feed::subscribers() const
{
    const std::lock_guard lock(m_mutex);
    return m_subscribers.size();
}

std::unique_ptr<http::WebSocketListener> Feed::open()
{
    return std::make_unique<FeedSession>(*this, m_services);
}

void Feed::add(std::shared_ptr<Subscriber> subscriber)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopping && m_subscribers.size() < m_limits.subscribersMax) {
            m_subscribers.push_back(std::move(subscriber));
            return;
        }
    }
    subscriber->socket->close(http::close_code::tryLater, "too many subscribers");
}

void Feed::remove(const std::shared_ptr<Subscriber> &subscriber)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_subscribers, subscriber);
}

void Feed::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        m_wake.wait_for(lock, tickInterval, [&] { return m_isStopping; });
        if (m_isStopping)
            return;
        lock.unlock();
        tick();
        lock.lock();
    }
}

void Feed::tick()
{
    std::vector<std::shared_ptr<Subscriber>> all;
    Tick tick;
    {
        const std::lock_guard lock(m_mutex);
        all = m_subscribers;
        tick.last = m_last;
        tick.ringFirst = m_ring.empty() ? FeedSeq{} : m_ring.front().seq;
        FeedSeq earliest = tick.last;
        for (const auto &subscriber : all) {
            if (subscriber->isFollowing.load() && subscriber->cursor.load() + 1 >= tick.ringFirst.value)
                earliest = std::min(earliest, FeedSeq{subscriber->cursor.load()});
        }
        // Sequence numbers have no gaps, so the place in the ring is known.
        const std::size_t skipped = m_ring.empty() || earliest < tick.ringFirst
                                        ? 0
                                        : static_cast<std::size_t>(earliest.value - tick.ringFirst.value + 1);
        const std::size_t begin = std::min(skipped, m_ring.size());
        const std::size_t end = std::min(m_ring.size(), begin + 8 * eventsPerTickMax);
        tick.recent.assign(m_ring.begin() + static_cast<std::ptrdiff_t>(begin),
                           m_ring.begin() + static_cast<std::ptrdiff_t>(end));
    }
    const std::int64_t nowMs = m_services.clock.monotonicMs();
    for (const auto &subscriber : all) {
        if (subscriber->isFollowing.load())
            serve(*subscriber, tick);
        else if (nowMs - subscriber->openedMs > signInPatienceMs && !subscriber->isSignedIn.load())
            subscriber->socket->close(FeedSession::closeUnauthorised, "sign in first");
    }
    tick.lease.reset();
    if (nowMs - m_heartbeatMs >= heartbeatIntervalMs) {
        m_heartbeatMs = nowMs;
        heartbeat(all);
    }
}

std::vector<storage::Event> Feed::eventsAfter(FeedSeq seq, Tick &tick)
{
    if (!tick.recent.empty() && seq.value + 1 >= tick.recent.front().seq.value) {
        const auto begin = std::ranges::upper_bound(tick.recent, seq, {}, &storage::Event::seq);
        const auto end = begin + std::min<std::ptrdiff_t>(tick.recent.end() - begin, eventsPerTickMax);
        return {begin, end};
    }
    if (!tick.lease)
        tick.lease.emplace(m_services.database.read());
    return storage::events::after(*tick.lease, seq, eventsPerTickMax);
}

const std::string &Feed::frameOf(const storage::Event &event, Tick &tick)
{
    const auto [place, isNew] = tick.frames.try_emplace(event.seq);
    if (isNew) {
        if (!tick.lease)
            tick.lease.emplace(m_services.database.read());
        place->second = http::textFrame(eventText(event, *tick.lease));
    }
    return place->second;
}

void Feed::serve(Subscriber &subscriber, Tick &tick)
{
    const FeedSeq cursor{subscriber.cursor.load()};
    if (subscriber.mustResnapshot.load()) {
        // Wait until what is queued has left: the message must get through.
        if (subscriber.socket->queuedBytes() == 0)
            resnapshot(subscriber, tick.last);
        return;
    }
    if (cursor >= tick.last)
        return;
    if (tick.last.value - cursor.value > replayMax) {
        resnapshot(subscriber, tick.last);
        return;
    }
    const std::vector<storage::Event> events = eventsAfter(cursor, tick);
    if (events.empty() || events.front().seq.value != cursor.value + 1) {
        resnapshot(subscriber, tick.last); // older ones are not kept
        return;
    }
    std::vector<FeedSeq> run;
    for (const storage::Event &event : events) {
        if ((subscriber.topics.load() & bitOf(event.topic)) != 0 && isVisible(event, subscriber.principal()))
            run.push_back(event.seq);
    }
    const FeedSeq end = events.back().seq;
    if (!run.empty()) {
        http::Frames &frames = tick.runs[run];
        if (!frames) {
            auto joined = std::make_shared<std::string>();
            std::size_t at = 0;
            for (const FeedSeq seq : run) {
                while (events[at].seq != seq)
                    ++at;
                *joined += frameOf(events[at], tick);
            }
            frames = std::move(joined);
        }
        if (subscriber.socket->sendFrames(frames) == http::SendResult::Overflow) {
            subscriber.mustResnapshot.store(true);
            return;
        }
    }
    // A subscription that was made meanwhile has set its own place.
    std::uint64_t expected = cursor.value;
    subscriber.cursor.compare_exchange_strong(expected, end.value);
}

void Feed::resnapshot(Subscriber &subscriber, FeedSeq last)
{
    const auto sent = subscriber.socket->send(write({{"op", "resnapshot"}, {"seq", decimal(last)}}));
    if (sent == http::SendResult::Overflow) {
        subscriber.mustResnapshot.store(true);
        return;
    }
    subscriber.mustResnapshot.store(false);
    subscriber.cursor.store(last.value);
}

void Feed::heartbeat(std::span<const std::shared_ptr<Subscriber>> all)
{
    const NodeStatus status = m_services.status();
    for (const auto &subscriber : all) {
        if (!subscriber->isSignedIn.load())
            continue;
        // A token that has ended or was taken back ends its subscription, too.
        if (!m_services.tokens.find(subscriber->token())) {
            subscriber->socket->close(FeedSession::closeUnauthorised, "the token has ended");
            continue;
        }
        // Its own place: all it may see up to there has been sent. Before the first subscription it has none, and the
        // node's would pass for it: who goes on from there would miss what lies between.
        const nlohmann::json seq = subscriber->isFollowing.load()
                                       ? nlohmann::json(std::to_string(subscriber->cursor.load()))
                                       : nlohmann::json();
        static_cast<void>(subscriber->socket->send(write({{"op", "heartbeat"},
                                                          {"seq", seq},
                                                          {"at", formatRfc3339(m_services.clock.wall())},
                                                          {"slot", decimal(status.slot)},
                                                          {"finalizedSlot", decimal(status.finalizedSlot)}})));
    }
}

} // namespace paradox::api
