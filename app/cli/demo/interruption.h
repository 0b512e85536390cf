#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace paradox::cli {

/// While it lives, SIGINT, SIGTERM and SIGHUP first clean up and then end the process as they always do. Made before
/// other threads are; needs a running event loop.
class Interruption {
public:
    explicit Interruption(std::function<void()> cleanUp);
    ~Interruption();
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;

private:
    void arrived();

    std::function<void()> m_cleanUp;
    int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace paradox::cli
