#include "api/body.h"

#include "domain/amount.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

namespace paradox::api {

namespace {
constexpr int depthMax = 16;
}

std::expected<nlohmann::json, BodyError> parseObject(std::string_view body)
{
    std::vector<std::set<std::string>> keys;
    bool isTwice = false;
    bool isTooDeep = false;
    using Event = nlohmann::json::parse_event_t;
    const auto watch = [&](int depth, Event event, nlohmann::json &value) {
        isTooDeep = isTooDeep || depth > depthMax;
        if (event == Event::object_start)
            keys.emplace_back();
        else if (event == Event::object_end && !keys.empty())
            keys.pop_back();
        else if (event == Event::key && !keys.empty())
            isTwice = !keys.back().insert(value.get<std::string>()).second || isTwice;
        return depth <= depthMax;
    };
    auto object = nlohmann::json::parse(body, watch, false);
    if (isTooDeep)
        return std::unexpected(BodyError{Code::MalformedJson, "The JSON is nested too deeply."});
    if (isTwice)
        return std::unexpected(BodyError{Code::MalformedJson, "A member occurs twice."});
    if (!object.is_object())
        return std::unexpected(BodyError{Code::MalformedJson, "The body must be one JSON object."});
    return object;
}

const nlohmann::json *Fields::member(const char *name)
{
    m_asked.insert(name);
    const auto found = m_object.find(name);
    if (found != m_object.end())
        return &*found;
    if (!m_error)
        m_error = BodyError{Code::FieldMissing, std::string("The member \"") + name + "\" is missing."};
    return nullptr;
}

void Fields::invalid(const char *name, std::string_view form)
{
    if (!m_error)
        m_error = BodyError{Code::FieldInvalid,
                            std::string("The member \"") + name + "\" must be " + std::string(form) + "."};
}

bool Fields::has(const char *name)
{
    m_asked.insert(name);
    const auto found = m_object.find(name);
    return found != m_object.end() && !found->is_null();
}

std::string Fields::text(const char *name, std::size_t bytesMax)
{
    const nlohmann::json *value = member(name);
    if (value == nullptr)
        return {};
    if (!value->is_string() || value->get_ref<const std::string &>().size() > bytesMax) {
        invalid(name, "a text of at most " + std::to_string(bytesMax) + " bytes");
        return {};
    }
    return value->get<std::string>();
}

PublicKey Fields::key(const char *name)
{
    const nlohmann::json *value = member(name);
    const auto key = value != nullptr && value->is_string()
                         ? fromBase58<PublicKey>(value->get_ref<const std::string &>())
                         : std::nullopt;
    if (!key && value != nullptr)
        invalid(name, "a public key in base58");
    return key.value_or(PublicKey{});
}

Signature Fields::signature(const char *name)
{
    const nlohmann::json *value = member(name);
    const auto signature =
        value != nullptr && value->is_string() ? parseSignature(value->get_ref<const std::string &>()) : std::nullopt;
    if (!signature && value != nullptr)
        invalid(name, "a signature in base58 or base64");
    return signature.value_or(Signature{});
}

Bytes Fields::base64(const char *name, std::size_t bytesMax)
{
    const nlohmann::json *value = member(name);
    auto bytes =
        value != nullptr && value->is_string() ? base64Decode(value->get_ref<const std::string &>()) : std::nullopt;
    if ((!bytes || bytes->size() > bytesMax) && value != nullptr) {
        invalid(name, "at most " + std::to_string(bytesMax) + " bytes in base64");
        return {};
    }
    return bytes.value_or(Bytes{});
}

std::uint64_t Fields::u64(const char *name)
{
    const nlohmann::json *value = member(name);
    const auto number =
        value != nullptr && value->is_string() ? parseU64(value->get_ref<const std::string &>()) : std::nullopt;
    if (!number && value != nullptr)
        invalid(name, "a whole number as a decimal string");
    return number.value_or(0);
}

std::int64_t Fields::unixSeconds(const char *name)
{
    const nlohmann::json *value = member(name);
    std::optional<std::int64_t> time;
    if (value != nullptr && value->is_string())
        time = parseTime(value->get_ref<const std::string &>());
    else if (value != nullptr && value->is_number_integer())
        time = value->get<std::int64_t>();
    if (!time && value != nullptr)
        invalid(name, "a time: unix seconds or RFC 3339");
    return time.value_or(0);
}

std::optional<BodyError> Fields::finish()
{
    if (m_error)
        return m_error;
    for (const auto &[name, value] : m_object.items()) {
        if (!m_asked.contains(name))
            return BodyError{Code::UnknownField, "The member \"" + name.substr(0, 64) + "\" is not known here."};
    }
    return std::nullopt;
}

std::optional<Signature> parseSignature(std::string_view text)
{
    if (const auto signature = fromBase58<Signature>(text))
        return signature;
    const auto bytes = text.size() == 88 ? base64Decode(text) : std::nullopt;
    return bytes ? Signature::from(*bytes) : std::nullopt;
}

std::optional<std::int64_t> parseTime(std::string_view text)
{
    if (const auto number = parseI64(text))
        return number;
    const auto time = parseRfc3339(text);
    return time ? std::optional(time->value) : std::nullopt;
}

} // namespace paradox::api
