#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <QLocale>
#include <QMetaType>
#include <QString>

#include <expected>

namespace paradox::models {

enum class AmountUnit { Sol, Lamports };

/// An amount as it is drawn: `head` in full, the trailing zeros in `tail` dimmed. head + tail is the text.
struct AmountText {
    QString head;
    QString tail;

    [[nodiscard]] QString text() const { return head + tail; }
};

[[nodiscard]] AmountText formatAmount(std::uint64_t units, AmountUnit unit);
[[nodiscard]] std::uint64_t magnitude(std::int64_t units);
/// With U+002B or U+2212; zero has no sign.
[[nodiscard]] AmountText formatDelta(std::int64_t units, AmountUnit unit);
/// For a sentence: no trailing zeros, "12.75 SOL".
[[nodiscard]] QString shortSol(std::uint64_t units);

enum class AmountInputError { Empty, NotANumber, TooManyDecimals, TooLarge, Ambiguous };

/// What a person typed or pasted. Takes the locale's decimal separator and the point; groups only in threes. A text
/// that another locale reads as another number is refused as ambiguous, never guessed.
[[nodiscard]] std::expected<std::uint64_t, AmountInputError> parseAmount(const QString &text, AmountUnit unit,
                                                                         const QLocale &locale);

/// Groups of three by U+202F.
[[nodiscard]] QString formatCount(std::uint64_t count);
/// 7 s, 1:29, 2:14:05, 3 d. Negative ages are 0 s.
[[nodiscard]] QString formatAge(std::int64_t milliseconds);
[[nodiscard]] QString formatTime(UnixMillis time);               ///< 14:32:07
[[nodiscard]] QString formatTimeMillis(UnixMillis time);         ///< 14:32:07.191
[[nodiscard]] QString formatDateTime(UnixMillis time);           ///< 2026-10-14 14:32:07 UTC
[[nodiscard]] QString formatRatio(std::uint32_t bps);            ///< 71.4 %, rounded down
[[nodiscard]] QString formatDuration(std::int64_t milliseconds); ///< +38 ms, 2.9 s, 1:29

/// Middle elision, 4…4 in cells. Text that is short already comes back whole.
[[nodiscard]] QString elided(const QString &text, int each);
/// Groups of four with blanks between, for reviews.
[[nodiscard]] QString inFours(const QString &text);
[[nodiscard]] QString keyText(const PublicKey &key);

/// A key as a cell shows it: the address book's name, if any, and the key.
struct KeyText {
    QString name;
    QString key;  ///< full base58
    QString mark; ///< "yours", "first time", or empty

    bool operator==(const KeyText &) const = default;
};

/// Limit of a session in whole lamports; parts never exceed the limit except `wanted`.
struct MeterParts {
    std::uint64_t limit = 0;
    std::uint64_t spent = 0;
    std::uint64_t held = 0;
    std::uint64_t wanted = 0;

    [[nodiscard]] std::uint64_t left() const;
    [[nodiscard]] bool wouldExceed() const;
    [[nodiscard]] std::uint64_t overshoot() const;
    bool operator==(const MeterParts &) const = default;
};

} // namespace paradox::models

Q_DECLARE_METATYPE(paradox::models::KeyText)
Q_DECLARE_METATYPE(paradox::models::MeterParts)
