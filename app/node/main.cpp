#include "domain/system_clock.h"
#include "node/node.h"
#include "node/secret_files.h"

#ifdef PARADOX_WITH_MIMALLOC
#include <mimalloc.h>
#endif
#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr int exitDone = 0;
constexpr int exitFailed = 1;
constexpr int exitUsage = 2;
constexpr unsigned drainSecondsMax = 5;

int complain(const std::string &words)
{
    std::fprintf(stderr, "paradox-node: %s\n", words.c_str());
    return exitFailed;
}

/// Blocked in every thread that follows, so that only the wait below sees them.
int openSignals()
{
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t leave;
    sigemptyset(&leave);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&leave, signal);
    ::pthread_sigmask(SIG_BLOCK, &leave, nullptr);
    return ::signalfd(-1, &leave, SFD_CLOEXEC);
}

/// Until told to leave, or, with the token from standard input, until whoever gave it is gone.
void waitForEnd(int signals, bool watchesStdin)
{
    pollfd watched[2] = {{signals, POLLIN, 0}, {watchesStdin ? STDIN_FILENO : -1, POLLIN, 0}};
    while (true) {
        if (::poll(watched, 2, -1) < 0)
            continue;
        if (watched[0].revents != 0)
            return;
        char ignored[256];
        if (watched[1].revents != 0 && ::read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
            return;
    }
}

/// A burst of requests takes tens of megabytes, and on a virtual machine each page touched first costs microseconds:
/// what one burst gave back is kept for the next rather than returned within milliseconds.
void keepFreedMemoryForAWhile()
{
#ifdef PARADOX_WITH_MIMALLOC
    constexpr long keptMs = 10'000;
    mi_option_set_default(mi_option_decommit_delay, keptMs);
    mi_option_set_default(mi_option_segment_decommit_delay, keptMs);
#endif
}

/// A thousand subscribers and more: the usual soft limit of 1 024 files is below what the node serves.
void allowManyConnections()
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)::setrlimit(RLIMIT_NOFILE, &files);
    }
}

int run(const paradox::node::Options &options)
{
    keepFreedMemoryForAWhile();
    allowManyConnections();
    if (!options.isDebuggable)
        paradox::node::hardenProcess();
    const int signals = openSignals();
    if (signals < 0)
        return complain("signals cannot be watched");
    paradox::SystemClock clock;
    paradox::SystemRandom random;
    auto node = paradox::node::Node::start(options, clock, random);
    if (!node)
        return complain(node.error());
    std::printf("%s\n", (*node)->readyLine().c_str());
    std::fflush(stdout);
    waitForEnd(signals, options.tokenFromStdin);
    ::alarm(drainSecondsMax); // what is durable stays so, however the process ends
    (*node)->stop();
    return exitDone;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto line = paradox::node::parseCommandLine(arguments);
    if (!line) {
        complain(line.error() + " (see --help)");
        return exitUsage;
    }
    switch (line->wish) {
    case paradox::node::Wish::ShowHelp:
        std::fputs(paradox::node::helpText().c_str(), stdout);
        return exitDone;
    case paradox::node::Wish::ShowVersion:
        std::printf("paradox-node %s\n", std::string(paradox::node::version()).c_str());
        return exitDone;
    case paradox::node::Wish::Run:
        return run(line->options);
    }
    return exitFailed;
}
