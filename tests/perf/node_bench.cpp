// Start of the node to its ready line, and its memory when idle.
#include "tests/perf/report.h"
#include "tests/support/running_node.h"

#include <algorithm>
#include <csignal>

namespace {

void reportStart(const char *name, double seconds)
{
    paradox::perf::report({.name = name,
                           .value = seconds,
                           .unit = "s",
                           .against = "the bar itself",
                           .reference = {},
                           .kind = paradox::perf::Bar::AtMost,
                           .bar = 0.3});
}

} // namespace

int main()
{
    using namespace paradox;
    std::vector<double> starts;
    double residentMiB = 0;
    const std::string directory = test::temporaryDirectory("node-bench");
    // The first start makes the database and the chain's accounts; the others are what a user sees each day.
    for (int i = 0; i < 6; ++i) {
        auto node = test::RunningNode::start({.dataDir = directory});
        if (!node)
            return 1;
        if (i > 0)
            starts.push_back(node->readySeconds);
        else
            reportStart("node.firstStart", node->readySeconds);
        if (!test::waitUntil(10'000, [&] {
                const auto health = node->call({.path = "/health"}).json();
                return health.is_object() && health.value("finalizedSlot", "0") > "0";
            }))
            return 1;
        residentMiB = std::max(residentMiB, static_cast<double>(node->process.residentKiB()) / 1024);
        node->process.signal(SIGTERM);
        if (node->process.wait(6000) != 0)
            return 1;
    }
    std::ranges::sort(starts);
    reportStart("node.start", starts[starts.size() / 2]);
    perf::report({.name = "node.idleMemory",
                  .value = residentMiB,
                  .unit = "MiB",
                  .against = "the bar itself",
                  .reference = {},
                  .kind = perf::Bar::AtMost,
                  .bar = 60});
    return 0;
}
