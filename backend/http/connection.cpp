#include "http/connection.h"

#include "domain/assert.h"
#include "http/answers_together.h"
#include "http/frame.h"
#include "http/origin.h"
#include "http/web_socket_session.h"

#include <boost/asio/write.hpp>

namespace paradox::http {

using Error = boost::system::error_code;

namespace {

constexpr std::int64_t lingerMs = 2'000;

std::size_t bodyLimitOf(const void *context, Method method, std::string_view path)
{
    const auto *shared = static_cast<const Shared *>(context);
    return shared->handler->bodyBytesMax(method, path, shared->options.limits.bodyBytesMax);
}

HeadLimits headLimitsOf(const Limits &limits)
{
    return {limits.headerBytesMax, limits.headerLinesMax, limits.urlBytesMax};
}

} // namespace

Connection::Connection(std::shared_ptr<IoThread> thread, Tcp::socket socket, std::string remoteAddress)
    : m_thread(std::move(thread)),
      m_socket(std::move(socket)),
      m_remoteAddress(std::move(remoteAddress)),
      m_reader(headLimitsOf(m_thread->shared().options.limits), &bodyLimitOf, &m_thread->shared()),
      m_activeMs(m_thread->nowMs())
{
}

Connection::~Connection()
{
    if (!m_isHandedOver)
        m_thread->shared().leave(m_remoteAddress);
}

void Connection::start()
{
    m_thread->add(shared_from_this());
    Error ignored;
    m_socket.set_option(Tcp::no_delay(true), ignored);
    read();
}

void Connection::read()
{
    if (m_isReading || m_isClosed || m_isHandedOver)
        return;
    if (m_slots.size() >= m_thread->shared().options.limits.pipelinedMax && !m_isLingering)
        return;
    m_isReading = true;
    m_socket.async_read_some(boost::asio::buffer(m_buffer),
                             [self = shared_from_this()](const Error &error, std::size_t size) {
                                 self->m_isReading = false;
                                 if (error) {
                                     // A half-closed peer still gets what it asked for.
                                     self->m_noMoreRequests = true;
                                     if (self->m_isLingering || (self->m_slots.empty() && !self->m_isWriting) ||
                                         error != boost::asio::error::eof)
                                         self->endNow();
                                     return;
                                 }
                                 self->onRead(size);
                             });
}

void Connection::onRead(std::size_t size)
{
    m_activeMs = m_thread->nowMs();
    if (!m_isLingering && !m_noMoreRequests) {
        m_pending.append(m_buffer.data(), size);
        parse();
    }
    read();
}

void Connection::parse()
{
    if (m_isParsing)
        return;
    m_isParsing = true;
    std::string_view input = m_pending;
    while (!input.empty() && !m_noMoreRequests && !m_isHandedOver &&
           m_slots.size() < m_thread->shared().options.limits.pipelinedMax) {
        if (!m_reader.started())
            m_requestMs = m_thread->nowMs();
        const auto progress = m_reader.feed(input);
        if (progress == RequestReader::Progress::Failed) {
            refuse(m_reader.error());
            input = {};
            break;
        }
        if (progress == RequestReader::Progress::NeedMore) {
            if (m_reader.headComplete() && m_bodyMs == 0)
                m_bodyMs = m_thread->nowMs();
            break;
        }
        // What follows may be frames of a WebSocket, which dispatch hands over.
        m_pending.erase(0, m_pending.size() - input.size());
        dispatch();
        input = m_pending;
    }
    if (!m_isHandedOver) {
        m_pending.erase(0, m_pending.size() - input.size());
        const bool wantsContinue = m_reader.headComplete() && m_reader.framing().expectContinue && !m_continueSent &&
                                   m_slots.empty() && !m_noMoreRequests;
        if (wantsContinue) {
            m_continueSent = true;
            m_out += "HTTP/1.1 100 Continue\r\n\r\n";
        }
    }
    m_isParsing = false;
    flush();
}

void Connection::refuse(const WireError &error)
{
    ++m_thread->shared().refused;
    m_noMoreRequests = true;
    m_slots.push_back({.response = m_thread->shared().handler->refusal(error.status, error.words), .closeAfter = true});
}

bool Connection::route(Request &request, Slot &slot, WireError &error)
{
    const Shared &shared = m_thread->shared();
    if (const auto refused = checkOrigin(request, shared.options, shared.hosts)) {
        error = *refused;
        return false;
    }
    if (const auto origin = request.header("origin"))
        slot.allowOrigin = *origin;
    if (auto answer = preflight(request))
        slot.response = std::move(*answer);
    return true;
}

void Connection::dispatch()
{
    const Framing framing = m_reader.framing();
    Request request = m_reader.take();
    request.remoteAddress = m_remoteAddress;
    m_requestMs = 0;
    m_bodyMs = 0;
    m_continueSent = false;
    Slot slot{.method = request.method, .closeAfter = !framing.keepAlive};
    WireError error;
    if (!route(request, slot, error)) {
        refuse(error);
        return;
    }
    ++m_thread->shared().requests;
    m_noMoreRequests = slot.closeAfter;
    const bool isAnswered = slot.response.has_value();
    if (!isAnswered && framing.upgrade && request.method == Method::Get) {
        if (tryUpgrade(request) || m_noMoreRequests)
            return;
    }
    m_slots.push_back(std::move(slot));
    if (!isAnswered) {
        const std::uint64_t number = m_firstNumber + m_slots.size() - 1;
        m_thread->shared().handler->handle(std::move(request), Responder(shared_from_this(), number));
    }
}

bool Connection::tryUpgrade(Request &request)
{
    const auto version = request.header("sec-websocket-version");
    const auto key = request.header("sec-websocket-key");
    const auto accept = key ? acceptOf(*key) : std::nullopt;
    if (!m_slots.empty() || m_isWriting || !m_out.empty()) {
        refuse({400, "An upgrade must be the only request under way."});
        return false;
    }
    if (!version || *version != "13") {
        refuse({426, "WebSocket version 13 is spoken here."});
        m_slots.back().response->headers = upgradeHeaders();
        return false;
    }
    if (!accept) {
        refuse({400, "Sec-WebSocket-Key is malformed."});
        return false;
    }
    auto listener = m_thread->shared().handler->upgrade(request);
    if (!listener)
        return false;
    m_isHandedOver = true;
    m_thread->remove(shared_from_this());
    auto session =
        std::make_shared<WebSocketSession>(m_thread, std::move(m_socket), std::move(listener),
                                           WebSocketSession::Start{m_remoteAddress, *accept, std::move(m_pending)});
    m_pending.clear();
    session->start();
    return true;
}

void Connection::answer(std::uint64_t number, Response &&response)
{
    if (m_thread->isThis()) {
        complete(number, std::move(response));
        flush();
        return;
    }
    Completion completion{shared_from_this(), number, std::move(response)};
    if (!AnswersTogether::take(completion))
        m_thread->deliver(std::span(&completion, 1));
}

void Connection::complete(std::uint64_t number, Response &&response)
{
    if (m_isClosed || m_isHandedOver)
        return;
    PARADOX_ASSERT(number >= m_firstNumber);
    PARADOX_ASSERT(number - m_firstNumber < m_slots.size());
    Slot &slot = m_slots[static_cast<std::size_t>(number - m_firstNumber)];
    PARADOX_ASSERT(!slot.response.has_value());
    slot.response = std::move(response);
}

void Connection::flush()
{
    if (m_isParsing || m_isClosed || m_isHandedOver)
        return;
    while (!m_slots.empty() && m_slots.front().response) {
        serialise(m_slots.front(), *m_slots.front().response);
        const bool isLast = m_slots.front().closeAfter;
        m_slots.pop_front();
        ++m_firstNumber;
        if (isLast) {
            m_noMoreRequests = true;
            m_firstNumber += m_slots.size();
            m_slots.clear();
        }
    }
    if (!m_isWriting && !m_out.empty())
        write();
    else if (!m_isWriting && m_noMoreRequests && m_slots.empty())
        linger();
    // Requests may wait behind a full pipeline.
    if (!m_pending.empty() && !m_noMoreRequests && m_slots.empty() && !m_reader.started())
        parse();
    if (!m_noMoreRequests)
        read();
}

void Connection::serialise(const Slot &slot, Response &response)
{
    if (response.render)
        response.body = response.render();
    const std::string &body = response.shared ? *response.shared : response.body;
    const bool mayHaveBody = response.status >= 200 && response.status != 204 && response.status != 304;
    m_out += "HTTP/1.1 ";
    m_out += std::to_string(response.status);
    m_out += ' ';
    m_out += reasonOf(response.status);
    m_out += "\r\nDate: ";
    m_out += m_thread->date();
    if (mayHaveBody && !response.contentType.empty()) {
        m_out += "\r\nContent-Type: ";
        m_out += response.contentType;
    }
    if (mayHaveBody) {
        m_out += "\r\nContent-Length: ";
        m_out += std::to_string(body.size());
    }
    m_out += "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    if (!slot.allowOrigin.empty()) {
        m_out += "Access-Control-Allow-Origin: ";
        m_out += slot.allowOrigin;
        m_out += "\r\nVary: Origin\r\n";
    }
    for (const Header &header : response.headers) {
        m_out += header.name;
        m_out += ": ";
        m_out += header.value;
        m_out += "\r\n";
    }
    if (slot.closeAfter)
        m_out += "Connection: close\r\n";
    m_out += "\r\n";
    if (mayHaveBody && slot.method != Method::Head)
        m_out += body;
}

