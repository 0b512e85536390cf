#pragma once

#include "http/message.h"

#include <memory>

namespace paradox::http {

class Connection;

/// The duty to answer one request, exactly once, from any thread. Answers leave in the order of the requests, whatever
/// the order they are given in. One that dies unused answers 500.
class Responder {
public:
    Responder() = default;
    Responder(std::shared_ptr<Connection> connection, std::uint64_t number);
    Responder(Responder &&other) noexcept = default;
    Responder &operator=(Responder &&other) noexcept;
    Responder(const Responder &) = delete;
    Responder &operator=(const Responder &) = delete;
    ~Responder();

    /// Uses the responder up. A connection that has gone meanwhile swallows it.
    void send(Response response);
    [[nodiscard]] explicit operator bool() const { return m_connection != nullptr; }

private:
    std::shared_ptr<Connection> m_connection;
    std::uint64_t m_number = 0;
};

} // namespace paradox::http
