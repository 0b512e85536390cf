#include "api/intent_body.h"

#include "domain/amount.h"
#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace paradox::api {

namespace {

namespace dom = simdjson::dom;

enum Member : unsigned {
    Type,
    Session,
    Owner,
    Item,
    From,
    To,
    Mint,
    Amount,
    Nonce,
    Created,
    Expires,
    Terms,
    Signed,
    Count
};

constexpr std::array<std::string_view, Count> memberNames{
    "type",           "sessionPubkey", "ownerPubkey", "itemId",    "from",  "to",       "currencyMint",
    "amountLamports", "nonce",         "createdAt",   "expiresAt", "terms", "signature"};

constexpr unsigned optionalMembers = 1U << To | 1U << Mint | 1U << Terms;

std::unexpected<BodyError> invalid(Member member, std::string_view form)
{
    return std::unexpected(BodyError{Code::FieldInvalid, "The member \"" + std::string(memberNames[member]) +
                                                             "\" must be " + std::string(form) + "."});
}

std::optional<std::string_view> textOf(const dom::element &element)
{
    std::string_view text;
    return element.get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

std::optional<PublicKey> keyOf(const dom::element &element)
{
    const auto text = textOf(element);
    return text ? fromBase58<PublicKey>(*text) : std::nullopt;
}

std::optional<std::uint64_t> u64Of(const dom::element &element)
{
    const auto text = textOf(element);
    return text ? parseU64(*text) : std::nullopt;
}

std::optional<UnixSeconds> timeOf(const dom::element &element)
{
    std::int64_t number = 0;
    if (element.is<std::int64_t>() && element.get(number) == simdjson::SUCCESS)
        return UnixSeconds{number};
    const auto text = textOf(element);
    const auto time = text ? parseTime(*text) : std::nullopt;
    return time ? std::optional(UnixSeconds{*time}) : std::nullopt;
}

std::optional<Hash> termsOf(const dom::element &element)
{
    const auto text = textOf(element);
    const auto bytes = text ? hexDecode(*text) : std::nullopt;
    return bytes ? Hash::from(*bytes) : std::nullopt;
}

} // namespace

struct IntentParser::Parts {
    storage::Cluster cluster;
    dom::parser parser;

