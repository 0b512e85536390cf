#include "domain/assert.h"
#include "domain/siws.h"
#include "tests/fuzz/input.h"

using namespace paradox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = asText({data, size});
    const bool looks = looksLikeSiws(text);
    static_cast<void>(originOf(text));
    if (const auto message = parseSiws(text)) {
        PARADOX_ASSERT(looks);
        const auto again = serialiseSiws(*message);
        PARADOX_ASSERT(again.has_value());
        PARADOX_ASSERT(*again == text);
    }
    return 0;
}
