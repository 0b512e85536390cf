#include "domain/system_clock.h"
#include "ledger/ledger.h"

#include <cstdio>
#include <cstdlib>
#include <string>

// A local ledger for the tests that drive it with other people's clients: ledger_host DIR [rpc port [slot ms
// [cheats]]]. Prints one line when it is ready and leaves when its standard input ends.
int main(int count, char **words)
{
    if (count < 2)
        return 2;
    paradox::ledger::Options options;
    options.dataDir = words[1];
    options.rpcPort = count > 2 ? static_cast<std::uint16_t>(std::strtoul(words[2], nullptr, 10)) : std::uint16_t{0};
    options.slotMs = count > 3 ? static_cast<std::uint32_t>(std::strtoul(words[3], nullptr, 10)) : 100U;
    options.cheatCodes = count > 4 && std::string_view(words[4]) == "cheats";
    const paradox::SystemClock clock;
    paradox::SystemRandom random;
    const auto ledger = paradox::ledger::Ledger::start(options, clock, random);
    if (!ledger) {
        std::fprintf(stderr, "%s\n", std::string(paradox::ledger::toText(ledger.error())).c_str());
        return 1;
    }
    std::printf("{\"rpc\":\"%s\",\"ws\":\"%s\"}\n", (*ledger)->rpcUrl().c_str(), (*ledger)->wsUrl().c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
