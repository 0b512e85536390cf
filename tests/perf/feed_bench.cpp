// The live feed under 1 000 subscribers and 1 000 events a second: does each get everything, and how late.
#include "domain/system_clock.h"
#include "domain/time_text.h"
#include "tests/perf/report.h"
#include "tests/support/http_load.h"
#include "tests/support/trader.h"
#include "tests/support/web_socket_crowd.h"

#include <algorithm>
#include <thread>

namespace paradox::perf {
namespace {

constexpr std::size_t subscribers = 1'000;
constexpr std::size_t eventsPerSecond = 1'000;
constexpr std::size_t seconds = 8;
constexpr std::size_t sampleEvery = 20; ///< clients whose every event is timed; the others are counted

/// What arrived at one client.
struct Arrival {
    std::uint64_t events = 0;
    bool resnapshot = false;
};

std::int64_t millisOf(std::string_view time)
{
    const std::int64_t whole = parseRfc3339(time)->value * 1000;
    return time.size() > 23 && time[19] == '.'
               ? whole + std::strtol(std::string(time.substr(20, 3)).c_str(), nullptr, 10)
               : whole;
}

void timeEvent(std::string_view text, std::vector<std::uint32_t> &latencyUs)
{
    constexpr std::string_view key = R"("at":")";
    const std::size_t start = text.find(key) + key.size();
    const std::int64_t late = SystemClock().wall().value - millisOf(text.substr(start, text.find('"', start) - start));
    latencyUs.push_back(static_cast<std::uint32_t>(std::max<std::int64_t>(late, 0) * 1000));
}

int run()
{
    const auto node = test::RunningNode::start(
        {.dataDir = test::temporaryDirectory("feed-bench"), .extraArguments = {"--cut-interval-ms", "3600000"}});
    if (!node)
        return 1;
    const test::Venue venue = test::venueOf(*node);
    SystemRandom random;
    test::Trader trader = test::Trader::make(random);
    if (!test::enter(*node, venue, trader))
        return 1;
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < eventsPerSecond * seconds; ++i) {
        PublicKey item;
        random.fill(item.bytes);
        const Intent intent = test::makeIntent(venue, trader, {.item = item, .from = trader.owner.publicKey()},
                                               SystemClock().wallSeconds());
        requests.push_back(test::requestText(
            node->apiPort, {.method = "POST",
                            .path = "/api/intents",
                            .body = test::intentJson(intent, trader.session.sign(encodeIntent(intent))),
                            .token = node->token}));
    }

    test::WebSocketCrowd crowd(node->apiPort, "/ws", subscribers);
    crowd.sendAll(R"({"op":"auth","token":")" + node->token + "\"}");
    crowd.sendAll(R"({"op":"subscribe","topics":["intents"]})");
    std::size_t subscribed = 0;
    while (subscribed < subscribers &&
           crowd.read(
               5000, [&](std::size_t,
                         std::string_view text) { subscribed += text.contains(R"("op":"subscribed")") ? 1U : 0U; })) {
    }
    if (subscribed != subscribers) {
        std::fprintf(stderr, "feed_bench: %zu of %zu subscribed\n", subscribed, subscribers);
        return 1;
    }

    std::uint64_t accepted = 0;
    std::thread producer([&] {
        std::size_t at = 0;
        static_cast<void>(test::runLoad({.port = node->apiPort,
                                         .connections = 8,
                                         .next = [&] { return at < requests.size() ? requests[at++] : std::string(); },
                                         .answered = [&](int status, std::string_view) { accepted += status == 202; },
                                         .ratePerSecond = eventsPerSecond - 20}));
    });
    std::vector<Arrival> arrivals(subscribers);
    std::vector<std::uint32_t> latencyUs;
    std::size_t complete = 0;
    const auto onFrame = [&](std::size_t client, std::string_view text) {
        // An event to a frame; whatever else the node says begins with its "op". Reading a gigabyte a second on the
        // cores that are measured must cost next to nothing.
        const bool isEvent = !text.substr(0, 64).contains(R"("op":)");
        if (!isEvent) {
            arrivals[client].resnapshot = arrivals[client].resnapshot || text.contains(R"("resnapshot")");
            return;
        }
        if (client % sampleEvery == 0)
            timeEvent(text, latencyUs);
        complete += ++arrivals[client].events == requests.size() ? 1U : 0U;
    };
    while (complete < subscribers && crowd.read(5000, onFrame)) {
    }
    producer.join();
    const auto dropped = std::ranges::count_if(
        arrivals, [&](const Arrival &arrival) { return arrival.resnapshot || arrival.events != requests.size(); });
    report({.name = "feed.subscribersWithLoss",
            .value = static_cast<double>(dropped),
            .unit = "of 1000",
            .against = "the bar itself",
            .reference = {},
            .kind = Bar::AtMost,
            .bar = 0});
    report({.name = "feed.p99",
            .value = test::percentileUs(latencyUs, 99) / 1000.0,
            .unit = "ms",
            .against = "the bar itself",
            .reference = {},
            .kind = Bar::AtMost,
            .bar = 100});
    return accepted == requests.size() ? 0 : 1;
}

} // namespace
} // namespace paradox::perf

int main()
{
    return paradox::perf::run();
}
