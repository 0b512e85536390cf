#pragma once

#include "domain/clock.h"
#include "http/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace paradox::http {

using Tcp = boost::asio::ip::tcp;

/// What all threads of a server share, fixed after start but for the counters.
struct Shared {
    ServerOptions options;
    Handler *handler = nullptr;
    const Clock *clock = nullptr;
    std::vector<std::string> hosts; ///< accepted Host values
    std::atomic<std::uint64_t> connections = 0;
    std::atomic<std::uint64_t> webSockets = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> refused = 0;
    std::mutex mutex; ///< of perAddress
    std::unordered_map<std::string, std::size_t> perAddress;

    [[nodiscard]] bool admit(const std::string &address, std::size_t perAddressMax);
    void leave(const std::string &address);
};

/// Something with a socket that must be looked after: deadlines and the end of the server.
class Tended {
public:
    virtual ~Tended() = default;
    virtual void look(std::int64_t nowMs) = 0;
    virtual void endSoon() = 0; ///< the server stops: send what is ready
    virtual void endNow() = 0;
};

/// One answer on its way from another thread.
struct Completion {
    std::shared_ptr<Connection> connection;
    std::uint64_t number = 0;
    Response response;
};

/// One I/O thread with its connections; they never leave it, so they need no locks. Answers from other threads come
/// through one mailbox that wakes the thread once for many.
class IoThread : public std::enable_shared_from_this<IoThread> {
public:
    explicit IoThread(std::shared_ptr<Shared> shared);

    void start();
    void stop(); ///< from outside; joins
    void deliver(std::span<Completion> completions);
    void add(std::shared_ptr<Tended> tended) { m_tended.insert(std::move(tended)); }
    void remove(const std::shared_ptr<Tended> &tended) { m_tended.erase(tended); }

    [[nodiscard]] boost::asio::io_context &context() { return m_context; }
    [[nodiscard]] Shared &shared() { return *m_shared; }
    [[nodiscard]] bool isThis() { return m_context.get_executor().running_in_this_thread(); }
    [[nodiscard]] std::int64_t nowMs() const { return m_shared->clock->monotonicMs(); }
    [[nodiscard]] const std::string &date() const { return m_date; } ///< HTTP date, refreshed each look

private:
    void tick();
    void drain();
    void refreshDate();

    std::shared_ptr<Shared> m_shared;
    boost::asio::io_context m_context{1};
    boost::asio::steady_timer m_timer{m_context};
    std::unordered_set<std::shared_ptr<Tended>> m_tended;
    std::string m_date;
    std::int64_t m_dateSecond = -1;
    std::mutex m_mailMutex;
    std::vector<Completion> m_mail;
    std::vector<Completion> m_opened; ///< mail being delivered; the two take turns, so that both keep their room
    bool m_mailClosed = false;
    bool m_stopping = false;
    int m_looksLeft = 0; ///< while stopping
    std::thread m_thread;
};

} // namespace paradox::http
