#include "domain/intent.h"

#include "domain/fixed_layout.h"
#include "domain/sha256.h"

namespace paradox {
namespace {

constexpr Tag16 intentTag = makeTag("ppv:intent:v1");
constexpr std::array<std::string_view, 4> typeWords = {"TRADE", "BID", "BUY_NOW", "LIST"};

} // namespace

IntentPreimage encodeIntent(const Intent &intent)
{
    IntentPreimage bytes;
    LayoutWriter writer(bytes);
    writer.raw(intentTag).put(intent.genesis).put(intent.program).put(intent.engine).put(intent.session);
    writer.put(intent.owner).put(static_cast<std::uint8_t>(intent.type)).put(intent.item).put(intent.from);
    writer.put(intent.to).put(intent.mint).put(intent.amount.value).put(intent.nonce);
    writer.put(intent.createdAt.value).put(intent.expiresAt.value).put(intent.terms);
    return bytes;
}

std::expected<Intent, IntentError> decodeIntent(ByteSpan bytes)
{
    if (bytes.size() != intentSize)
        return std::unexpected(IntentError::WrongSize);
    if (!hasTag(bytes, intentTag))
        return std::unexpected(IntentError::WrongTag);
    LayoutReader reader(bytes.subspan(intentTag.size()));
    Intent intent;
    intent.genesis = reader.take<Hash>();
    intent.program = reader.take<PublicKey>();
    intent.engine = reader.take<PublicKey>();
    intent.session = reader.take<PublicKey>();
    intent.owner = reader.take<PublicKey>();
    const auto type = reader.take<std::uint8_t>();
    if (type >= typeWords.size())
        return std::unexpected(IntentError::UnknownType);
    intent.type = static_cast<IntentType>(type);
    intent.item = reader.take<PublicKey>();
    intent.from = reader.take<PublicKey>();
    intent.to = reader.take<PublicKey>();
    intent.mint = reader.take<PublicKey>();
    intent.amount.value = reader.take<std::uint64_t>();
    intent.nonce = reader.take<std::uint64_t>();
    intent.createdAt.value = reader.take<std::int64_t>();
    intent.expiresAt.value = reader.take<std::int64_t>();
    intent.terms = reader.take<Hash>();
    if (const std::optional<IntentError> error = checkIntent(intent))
        return std::unexpected(*error);
    return intent;
}

std::optional<IntentError> checkIntent(const Intent &intent)
{
    if (intent.amount.value == 0 || intent.amount > amountMax)
        return IntentError::AmountOutOfRange;
    if (intent.from == intent.to)
        return IntentError::SameParties;
    if (intent.type == IntentType::List && !intent.to.isZero())
        return IntentError::BuyerNotZero;
    if (intent.type != IntentType::List && intent.to.isZero())
        return IntentError::BuyerZero;
    bool ownerIsParty = false;
    switch (intent.type) {
    case IntentType::Trade:
        ownerIsParty = intent.owner == intent.from || intent.owner == intent.to;
        break;
    case IntentType::Bid:
    case IntentType::BuyNow:
        ownerIsParty = intent.owner == intent.to;
        break;
    case IntentType::List:
        ownerIsParty = intent.owner == intent.from;
        break;
    }
    if (!ownerIsParty)
        return IntentError::OwnerNotParty;
    if (intent.createdAt.value < 0 || intent.createdAt >= intent.expiresAt)
        return IntentError::BadLife;
    return std::nullopt;
}

IntentId intentIdOf(ByteSpan preimage)
{
    return {sha256(preimage).bytes};
}

Side sideOf(const Intent &intent)
{
    switch (intent.type) {
    case IntentType::Trade:
        return intent.owner == intent.from ? Side::Seller : Side::Buyer;
    case IntentType::Bid:
    case IntentType::BuyNow:
        return Side::Buyer;
    case IntentType::List:
        return Side::Seller;
    }
    PARADOX_ASSERT(false);
}

std::uint16_t actionBitOf(IntentType type)
{
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(type));
}

std::string_view toText(IntentType type)
{
    return typeWords[static_cast<std::size_t>(type)];
}

std::optional<IntentType> parseIntentType(std::string_view text)
{
    for (std::size_t i = 0; i < typeWords.size(); ++i) {
        if (typeWords[i] == text)
            return static_cast<IntentType>(i);
    }
    return std::nullopt;
}

std::string_view toText(IntentError error)
{
    switch (error) {
    case IntentError::WrongSize:
        return "WRONG_SIZE";
    case IntentError::WrongTag:
        return "WRONG_TAG";
    case IntentError::UnknownType:
        return "UNKNOWN_TYPE";
    case IntentError::AmountOutOfRange:
        return "AMOUNT_OUT_OF_RANGE";
    case IntentError::SameParties:
        return "SAME_PARTIES";
    case IntentError::BuyerNotZero:
        return "BUYER_NOT_ZERO";
    case IntentError::BuyerZero:
        return "BUYER_ZERO";
    case IntentError::OwnerNotParty:
        return "OWNER_NOT_PARTY";
    case IntentError::BadLife:
        return "BAD_LIFE";
    }
    PARADOX_ASSERT(false);
}

} // namespace paradox
