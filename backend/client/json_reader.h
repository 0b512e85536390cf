#pragma once

#include "client/answers.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <string>

namespace paradox::client {

/// Reads members of one JSON object strictly. Amounts, sequences and slots are taken from decimal strings only, because
/// a JSON number loses u64 digits on this side. The first member that is not as the contract says makes ok() false and
/// is named in error(); values read after it are defaults. Members that are not asked for are ignored.
class JsonReader {
public:
    explicit JsonReader(const QJsonObject &object) : m_object(object) {}

    [[nodiscard]] bool ok() const { return m_error.empty(); }
    [[nodiscard]] const std::string &error() const { return m_error; }
    void fail(const char *name, const std::string &why);

    [[nodiscard]] bool has(const char *name) const; ///< there, and not null

    [[nodiscard]] std::string text(const char *name);
    [[nodiscard]] std::optional<std::string> optionalText(const char *name);
    [[nodiscard]] std::uint64_t u64(const char *name); ///< a decimal string
    [[nodiscard]] std::int64_t i64(const char *name);
    [[nodiscard]] std::uint64_t count(const char *name); ///< a decimal string, or a JSON number up to 2^53
    [[nodiscard]] Lamports lamports(const char *name) { return {u64(name)}; }
    [[nodiscard]] UnixMillis millis(const char *name);   ///< RFC 3339
    [[nodiscard]] UnixSeconds seconds(const char *name); ///< RFC 3339
    [[nodiscard]] PublicKey key(const char *name);
    [[nodiscard]] Hash hash(const char *name);           ///< hex
    [[nodiscard]] Hash hash58(const char *name);         ///< base58
    [[nodiscard]] Signature signature(const char *name); ///< base58
    [[nodiscard]] bool boolean(const char *name);
    [[nodiscard]] QJsonObject object(const char *name);
    [[nodiscard]] QJsonArray array(const char *name);

    [[nodiscard]] Bytes hexBytes(const char *name, std::size_t size); ///< empty when they are not so many
    template <class Fixed>
    [[nodiscard]] Fixed hex(const char *name)
    {
        return Fixed::from(hexBytes(name, Fixed::size)).value_or(Fixed{});
    }
    /// Reads with `read` when the member is there and not null.
    template <class Read>
    [[nodiscard]] auto optional(const char *name, Read read) -> std::optional<decltype(read(*this, name))>
    {
        if (!has(name))
            return std::nullopt;
        return read(*this, name);
    }
    /// A word out of a closed set.
    template <class Parse>
    [[nodiscard]] auto word(const char *name, Parse parse)
    {
        const auto value = parse(text(name));
        if (!value && ok())
            fail(name, "is a word not known here");
        return value ? *value : std::remove_cvref_t<decltype(*value)>{};
    }

private:
    QJsonObject m_object;
    std::string m_error;
};

/// RFC 3339 with up to three decimals of a second.
[[nodiscard]] std::optional<UnixMillis> parseMillis(std::string_view text);

} // namespace paradox::client
