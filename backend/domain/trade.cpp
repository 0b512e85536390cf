#include "domain/trade.h"

#include "domain/assert.h"

#include <array>

namespace paradox {
namespace {

constexpr std::array<std::string_view, 6> verdictWords = {"ACCEPTED",  "UNKNOWN_ITEM", "SELF_TRADE",
                                                          "NOT_OWNER", "INSOLVENT",    "DEFERRED"};

} // namespace

std::string_view toText(Verdict verdict)
{
    return verdictWords[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> parseVerdict(std::string_view text)
{
    for (std::size_t i = 0; i < verdictWords.size(); ++i) {
        if (verdictWords[i] == text)
            return static_cast<Verdict>(i);
    }
    return std::nullopt;
}

std::string_view toText(NetMode mode)
{
    switch (mode) {
    case NetMode::Net:
        return "NET";
    case NetMode::Held:
        return "HELD";
    }
    PARADOX_ASSERT(false);
}

} // namespace paradox
