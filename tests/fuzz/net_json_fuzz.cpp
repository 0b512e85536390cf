#include "domain/amount.h"
#include "domain/assert.h"
#include "netting/net_json.h"
#include "tests/fuzz/input.h"

#include <nlohmann/json.hpp>

using namespace paradox;

namespace {

/// Nobody gains what nobody loses.
void checkConservation(const nlohmann::json &result)
{
    __extension__ using Wide = __int128;
    Wide sum = 0;
    for (const auto &[wallet, delta] : result.at("delta").items()) {
        const std::string text = delta.get<std::string>();
        const bool isLoss = text.starts_with('-');
        const auto amount = parseU64(std::string_view(text).substr(isLoss ? 1 : 0));
        PARADOX_ASSERT(amount.has_value());
        sum += isLoss ? -static_cast<Wide>(*amount) : static_cast<Wide>(*amount);
    }
    PARADOX_ASSERT(sum == 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = asText({data, size});
    const auto result = netting::netJson(text);
    if (!result) {
        PARADOX_ASSERT(!result.error().empty());
        return 0;
    }
    PARADOX_ASSERT(result->ends_with('\n'));
    const nlohmann::json json = nlohmann::json::parse(*result, nullptr, false);
    PARADOX_ASSERT(json.is_object());
    checkConservation(json);
    PARADOX_ASSERT(netting::netJson(text) == result);
    return 0;
}
