#include "demo/interruption.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace paradox::cli {
namespace {

/// Those that end this process: a shell has its background jobs ignore some.
sigset_t interruptions()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction now{};
        if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&set, signal);
    }
    return set;
}

} // namespace

Interruption::Interruption(std::function<void()> cleanUp) : m_cleanUp(std::move(cleanUp))
{
    const sigset_t set = interruptions();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { arrived(); });
}

Interruption::~Interruption()
{
    m_notifier.reset();
    close(m_descriptor);
    const sigset_t set = interruptions();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interruption::arrived()
{
    signalfd_siginfo which{};
    if (read(m_descriptor, &which, sizeof which) != static_cast<ssize_t>(sizeof which))
        return;
    m_cleanUp();
    const sigset_t set = interruptions();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    raise(static_cast<int>(which.ssi_signo));
}

} // namespace paradox::cli
