#include "domain/assert.h"
#include "domain/grant.h"
#include "domain/intent.h"
#include "tests/fuzz/input.h"

using namespace paradox;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteSpan bytes(data, size);
    if (const auto intent = decodeIntent(bytes)) {
        PARADOX_ASSERT(fuzz::areEqual(encodeIntent(*intent), bytes));
        PARADOX_ASSERT(!checkIntent(*intent));
        PARADOX_ASSERT(intent->owner == (sideOf(*intent) == Side::Seller ? intent->from : intent->to));
        PARADOX_ASSERT(parseIntentType(toText(intent->type)) == intent->type);
        PARADOX_ASSERT((actionBitOf(intent->type) & actionsAll) != 0);
    }
    if (const auto grant = decodeGrant(bytes)) {
        PARADOX_ASSERT(fuzz::areEqual(encodeGrant(*grant), bytes));
        PARADOX_ASSERT(grantResource(*grant).starts_with("urn:ppv:session-grant:v1:"));
    }
    return 0;
}
