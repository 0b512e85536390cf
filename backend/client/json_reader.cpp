#include "client/json_reader.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

#include <QString>

namespace paradox::client {
namespace {

constexpr qint64 exactNumberMax = qint64{1} << 53;

} // namespace

std::optional<UnixMillis> parseMillis(std::string_view text)
{
    const std::optional<UnixSeconds> whole = parseRfc3339(text);
    if (!whole)
        return std::nullopt;
    std::int64_t millis = 0;
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos) {
        std::int64_t scale = 100;
        for (std::size_t i = dot + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, scale /= 10)
            millis += (text[i] - '0') * scale;
    }
    return UnixMillis{whole->value * 1000 + millis};
}

void JsonReader::fail(const char *name, const std::string &why)
{
    if (m_error.empty())
        m_error = std::string(name) + ' ' + why;
}

bool JsonReader::has(const char *name) const
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    return !value.isUndefined() && !value.isNull();
}

std::string JsonReader::text(const char *name)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (!value.isString()) {
        fail(name, "is not a string");
        return {};
    }
    return value.toString().toStdString();
}

std::optional<std::string> JsonReader::optionalText(const char *name)
{
    return has(name) ? std::optional(text(name)) : std::nullopt;
}

std::uint64_t JsonReader::u64(const char *name)
{
    const std::optional<std::uint64_t> value = parseU64(text(name));
    if (!value)
        fail(name, "is not a decimal string");
    return value.value_or(0);
}

std::int64_t JsonReader::i64(const char *name)
{
    const std::optional<std::int64_t> value = parseI64(text(name));
    if (!value)
        fail(name, "is not a decimal string");
    return value.value_or(0);
}

std::uint64_t JsonReader::count(const char *name)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (value.isString())
        return u64(name);
    const qint64 number = value.toInteger(-1);
    if (number < 0 || number > exactNumberMax) {
        fail(name, "is not a count");
        return 0;
    }
    return static_cast<std::uint64_t>(number);
}

UnixMillis JsonReader::millis(const char *name)
{
    const std::optional<UnixMillis> time = parseMillis(text(name));
    if (!time)
        fail(name, "is not a time");
    return time.value_or(UnixMillis{});
}

UnixSeconds JsonReader::seconds(const char *name)
{
    return toSeconds(millis(name));
}

PublicKey JsonReader::key(const char *name)
{
    const auto key = fromBase58<PublicKey>(text(name));
    if (!key)
        fail(name, "is not a public key");
    return key.value_or(PublicKey{});
}

Hash JsonReader::hash58(const char *name)
{
    const auto hash = fromBase58<Hash>(text(name));
    if (!hash)
        fail(name, "is not a base58 hash");
    return hash.value_or(Hash{});
}

Signature JsonReader::signature(const char *name)
{
    const auto signature = fromBase58<Signature>(text(name));
    if (!signature)
        fail(name, "is not a signature");
    return signature.value_or(Signature{});
}

Hash JsonReader::hash(const char *name)
{
    return hex<Hash>(name);
}

Bytes JsonReader::hexBytes(const char *name, std::size_t size)
{
    std::optional<Bytes> bytes = hexDecode(text(name));
    if (!bytes || bytes->size() != size) {
        fail(name, "is not hexadecimal of the right length");
        return {};
    }
    return std::move(*bytes);
}

bool JsonReader::boolean(const char *name)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (!value.isBool())
        fail(name, "is not true or false");
    return value.toBool();
}

QJsonObject JsonReader::object(const char *name)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (!value.isObject())
        fail(name, "is not an object");
    return value.toObject();
}

QJsonArray JsonReader::array(const char *name)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (!value.isArray())
        fail(name, "is not an array");
    return value.toArray();
}

} // namespace paradox::client
