#include "tests/support/http_load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <deque>

namespace paradox::test {
namespace {

std::int64_t nowUs()
{
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1'000'000 + time.tv_nsec / 1000;
}

struct Connection {
    int descriptor = -1;
    std::string in;
    std::deque<std::int64_t> startedUs; ///< of each unanswered request
    bool isWaiting = true;              ///< for its turn to send
};

int connectTo(std::uint16_t port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        close(descriptor);
        return -1;
    }
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

bool sendAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Length of the first whole answer in the buffer, or 0; its head ends at `headSize`.
std::size_t wholeAnswer(std::string_view in, std::size_t &headSize)
{
    const std::size_t headEnd = in.find("\r\n\r\n");
    if (headEnd == std::string_view::npos)
        return 0;
    headSize = headEnd + 4;
    std::string_view head(in.data(), headSize);
    std::size_t length = 0;
    for (const std::string_view name : {"\r\nContent-Length:", "\r\ncontent-length:"}) {
        const std::size_t at = head.find(name);
        if (at != std::string_view::npos)
            length = std::strtoul(head.data() + at + name.size(), nullptr, 10);
    }
    return in.size() >= headSize + length ? headSize + length : 0;
}

class Load {
public:
    explicit Load(const LoadOptions &options) : m_options(options), m_epoll(epoll_create1(EPOLL_CLOEXEC)) {}
    ~Load()
    {
        for (const Connection &connection : m_connections)
            close(connection.descriptor);
        close(m_epoll);
    }

    LoadResult run()
    {
        m_connections.resize(m_options.connections);
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            Connection &connection = m_connections[i];
            connection.descriptor = connectTo(m_options.port);
            epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
            epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.descriptor, &event);
            m_waiting.push_back(i);
        }
        m_startUs = nowUs(); // what is due at once is not due while there is no connection yet
        while (m_busy > 0 || !m_ended) {
            startWhatIsDue();
            if (m_busy == 0 && m_ended)
                break;
            receive();
        }
        m_result.seconds = static_cast<double>(nowUs() - m_startUs) / 1e6;
        return std::move(m_result);
    }

private:
    void startWhatIsDue()
    {
        while (!m_ended && !m_waiting.empty()) {
            std::int64_t dueUs = nowUs();
            if (m_options.ratePerSecond > 0) {
                dueUs = m_startUs + static_cast<std::int64_t>(m_sent * 1'000'000 / m_options.ratePerSecond);
                if (dueUs > nowUs())
                    return;
            }
            Connection &connection = m_connections[m_waiting.front()];
            const std::size_t room =
                m_options.ratePerSecond > 0 ? connection.startedUs.size() + 1 : m_options.unansweredMax;
            std::string requests;
            while (connection.startedUs.size() < room && !m_ended) {
                const std::string request = m_options.next();
                m_ended = request.empty();
                if (m_ended)
                    break;
                requests += request;
                connection.startedUs.push_back(dueUs);
                ++m_sent;
                ++m_busy;
            }
            if (requests.empty())
                return;
            connection.isWaiting = connection.startedUs.size() < m_options.unansweredMax;
            if (connection.isWaiting)
                m_waiting.push_back(m_waiting.front());
            m_waiting.pop_front();
            if (!sendAll(connection.descriptor, requests))
                broken(connection);
        }
    }

    void receive()
    {
        epoll_event events[128];
        const int count = epoll_wait(m_epoll, events, 128, m_options.ratePerSecond > 0 && !m_ended ? 1 : 5000);
        if (count == 0 && (m_options.ratePerSecond == 0 || m_ended)) {
            m_result.failures += m_busy; // nothing for five seconds
            m_busy = 0;
            m_ended = true;
        }
        for (int i = 0; i < count; ++i) {
            const std::size_t index = events[i].data.u64; // a copy: the event is packed
            Connection &connection = m_connections[index];
            char chunk[65536];
            const ssize_t size = recv(connection.descriptor, chunk, sizeof chunk, 0);
            if (size <= 0) {
                broken(connection);
                continue;
            }
            connection.in.append(chunk, static_cast<std::size_t>(size));
            takeAnswers(connection);
            if (connection.isWaiting || connection.startedUs.size() > m_options.unansweredMax / 2)
                continue;
            connection.isWaiting = true;
            m_waiting.push_back(index);
        }
    }

    void takeAnswers(Connection &connection)
    {
        std::string_view rest = connection.in;
        std::size_t headSize = 0;
        while (const std::size_t whole = connection.startedUs.empty() ? 0 : wholeAnswer(rest, headSize)) {
            finish(connection, rest.substr(0, whole), headSize);
            rest.remove_prefix(whole);
        }
        connection.in.erase(0, connection.in.size() - rest.size());
    }

    void finish(Connection &connection, std::string_view answer, std::size_t headSize)
    {
        --m_busy;
        ++m_result.answers;
        m_result.latencyUs.push_back(static_cast<std::uint32_t>(nowUs() - connection.startedUs.front()));
        connection.startedUs.pop_front();
        if (m_options.answered)
            m_options.answered(std::atoi(answer.data() + 9), answer.substr(headSize));
    }

    void broken(Connection &connection)
    {
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, connection.descriptor, nullptr);
        ++m_result.failures;
        m_busy -= connection.startedUs.size();
        connection.startedUs.clear();
        if (m_result.failures >= m_connections.size())
            m_ended = true;
    }

    const LoadOptions &m_options;
    int m_epoll;
    std::vector<Connection> m_connections;
    std::deque<std::size_t> m_waiting;
    std::uint64_t m_busy = 0;
    std::uint64_t m_sent = 0;
    std::int64_t m_startUs = 0;
    bool m_ended = false;
    LoadResult m_result;
};

} // namespace

LoadResult runLoad(const LoadOptions &options)
{
    return Load(options).run();
}

std::uint32_t percentileUs(std::vector<std::uint32_t> latencies, unsigned percent)
{
    if (latencies.empty())
        return 0;
    const std::size_t rank = std::min(latencies.size() - 1, latencies.size() * percent / 100);
    std::ranges::nth_element(latencies, latencies.begin() + static_cast<std::ptrdiff_t>(rank));
    return latencies[rank];
}

} // namespace paradox::test
