#include "models/format.h"

#include "domain/base58.h"
#include "domain/time_text.h"

#include <algorithm>

namespace paradox::models {
namespace {

constexpr QChar groupMark(0x202F);
constexpr QChar ellipsis(0x2026);
constexpr QChar minusSign(0x2212);

QString grouped(const QString &digits)
{
    QString result;
    result.reserve(digits.size() + digits.size() / 3);
    for (qsizetype i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            result += groupMark;
        result += digits[i];
    }
    return result;
}

bool isGroupBlank(QChar c)
{
    return c == groupMark || c == QChar(0x00A0) || c == QChar(0x2009) || c == u' ' || c == u'\'';
}

/// Removes blanks that stand as group marks, or nothing when they do not stand in threes.
std::optional<QString> withoutGroups(const QString &text)
{
    const qsizetype point = std::max(text.lastIndexOf(u'.'), text.lastIndexOf(u','));
    const qsizetype end = point < 0 ? text.size() : point;
    QString result;
    qsizetype digits = 0;
    bool anyGroup = false;
    for (qsizetype i = 0; i < end; ++i) {
        if (!isGroupBlank(text[i])) {
            result += text[i];
            ++digits;
            continue;
        }
        if (digits == 0 || digits > 3 || (anyGroup && digits != 3))
            return std::nullopt;
        anyGroup = true;
        digits = 0;
    }
    if (anyGroup && digits != 3)
        return std::nullopt;
    return result + text.mid(end);
}

bool isMark(QChar c)
{
    return c == u'.' || c == u',';
}

/// Of a text with several marks: whether the first kind of them could stand between groups of three.
bool couldBeGrouped(const QString &text)
{
    const auto first = std::ranges::find_if(text, isMark);
    const QStringList parts = text.split(*first);
    if (parts.front().isEmpty() || parts.front().size() > 3)
        return false;
    return std::all_of(parts.begin() + 1, parts.end(), [&](const QString &part) {
        const qsizetype other = std::ranges::find_if(part, isMark) - part.begin();
        return other == 3 && (other == part.size() || &part == &parts.back());
    });
}

} // namespace

AmountText formatAmount(std::uint64_t units, AmountUnit unit)
{
    if (unit == AmountUnit::Lamports)
        return {grouped(QString::number(units)), {}};
    const QString whole = grouped(QString::number(units / lamportsPerSol));
    const QString fraction = QString::number(units % lamportsPerSol).rightJustified(9, u'0');
    qsizetype significant = fraction.size();
    while (significant > 0 && fraction[significant - 1] == u'0')
        --significant;
    return {whole + u'.' + fraction.left(significant), fraction.mid(significant)};
}

std::uint64_t magnitude(std::int64_t units)
{
    return units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
}

AmountText formatDelta(std::int64_t units, AmountUnit unit)
{
    AmountText text = formatAmount(magnitude(units), unit);
    if (units != 0)
        text.head.prepend(units < 0 ? minusSign : QChar(u'+'));
    return text;
}

QString shortSol(std::uint64_t units)
{
    QString head = formatAmount(units, AmountUnit::Sol).head;
    if (head.endsWith(u'.'))
        head.chop(1);
    return head;
}

std::expected<std::uint64_t, AmountInputError> parseAmount(const QString &text, AmountUnit unit, const QLocale &locale)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return std::unexpected(AmountInputError::Empty);
    const std::optional<QString> plain = withoutGroups(trimmed);
    if (!plain)
        return std::unexpected(AmountInputError::Ambiguous);
    const qsizetype commas = plain->count(u',');
    const qsizetype points = plain->count(u'.');
    if (commas + points > 1)
        return std::unexpected(couldBeGrouped(*plain) ? AmountInputError::Ambiguous : AmountInputError::NotANumber);
    QString normal = *plain;
    if (commas + points == 1) {
        const QChar mark = commas == 1 ? QChar(u',') : QChar(u'.');
        const qsizetype at = plain->indexOf(mark);
        const bool couldGroup = plain->size() - at - 1 == 3 && at > 0 && at <= 3;
        if (locale.decimalPoint() != QString(mark) && couldGroup)
            return std::unexpected(AmountInputError::Ambiguous);
        if (unit == AmountUnit::Lamports)
            return std::unexpected(couldGroup ? AmountInputError::Ambiguous : AmountInputError::TooManyDecimals);
        normal[at] = u'.';
    }
    const std::string ascii = normal.toStdString();
    const auto parsed = parseDecimal(ascii, unit == AmountUnit::Sol ? solDecimals : 0);
    if (parsed)
        return *parsed;
    switch (parsed.error()) {
    case AmountError::Empty:
        return std::unexpected(AmountInputError::Empty);
    case AmountError::NotANumber:
        return std::unexpected(AmountInputError::NotANumber);
    case AmountError::TooManyDecimals:
        return std::unexpected(AmountInputError::TooManyDecimals);
    case AmountError::TooLarge:
        return std::unexpected(AmountInputError::TooLarge);
    }
    return std::unexpected(AmountInputError::NotANumber);
}

QString formatCount(std::uint64_t count)
{
    return grouped(QString::number(count));
}

QString formatAge(std::int64_t milliseconds)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, milliseconds / 1000);
    const auto two = [](std::int64_t value) { return QString::number(value).rightJustified(2, u'0'); };
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(QString::number(seconds / 60), two(seconds % 60));
    if (seconds < 86400)
        return QStringLiteral("%1:%2:%3")
            .arg(QString::number(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60));
    return QStringLiteral("%1 d").arg(seconds / 86400);
}

QString formatTime(UnixMillis time)
{
    return QString::fromStdString(formatRfc3339(time)).mid(11, 8);
}

QString formatTimeMillis(UnixMillis time)
{
    return QString::fromStdString(formatRfc3339(time)).mid(11, 12);
}

QString formatDateTime(UnixMillis time)
{
    return QString::fromStdString(formatRfc3339(time)).left(19).replace(u'T', u' ') + QStringLiteral(" UTC");
}

QString formatRatio(std::uint32_t bps)
{
    return QStringLiteral("%1.%2 %").arg(bps / 100).arg(bps / 10 % 10);
}

QString formatDuration(std::int64_t milliseconds)
{
    if (milliseconds < 1000)
        return QStringLiteral("%1 ms").arg(std::max<std::int64_t>(0, milliseconds));
    if (milliseconds < 60'000)
        return QStringLiteral("%1.%2 s").arg(milliseconds / 1000).arg(milliseconds / 100 % 10);
    return formatAge(milliseconds);
}

QString elided(const QString &text, int each)
{
    if (text.size() <= 2 * each + 1)
        return text;
    return text.left(each) + ellipsis + text.right(each);
}

QString inFours(const QString &text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); i += 4) {
        if (i > 0)
            result += u' ';
        result += text.mid(i, 4);
    }
    return result;
}

QString keyText(const PublicKey &key)
{
    return QString::fromStdString(toBase58(key));
}

std::uint64_t MeterParts::left() const
{
    const std::uint64_t used = spent > limit ? limit : spent;
    const std::uint64_t kept = held > limit - used ? limit - used : held;
    return limit - used - kept;
}

bool MeterParts::wouldExceed() const
{
    return wanted > left();
}

std::uint64_t MeterParts::overshoot() const
{
    return wouldExceed() ? wanted - left() : 0;
}

} // namespace paradox::models
