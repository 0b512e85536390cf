#include "http/server.h"

#include "http/connection.h"
#include "http/io_thread.h"
#include "http/origin.h"

#include <boost/asio/post.hpp>

namespace paradox::http {

using Error = boost::system::error_code;

std::string_view toText(StartError error)
{
    switch (error) {
    case StartError::BadAddress:
        return "the address to listen on is not an IP address of this machine";
    case StartError::NotLoopback:
        return "listening beyond this machine must be allowed explicitly";
    case StartError::PortTaken:
        return "the port is taken";
    case StartError::SystemLimit:
        return "the system gives no more sockets";
    }
    return "";
}

std::unique_ptr<WebSocketListener> Handler::upgrade(const Request &)
{
    return nullptr;
}

std::size_t Handler::bodyBytesMax(Method, std::string_view, std::size_t usual) const
{
    return usual;
}

Response Handler::refusal(int status, std::string_view words) const
{
    return {.status = status, .contentType = "text/plain", .body = std::string(words) + "\n"};
}

class Server::Parts {
public:
    Parts(ServerOptions options, Handler &handler, const Clock &clock) : m_shared(std::make_shared<Shared>())
    {
        m_shared->options = std::move(options);
        m_shared->handler = &handler;
        m_shared->clock = &clock;
    }

    [[nodiscard]] std::optional<StartError> start();
    void stop();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const Shared &shared() const { return *m_shared; }

private:
    void accept();
    void onAccept(const Error &error, Tcp::socket socket, std::shared_ptr<IoThread> thread);

    std::shared_ptr<Shared> m_shared;
    std::vector<std::shared_ptr<IoThread>> m_threads;
    std::optional<Tcp::acceptor> m_acceptor;
    std::optional<boost::asio::steady_timer> m_pause;
    std::size_t m_nextThread = 0;
    std::uint16_t m_port = 0;
    bool m_isStopped = false;
};

std::optional<StartError> Server::Parts::start()
{
    const ServerOptions &options = m_shared->options;
    Error error;
    const auto address = boost::asio::ip::make_address(options.host, error);
    if (error)
        return StartError::BadAddress;
    if (!address.is_loopback() && !options.anyInterface)
        return StartError::NotLoopback;
    for (unsigned i = 0; i < std::max(1U, options.threads); ++i)
        m_threads.push_back(std::make_shared<IoThread>(m_shared));
    m_acceptor.emplace(m_threads.front()->context());
    m_pause.emplace(m_threads.front()->context());
    const Tcp::endpoint endpoint(address, options.port);
    m_acceptor->open(endpoint.protocol(), error);
    if (error)
        return StartError::SystemLimit;
    m_acceptor->set_option(Tcp::acceptor::reuse_address(true), error);
    m_acceptor->bind(endpoint, error);
    if (error)
        return error == boost::asio::error::address_in_use ? StartError::PortTaken : StartError::BadAddress;
    m_acceptor->listen(1024, error);
    if (error)
        return error == boost::asio::error::address_in_use ? StartError::PortTaken : StartError::SystemLimit;
    m_port = m_acceptor->local_endpoint(error).port();
    m_shared->hosts = acceptedHosts(options, m_port);
    accept();
    for (const auto &thread : m_threads)
        thread->start();
    return std::nullopt;
}

void Server::Parts::accept()
{
    const auto thread = m_threads[m_nextThread++ % m_threads.size()];
    m_acceptor->async_accept(thread->context(), [this, thread](const Error &error, Tcp::socket socket) {
        onAccept(error, std::move(socket), thread);
    });
}

void Server::Parts::onAccept(const Error &error, Tcp::socket socket, std::shared_ptr<IoThread> thread)
{
    if (error == boost::asio::error::operation_aborted || !m_acceptor->is_open())
        return;
    if (error) {
        // Out of descriptors, most likely: accepting again at once would spin.
        m_pause->expires_after(std::chrono::milliseconds(100));
        m_pause->async_wait([this](const Error &failed) {
            if (!failed)
                accept();
        });
        return;
    }
    Error unknown;
    const auto remote = socket.remote_endpoint(unknown);
    std::string address = unknown ? std::string() : remote.address().to_string();
    const Limits &limits = m_shared->options.limits;
    const bool isLoopback = !unknown && remote.address().is_loopback();
    const std::size_t perAddressMax = isLoopback ? limits.connectionsPerLoopbackMax : limits.connectionsPerAddressMax;
    if (!unknown && m_shared->admit(address, perAddressMax)) {
        auto connection = std::make_shared<Connection>(thread, std::move(socket), std::move(address));
        boost::asio::post(thread->context(), [connection] { connection->start(); });
    } else {
        ++m_shared->refused;
    }
    accept();
}

void Server::Parts::stop()
{
    if (m_isStopped)
        return;
    m_isStopped = true;
    boost::asio::post(m_threads.front()->context(), [this] {
        Error ignored;
        m_acceptor->close(ignored);
        m_pause->cancel();
    });
    for (const auto &thread : m_threads)
        thread->stop();
}

Server::Server(std::unique_ptr<Parts> parts) : m_parts(std::move(parts))
{
}

std::expected<std::unique_ptr<Server>, StartError> Server::start(ServerOptions options, Handler &handler,
                                                                 const Clock &clock)
{
    auto parts = std::make_unique<Parts>(std::move(options), handler, clock);
    if (const auto error = parts->start())
        return std::unexpected(*error);
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::~Server()
{
    stop();
}

void Server::stop()
{
    m_parts->stop();
}

std::uint16_t Server::port() const
{
    return m_parts->port();
}

ServerLoad Server::load() const
{
    const Shared &shared = m_parts->shared();
    return {shared.connections.load(), shared.webSockets.load(), shared.requests.load(), shared.refused.load()};
}

} // namespace paradox::http
