#include "netting/json_fields.h"

namespace paradox::netting {
namespace {

const nlohmann::json emptyList = nlohmann::json::array();
const nlohmann::json emptyObject = nlohmann::json::object();

} // namespace

JsonFields::JsonFields(const nlohmann::json &object, std::string where) : m_object(object), m_where(std::move(where))
{
    if (!object.is_object())
        m_error = (m_where.empty() ? "it" : m_where) + " must be an object";
}

void JsonFields::refuse(const char *name, const char *expected)
{
    if (m_error.empty())
        m_error = "\"" + (m_where.empty() ? "" : m_where + ".") + name + "\" must be " + expected;
}

void JsonFields::inherit(const JsonFields &inner)
{
    if (m_error.empty())
        m_error = inner.m_error;
}

std::string JsonFields::text(const char *name)
{
    if (has(name) && m_object.at(name).is_string())
        return m_object.at(name).get<std::string>();
    refuse(name, "a string");
    return {};
}

std::uint64_t JsonFields::u64(const char *name)
{
    if (has(name) && m_object.at(name).is_number_unsigned())
        return m_object.at(name).get<std::uint64_t>();
    return orRefuse(name, parseU64(text(name)), "a whole number of 64 bits");
}

std::int64_t JsonFields::i64(const char *name)
{
    if (has(name) && m_object.at(name).is_number_integer() && !m_object.at(name).is_number_unsigned())
        return m_object.at(name).get<std::int64_t>();
    if (has(name) && m_object.at(name).is_number_unsigned())
        return whole<std::int64_t>(name);
    return orRefuse(name, parseI64(text(name)), "a signed whole number of 64 bits");
}

UnixMillis JsonFields::millis(const char *name)
{
    constexpr std::size_t fractionAt = 20; // behind "2026-09-22T00:02:13."
    const std::string written = text(name);
    const std::optional<UnixSeconds> seconds = parseRfc3339(written);
    if (!seconds || written.size() != fractionAt + 4) {
        refuse(name, "a time like 2026-09-22T00:02:13.191Z");
        return {};
    }
    UnixMillis time{seconds->value * 1000};
    for (std::int64_t i = 0, weight = 100; weight > 0; ++i, weight /= 10)
        time.value += weight * (written[fractionAt + static_cast<std::size_t>(i)] - '0');
    // Whatever else the characters were, only the one spelling of the time comes back.
    if (formatRfc3339(time) != written)
        refuse(name, "a time like 2026-09-22T00:02:13.191Z");
    return time;
}

Bytes JsonFields::hexBytes(const char *name)
{
    return orRefuse(name, hexDecode(text(name)), "hexadecimal");
}

Bytes JsonFields::base64Bytes(const char *name)
{
    return orRefuse(name, base64Decode(text(name)), "base64");
}

const nlohmann::json &JsonFields::list(const char *name)
{
    if (has(name) && m_object.at(name).is_array())
        return m_object.at(name);
    refuse(name, "a list");
    return emptyList;
}

const nlohmann::json &JsonFields::object(const char *name)
{
    if (has(name) && m_object.at(name).is_object())
        return m_object.at(name);
    refuse(name, "an object");
    return emptyObject;
}

std::vector<Hash> JsonFields::hexList(const char *name)
{
    std::vector<Hash> hashes;
    for (const nlohmann::json &entry : list(name)) {
        const std::optional<Bytes> bytes = entry.is_string() ? hexDecode(entry.get<std::string>()) : std::nullopt;
        hashes.push_back(orRefuse(name, bytes ? Hash::from(*bytes) : std::nullopt, "a list of hashes in hexadecimal"));
    }
    return hashes;
}

nlohmann::json hexListOf(std::span<const Hash> hashes)
{
    nlohmann::json list = nlohmann::json::array();
    for (const Hash &hash : hashes)
        list.push_back(hexEncode(hash.span()));
    return list;
}

} // namespace paradox::netting
