#pragma once

#include "domain/amount.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

#include <nlohmann/json.hpp>

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace paradox::netting {

/// Takes typed members out of an untrusted JSON object. The first one that is missing or malformed is kept as words;
/// after it every value is empty, so that a reader can be written straight through and asked once at its end.
class JsonFields {
public:
    explicit JsonFields(const nlohmann::json &object, std::string where = {});

    [[nodiscard]] bool has(const char *name) const { return m_object.is_object() && m_object.contains(name); }
    [[nodiscard]] bool isNull(const char *name) const { return !has(name) || m_object.at(name).is_null(); }
    [[nodiscard]] std::string text(const char *name);
    [[nodiscard]] std::uint64_t u64(const char *name); ///< a decimal string, or a whole number
    [[nodiscard]] std::int64_t i64(const char *name);
    [[nodiscard]] UnixMillis millis(const char *name); ///< RFC 3339 in UTC with milliseconds
    [[nodiscard]] Bytes hexBytes(const char *name);
    [[nodiscard]] Bytes base64Bytes(const char *name);
    [[nodiscard]] const nlohmann::json &list(const char *name);   ///< an array, or an empty one
    [[nodiscard]] const nlohmann::json &object(const char *name); ///< an object, or an empty one
    [[nodiscard]] std::vector<Hash> hexList(const char *name);

    template <class Fixed>
    [[nodiscard]] Fixed hex(const char *name)
    {
        return orRefuse(name, Fixed::from(hexBytes(name)), "hexadecimal of the right length");
    }
    template <class Fixed>
    [[nodiscard]] Fixed base58(const char *name)
    {
        return orRefuse(name, fromBase58<Fixed>(text(name)), "base58 of the right length");
    }
    /// A narrower number.
    template <class T>
    [[nodiscard]] T whole(const char *name)
    {
        const std::uint64_t value = u64(name);
        if (value > std::numeric_limits<T>::max())
            refuse(name, "small enough");
        return static_cast<T>(value);
    }
    template <class T>
    T orRefuse(const char *name, const std::optional<T> &value, const char *expected)
    {
        if (!value)
            refuse(name, expected);
        return value.value_or(T{});
    }

    void refuse(const char *name, const char *expected);
    /// Takes over what a reader of an inner object found.
    void inherit(const JsonFields &inner);
    [[nodiscard]] bool ok() const { return m_error.empty(); }
    [[nodiscard]] const std::string &error() const { return m_error; }

private:
    const nlohmann::json &m_object;
    std::string m_where;
    std::string m_error;
};

[[nodiscard]] nlohmann::json hexListOf(std::span<const Hash> hashes);

} // namespace paradox::netting
