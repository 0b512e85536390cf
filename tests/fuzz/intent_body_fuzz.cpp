#include "api/body.h"
#include "api/intent_body.h"
#include "domain/assert.h"
#include "tests/fuzz/input.h"

using namespace paradox;

namespace {

const storage::Cluster cluster{.genesis = Hash{{1}}, .program = PublicKey{{2}}, .engine = PublicKey{{3}}};

/// What comes out of JSON is an intent for this cluster, or an error that names its reason.
void checkJsonIntent(const api::PostedResult &result)
{
    if (!result) {
        PARADOX_ASSERT(!result.error().detail.empty());
        return;
    }
    const auto intent = decodeIntent(result->preimage);
    if (!intent)
        return;
    PARADOX_ASSERT(intent->genesis == cluster.genesis);
    PARADOX_ASSERT(intent->program == cluster.program);
    PARADOX_ASSERT(intent->engine == cluster.engine);
}

void readFields(std::string_view text)
{
    const auto object = api::parseObject(text);
    if (!object)
        return;
    PARADOX_ASSERT(object->is_object());
    api::Fields fields(*object);
    static_cast<void>(fields.text("message", 2048));
    static_cast<void>(fields.key("publicKey"));
    static_cast<void>(fields.signature("signature"));
    static_cast<void>(fields.base64("transaction", 1232));
    static_cast<void>(fields.u64("lamports"));
    static_cast<void>(fields.unixSeconds("issuedAt"));
    static_cast<void>(fields.finish());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t itemsMax = 64;
    fuzz::Input input(data, size);
    api::IntentParser parser(cluster);
    const unsigned which = input.choice(3);
    std::string body(input.text());
    switch (which) {
    case 0:
        checkJsonIntent(parser.parse(body));
        break;
    case 1:
        if (const auto items = parser.parseBatch(body, itemsMax))
            PARADOX_ASSERT(items->size() <= itemsMax);
        break;
    case 2:
        readFields(body);
        break;
    }
    return 0;
}
