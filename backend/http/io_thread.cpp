#include "http/io_thread.h"

#include "http/connection.h"

#include <boost/asio/post.hpp>

#include <pthread.h>

#include <algorithm>
#include <ctime>

namespace paradox::http {

namespace {

constexpr auto lookInterval = std::chrono::milliseconds(50);
constexpr int looksWhileStopping = 20; ///< one second for what is ready to leave

} // namespace

bool Shared::admit(const std::string &address, std::size_t perAddressMax)
{
    if (connections.load() >= options.limits.connectionsMax)
        return false;
    const std::lock_guard lock(mutex);
    std::size_t &count = perAddress[address];
    if (count >= perAddressMax)
        return false;
    ++count;
    ++connections;
    return true;
}

void Shared::leave(const std::string &address)
{
    const std::lock_guard lock(mutex);
    --connections;
    const auto found = perAddress.find(address);
    if (--found->second == 0)
        perAddress.erase(found);
}

IoThread::IoThread(std::shared_ptr<Shared> shared) : m_shared(std::move(shared))
{
    refreshDate();
}

void IoThread::start()
{
    tick();
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "paradox-io");
        m_context.run();
    });
}

void IoThread::stop()
{
    boost::asio::post(m_context, [this] {
        m_stopping = true;
        m_looksLeft = looksWhileStopping;
        const auto all = m_tended;
        for (const auto &tended : all)
            tended->endSoon();
    });
    if (m_thread.joinable())
        m_thread.join();
    // What was cut short still lies in the queue and holds its connection, which holds this thread: let it run out.
    boost::asio::post(m_context, [this] {
        const auto late = m_tended;
        for (const auto &tended : late)
            tended->endNow();
    });
    m_context.restart();
    m_context.poll();
    const std::lock_guard lock(m_mailMutex);
    m_mailClosed = true;
    m_mail.clear();
}

void IoThread::tick()
{
    refreshDate();
    const std::int64_t now = nowMs();
    const auto all = m_tended;
    for (const auto &tended : all)
        tended->look(now);
    if (m_stopping) {
        if (m_looksLeft-- == 0) {
            const auto rest = m_tended;
            for (const auto &tended : rest)
                tended->endNow();
        }
        if (m_tended.empty()) {
            m_context.stop();
            return;
        }
    }
    m_timer.expires_after(lookInterval);
    m_timer.async_wait([this](const boost::system::error_code &error) {
        if (!error)
            tick();
    });
}

void IoThread::refreshDate()
{
    const UnixSeconds now = m_shared->clock->wallSeconds();
    if (now.value == m_dateSecond)
        return;
    m_dateSecond = now.value;
    const std::time_t time = now.value;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    m_date.assign(text.data(), size);
}

void IoThread::deliver(std::span<Completion> completions)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mailMutex);
        if (m_mailClosed)
            return;
        wake = m_mail.empty();
        std::ranges::move(completions, std::back_inserter(m_mail));
    }
    if (wake)
        boost::asio::post(m_context, [this] { drain(); });
}

void IoThread::drain()
{
    {
        const std::lock_guard lock(m_mailMutex);
        m_opened.swap(m_mail);
    }
    for (Completion &completion : m_opened)
        completion.connection->complete(completion.number, std::move(completion.response));
    // Flushed afterwards: pipelined answers that came together leave in one write.
    for (const Completion &completion : m_opened)
        completion.connection->flush();
    m_opened.clear();
}

} // namespace paradox::http
