#pragma once

#include "api/services.h"
#include "http/web_socket.h"
#include "storage/events.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace paradox::api {

/// Who may see an event: nobody's in particular is everybody's, else its owner and those who see all.
[[nodiscard]] bool isVisible(const storage::Event &event, const auth::Principal &principal);
/// The event as the feed shows it, with the whole entity as it is now.
[[nodiscard]] std::string eventText(const storage::Event &event, storage::Connection &connection);

class FeedSession;

/// The live feed: events of the writer go to subscribers in ticks, each made into text once. Those who fall behind are
/// served from memory, then from the database, and at last told to read everything again; nobody's queue grows without
/// bound. `publish` comes from the writer thread, sessions from I/O threads.
class Feed {
public:
    Feed(const Services &services, const Limits &limits);
    ~Feed();
    Feed(const Feed &) = delete;
    Feed &operator=(const Feed &) = delete;

    void publish(std::span<const storage::Event> events);
    /// A session for a new WebSocket.
    [[nodiscard]] std::unique_ptr<http::WebSocketListener> open();
    void stop();
    [[nodiscard]] FeedSeq last() const;
    [[nodiscard]] std::size_t subscribers() const;

private:
    friend class FeedSession;
    struct Subscriber;
    struct Tick;

    void add(std::shared_ptr<Subscriber> subscriber);
    void remove(const std::shared_ptr<Subscriber> &subscriber);
    void loop();
    void tick();
    void serve(Subscriber &subscriber, Tick &tick);
    void resnapshot(Subscriber &subscriber, FeedSeq last);
    void heartbeat(std::span<const std::shared_ptr<Subscriber>> all);
    [[nodiscard]] std::vector<storage::Event> eventsAfter(FeedSeq seq, Tick &tick);
    [[nodiscard]] const std::string &frameOf(const storage::Event &event, Tick &tick);

    Services m_services;
    Limits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<storage::Event> m_ring;
    FeedSeq m_last;
    bool m_isStopping = false;
    std::vector<std::shared_ptr<Subscriber>> m_subscribers;
    std::int64_t m_heartbeatMs = 0; ///< feed thread
    std::thread m_thread;
};

} // namespace paradox::api
