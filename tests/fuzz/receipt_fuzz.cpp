#include "domain/assert.h"
#include "netting/receipt.h"
#include "tests/fuzz/input.h"

#include <nlohmann/json.hpp>

using namespace paradox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = asText({data, size});
    const auto receipt = netting::parseReceipt(text);
    if (!receipt) {
        PARADOX_ASSERT(!receipt.error().empty());
        return 0;
    }
    PARADOX_ASSERT(netting::parseReceipt(netting::toJsonText(*receipt)) == *receipt);
    PARADOX_ASSERT(netting::verifyReceipt(*receipt, {}).size() == 7);
    return 0;
}
