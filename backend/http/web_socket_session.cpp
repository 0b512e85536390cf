#include "http/web_socket_session.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace paradox::http {

using Error = boost::system::error_code;

namespace {

constexpr std::size_t buffersPerWriteMax = 64;
constexpr std::int64_t closeWaitMs = 2'000;

} // namespace

WebSocketSession::WebSocketSession(std::shared_ptr<IoThread> thread, Tcp::socket socket,
                                   std::unique_ptr<WebSocketListener> listener, Start start)
    : m_thread(std::move(thread)),
      m_socket(std::move(socket)),
      m_listener(std::move(listener)),
      m_start(std::move(start)),
      m_reader(FrameRole::Server, m_thread->shared().options.limits.frameBytesMax),
      m_heardMs(m_thread->nowMs()),
      m_pingMs(m_heardMs)
{
    ++m_thread->shared().webSockets;
}

WebSocketSession::~WebSocketSession()
{
    --m_thread->shared().webSockets;
    m_thread->shared().leave(m_start.remoteAddress);
}

void WebSocketSession::start()
{
    m_thread->add(shared_from_this());
    auto answer = std::make_shared<const std::string>("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                      "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                                                      m_start.accept + "\r\n\r\n");
    if (enqueue(std::move(answer), false) != SendResult::Queued)
        return;
    m_listener->onOpen(shared_from_this());
    onBytes(m_start.leftover);
    read();
}

void WebSocketSession::read()
{
    if (m_isEnded)
        return;
    m_socket.async_read_some(boost::asio::buffer(m_buffer),
                             [self = shared_from_this()](const Error &error, std::size_t size) {
                                 if (error) {
                                     self->end(self->m_closeCode != 0 ? self->m_closeCode : close_code::abnormal);
                                     return;
                                 }
                                 self->onBytes({self->m_buffer.data(), size});
                                 self->read();
                             });
}

void WebSocketSession::onBytes(std::string_view bytes)
{
    m_heardMs = m_thread->nowMs();
    if (m_closeCode != 0 && m_closeSent && bytes.empty())
        return;
    m_reader.append(bytes);
    while (const auto message = m_reader.next()) {
        if (m_isEnded)
            return;
        onMessage(*message);
    }
    if (m_reader.failure() != 0 && m_closeCode == 0) {
        m_closeCode = m_reader.failure();
        close(m_reader.failure(), "");
    }
}

void WebSocketSession::onMessage(const Message &message)
{
    switch (message.opcode) {
    case Opcode::Text:
        if (m_closeCode == 0)
            m_listener->onText(message.payload);
        return;
    case Opcode::Ping:
        // A full queue means the peer does not read: it will not miss the pong.
        static_cast<void>(
            enqueue(std::make_shared<const std::string>(encodeFrame(Opcode::Pong, message.payload)), false));
        return;
    case Opcode::Pong:
        return;
    case Opcode::Close: {
        const std::uint16_t code = closeCodeOf(message.payload);
        if (m_closeCode == 0)
            m_closeCode = code;
        close(code == close_code::none ? close_code::normal : code, "");
        if (m_closeSent && !m_isWriting)
            end(m_closeCode);
        return;
    }
    case Opcode::Binary:
    case Opcode::Continuation:
        if (m_closeCode == 0) {
            m_closeCode = 1003;
            close(1003, "text only");
        }
        return;
    }
}

SendResult WebSocketSession::sendFrames(Frames frames)
{
    return enqueue(std::move(frames), false);
}

SendResult WebSocketSession::enqueue(Frames frames, bool isLast)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isLastQueued)
            return SendResult::Closed;
        const std::size_t size = frames->size();
        if (!isLast && m_queuedBytes.load() + size > m_thread->shared().options.limits.socketQueueBytesMax)
            return SendResult::Overflow;
        m_queuedBytes += size;
        m_queue.push_back(std::move(frames));
        m_isLastQueued = isLast;
        if (m_isWriteScheduled)
            return SendResult::Queued;
        m_isWriteScheduled = true;
    }
    if (m_thread->isThis())
        write();
    else
        boost::asio::post(m_thread->context(), [self = shared_from_this()] { self->write(); });
    return SendResult::Queued;
}

void WebSocketSession::close(std::uint16_t code, std::string_view reason)
{
    static_cast<void>(
        enqueue(std::make_shared<const std::string>(encodeFrame(Opcode::Close, closePayload(code, reason))), true));
}

void WebSocketSession::write()
{
    if (m_isWriting || m_isEnded)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_writing.clear();
        while (!m_queue.empty() && m_writing.size() < buffersPerWriteMax) {
            m_writing.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
        }
        if (m_writing.empty()) {
            m_isWriteScheduled = false;
            if (!m_isLastQueued)
                return;
        }
    }
    if (m_writing.empty()) {
        m_closeSent = true;
        m_closeMs = m_thread->nowMs();
        if (m_closeCode != 0) {
            Error ignored;
            m_socket.shutdown(Tcp::socket::shutdown_send, ignored);
            m_closeMs = m_thread->nowMs();
        }
        return;
    }
    std::vector<boost::asio::const_buffer> buffers;
    buffers.reserve(m_writing.size());
    std::size_t size = 0;
    for (const Frames &frames : m_writing) {
        buffers.emplace_back(frames->data(), frames->size());
        size += frames->size();
    }
    m_isWriting = true;
    m_writeMs = m_thread->nowMs();
    boost::asio::async_write(m_socket, buffers, [self = shared_from_this(), size](const Error &error, std::size_t) {
        self->m_isWriting = false;
        self->m_queuedBytes -= size;
        if (error)
            self->end(close_code::abnormal);
        else
            self->write();
    });
}

void WebSocketSession::look(std::int64_t nowMs)
{
    const Limits &limits = m_thread->shared().options.limits;
    if (m_isWriting && nowMs - m_writeMs > limits.writeTimeoutMs) {
        end(close_code::abnormal);
        return;
    }
    if (m_closeSent) {
        if (nowMs - m_closeMs > closeWaitMs)
            end(m_closeCode != 0 ? m_closeCode : close_code::normal);
        return;
    }
    if (nowMs - m_heardMs > 2 * limits.pingIntervalMs + limits.pingIntervalMs / 2) {
        end(close_code::abnormal);
        return;
    }
    if (nowMs - m_pingMs >= limits.pingIntervalMs) {
        m_pingMs = nowMs;
        static_cast<void>(enqueue(std::make_shared<const std::string>(encodeFrame(Opcode::Ping, "")), false));
    }
}

void WebSocketSession::end(std::uint16_t code)
{
    if (m_isEnded)
        return;
    m_isEnded = true;
    {
        const std::lock_guard lock(m_mutex);
        m_isLastQueued = true;
        m_queue.clear();
    }
    Error ignored;
    m_socket.close(ignored);
    m_listener->onClosed(code);
    m_thread->remove(shared_from_this());
}

} // namespace paradox::http