void Connection::write()
{
    m_writing.swap(m_out);
    m_out.clear();
    m_isWriting = true;
    m_writeMs = m_thread->nowMs();
    boost::asio::async_write(m_socket, boost::asio::buffer(m_writing),
                             [self = shared_from_this()](const Error &error, std::size_t) {
                                 self->m_isWriting = false;
                                 self->m_activeMs = self->m_thread->nowMs();
                                 if (error)
                                     self->endNow();
                                 else
                                     self->flush();
                             });
}

void Connection::linger()
{
    // Closing with unread bytes would reset the connection and could take the answer away from the peer.
    if (m_isLingering || m_isClosed)
        return;
    m_isLingering = true;
    m_activeMs = m_thread->nowMs();
    Error ignored;
    m_socket.shutdown(Tcp::socket::shutdown_send, ignored);
    read();
}

void Connection::look(std::int64_t nowMs)
{
    const Limits &limits = m_thread->shared().options.limits;
    if (m_isLingering) {
        if (nowMs - m_activeMs > lingerMs)
            endNow();
        return;
    }
    if (m_isWriting) {
        if (nowMs - m_writeMs > limits.writeTimeoutMs)
            endNow();
        return;
    }
    if (!m_slots.empty() || m_noMoreRequests)
        return;
    bool isLate = false;
    if (!m_reader.started()) {
        if (nowMs - m_activeMs > limits.idleTimeoutMs)
            endNow();
        return;
    }
    if (!m_reader.headComplete()) {
        isLate = nowMs - m_requestMs > limits.headerTimeoutMs;
    } else {
        const std::int64_t spentMs = nowMs - m_bodyMs - limits.bodyGraceMs;
        const auto due = spentMs * limits.bodyBytesPerSecondMin / 1000;
        isLate = spentMs > 0 && static_cast<std::int64_t>(m_reader.bodySize()) < due;
    }
    if (isLate) {
        refuse({408, "The request came too slowly."});
        flush();
    }
}

void Connection::endSoon()
{
    m_noMoreRequests = true;
    flush();
}

void Connection::endNow()
{
    if (m_isClosed || m_isHandedOver)
        return;
    m_isClosed = true;
    Error ignored;
    m_socket.close(ignored);
    m_thread->remove(shared_from_this());
}

Responder::Responder(std::shared_ptr<Connection> connection, std::uint64_t number)
    : m_connection(std::move(connection)),
      m_number(number)
{
}

Responder &Responder::operator=(Responder &&other) noexcept
{
    if (this != &other) {
        Responder abandoned(std::move(*this));
        m_connection = std::move(other.m_connection);
        m_number = other.m_number;
    }
    return *this;
}

Responder::~Responder()
{
    if (m_connection)
        send({.status = 500, .body = {}});
}

void Responder::send(Response response)
{
    const auto connection = std::move(m_connection);
    PARADOX_ASSERT(connection != nullptr);
    connection->answer(m_number, std::move(response));
}

} // namespace paradox::http
