#include "domain/assert.h"
#include "netting/reexecute.h"
#include "tests/fuzz/input.h"

using namespace paradox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = asText({data, size});
    const auto claim = netting::parseBatchClaim(text, PublicKey{{1}});
    if (!claim) {
        PARADOX_ASSERT(!claim.error().empty());
        return 0;
    }
    const netting::Reexecution result = netting::reexecute(*claim);
    PARADOX_ASSERT(result.mismatches.size() <= netting::mismatchesMax);
    return 0;
}