    [[nodiscard]] std::expected<dom::element, BodyError> root(std::string &body);
    [[nodiscard]] PostedResult readItem(const dom::element &element) const;
    [[nodiscard]] PostedResult readObject(const dom::object &object) const;
    [[nodiscard]] static std::expected<void, BodyError>
    readKeys(Intent &intent, const std::array<dom::element, Count> &values, unsigned seen);
    [[nodiscard]] static std::expected<void, BodyError>
    readNumbers(Intent &intent, const std::array<dom::element, Count> &values, unsigned seen);
};

IntentParser::IntentParser(const storage::Cluster &cluster) : m_parts(std::make_unique<Parts>())
{
    m_parts->cluster = cluster;
    // Deep nesting is refused before anything is walked.
    PARADOX_ASSERT(m_parts->parser.allocate(64 * 1024, 16) == simdjson::SUCCESS);
}

IntentParser::~IntentParser() = default;
IntentParser::IntentParser(IntentParser &&other) noexcept = default;

std::expected<dom::element, BodyError> IntentParser::Parts::root(std::string &body)
{
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    if (parser.capacity() < body.size() && parser.allocate(body.size(), 16) != simdjson::SUCCESS)
        return std::unexpected(BodyError{Code::Busy, "No memory for the body."});
    dom::element element;
    const simdjson::error_code error = parser.parse(body.data(), body.size(), false).get(element);
    if (error != simdjson::SUCCESS)
        return std::unexpected(BodyError{Code::MalformedJson, "The body is not well-formed JSON."});
    return element;
}

std::expected<void, BodyError>
IntentParser::Parts::readKeys(Intent &intent, const std::array<dom::element, Count> &values, unsigned seen)
{
    struct Target {
        Member member;
        PublicKey *key;
    };
    const std::array targets{Target{Session, &intent.session}, Target{Owner, &intent.owner},
                             Target{Item, &intent.item},       Target{From, &intent.from},
                             Target{To, &intent.to},           Target{Mint, &intent.mint}};
    for (const auto &[member, key] : targets) {
        const bool isAbsent = (seen & 1U << member) == 0 || values[member].is_null();
        if (isAbsent && (optionalMembers & 1U << member) != 0)
            continue;
        const auto parsed = keyOf(values[member]);
        if (!parsed)
            return invalid(member, "a public key in base58");
        *key = *parsed;
    }
    return {};
}

std::expected<void, BodyError>
IntentParser::Parts::readNumbers(Intent &intent, const std::array<dom::element, Count> &values, unsigned seen)
{
    const auto type = textOf(values[Type]);
    const auto parsedType = type ? parseIntentType(*type) : std::nullopt;
    if (!parsedType)
        return invalid(Type, "TRADE, BID, BUY_NOW or LIST");
    intent.type = *parsedType;
    const auto amount = u64Of(values[Amount]);
    if (!amount)
        return invalid(Amount, "a whole number as a decimal string");
    intent.amount = {*amount};
    const auto nonce = u64Of(values[Nonce]);
    if (!nonce)
        return invalid(Nonce, "a whole number as a decimal string");
    intent.nonce = *nonce;
    const auto created = timeOf(values[Created]);
    if (!created)
        return invalid(Created, "a time: unix seconds or RFC 3339");
    intent.createdAt = *created;
    const auto expires = timeOf(values[Expires]);
    if (!expires)
        return invalid(Expires, "a time: unix seconds or RFC 3339");
    intent.expiresAt = *expires;
    if ((seen & 1U << Terms) != 0 && !values[Terms].is_null()) {
        const auto terms = termsOf(values[Terms]);
        if (!terms)
            return invalid(Terms, "32 bytes in hex");
        intent.terms = *terms;
    }
    return {};
}

PostedResult IntentParser::Parts::readObject(const dom::object &object) const
{
    std::array<dom::element, Count> values;
    unsigned seen = 0;
    for (const auto field : object) {
        const auto *found = std::ranges::find(memberNames, field.key);
        if (found == memberNames.end())
            return std::unexpected(BodyError{Code::UnknownField, "The intent has a member that is not known here."});
        const auto member = static_cast<unsigned>(found - memberNames.begin());
        if ((seen & 1U << member) != 0)
            return std::unexpected(
                BodyError{Code::MalformedJson, "The member \"" + std::string(*found) + "\" occurs twice."});
        seen |= 1U << member;
        values[member] = field.value;
    }
    const unsigned missing = ~(seen | optionalMembers) & ((1U << Count) - 1);
    if (missing != 0) {
        const auto member = static_cast<std::size_t>(std::countr_zero(missing));
        return std::unexpected(
            BodyError{Code::FieldMissing, "The member \"" + std::string(memberNames[member]) + "\" is missing."});
    }
    Intent intent{.genesis = cluster.genesis, .program = cluster.program, .engine = cluster.engine};
    if (const auto read = readKeys(intent, values, seen); !read)
        return std::unexpected(read.error());
    if (const auto read = readNumbers(intent, values, seen); !read)
        return std::unexpected(read.error());
    const auto signature = textOf(values[Signed]);
    const auto parsed = signature ? parseSignature(*signature) : std::nullopt;
    if (!parsed)
        return invalid(Signed, "a signature in base58 or base64");
    return PostedIntent{encodeIntent(intent), *parsed};
}

PostedResult IntentParser::Parts::readItem(const dom::element &element) const
{
    dom::object object;
    if (element.get(object) == simdjson::SUCCESS)
        return readObject(object);
    const auto text = textOf(element);
    const auto bytes = text ? base64Decode(*text) : std::nullopt;
    if (!bytes || bytes->size() != postedSize) {
        return std::unexpected(BodyError{Code::FieldInvalid, "An intent must be an object, or " +
                                                                 std::to_string(postedSize) + " bytes in base64."});
    }
    return readOctets(std::span<const std::uint8_t, postedSize>(bytes->data(), postedSize));
}

PostedResult IntentParser::parse(std::string &body)
{
    const auto root = m_parts->root(body);
    if (!root)
        return std::unexpected(root.error());
    dom::object object;
    if (root->get(object) != simdjson::SUCCESS)
        return std::unexpected(BodyError{Code::MalformedJson, "The body must be one JSON object."});
    return m_parts->readObject(object);
}

std::expected<std::vector<PostedResult>, BodyError> IntentParser::parseBatch(std::string &body, std::size_t itemsMax)
{
    const auto root = m_parts->root(body);
    if (!root)
        return std::unexpected(root.error());
    dom::array items;
    dom::object wrapper;
    if (root->get(wrapper) == simdjson::SUCCESS) {
        if (wrapper.size() != 1 || wrapper["intents"].get(items) != simdjson::SUCCESS)
            return std::unexpected(BodyError{Code::FieldInvalid, "The body must be {\"intents\": [...]}."});
    } else if (root->get(items) != simdjson::SUCCESS) {
        return std::unexpected(BodyError{Code::FieldInvalid, "The body must be a list of intents."});
    }
    std::vector<PostedResult> results;
    for (const dom::element item : items) {
        if (results.size() == itemsMax)
            return std::unexpected(
                BodyError{Code::TooManyItems, "At most " + std::to_string(itemsMax) + " intents at once."});
        results.push_back(m_parts->readItem(item));
    }
    if (results.empty())
        return std::unexpected(BodyError{Code::FieldInvalid, "The list is empty."});
    return results;
}

PostedIntent readOctets(std::span<const std::uint8_t, postedSize> octets)
{
    PostedIntent posted;
    std::memcpy(posted.preimage.data(), octets.data(), intentSize);
    std::memcpy(posted.signature.data(), octets.data() + intentSize, Signature::size);
    return posted;
}

} // namespace paradox::api
