#include "models/filter_query.h"

#include "domain/amount.h"

#include <algorithm>
#include <limits>

namespace paradox::models {

struct FilterQuery::Token {
    QString text;
    qsizetype at = 0;
    bool quoted = false; ///< begins with a quote: never a key, never `or`
    bool isLast = false; ///< nothing follows it, not even a blank
};

namespace {

std::optional<qint64> durationOf(const QString &text)
{
    qsizetype digits = 0;
    while (digits < text.size() && text[digits].isDigit())
        ++digits;
    bool ok = false;
    const qint64 count = text.left(digits).toLongLong(&ok);
    if (!ok || count > 1'000'000'000)
        return std::nullopt;
    const QString unit = text.mid(digits);
    if (unit == QStringLiteral("ms"))
        return count;
    if (unit.isEmpty() || unit == QStringLiteral("s"))
        return count * 1000;
    if (unit == QStringLiteral("m"))
        return count * 60'000;
    if (unit == QStringLiteral("h"))
        return count * 3'600'000;
    if (unit == QStringLiteral("d"))
        return count * 86'400'000;
    return std::nullopt;
}

std::optional<qint64> numberOf(const QString &text, FilterKind kind)
{
    if (kind == FilterKind::Duration)
        return durationOf(text);
    const std::string ascii = text.toStdString();
    const auto parsed = parseDecimal(ascii, kind == FilterKind::Amount ? solDecimals : 0);
    if (!parsed || *parsed > amountMax.value)
        return std::nullopt;
    return static_cast<qint64>(*parsed);
}

/// QString's own search folds every character it passes; this one only those where the needle's first letter stands.
bool containsWords(QStringView text, QStringView needle)
{
    if (needle.isEmpty() || needle[0].unicode() > 127)
        return text.contains(needle, Qt::CaseInsensitive);
    const char16_t first = needle[0].toLower().unicode();
    const bool isLetter = first >= u'a' && first <= u'z';
    for (qsizetype i = 0; i + needle.size() <= text.size(); ++i) {
        const char16_t here = text[i].unicode();
        if ((here == first || (isLetter && (here | 0x20) == first)) &&
            text.sliced(i, needle.size()).compare(needle, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

/// Position of the first character that ends a key, or -1.
qsizetype keyEnd(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u':' || text[i] == u'>' || text[i] == u'<')
            return i;
        if (!text[i].isLetter() && text[i] != u'_')
            return -1;
    }
    return -1;
}

} // namespace

std::expected<std::vector<FilterQuery::Token>, FilterError> FilterQuery::tokens(const QString &text)
{
    std::vector<Token> result;
    qsizetype i = 0;
    while (i < text.size()) {
        if (text[i].isSpace()) {
            ++i;
            continue;
        }
        Token token{{}, i, text[i] == u'"', false};
        bool quoted = false;
        for (; i < text.size() && (quoted || !text[i].isSpace()); ++i) {
            if (text[i] == u'"')
                quoted = !quoted;
            else
                token.text += text[i];
        }
        if (quoted)
            return std::unexpected(FilterError{token.at, QStringLiteral("the quote is not closed"), true});
        token.isLast = i == text.size();
        result.push_back(std::move(token));
    }
    return result;
}

std::expected<FilterQuery::Term, FilterError> FilterQuery::term(const Token &token, const std::vector<FilterKey> &keys)
{
    Term term;
    QString rest = token.text;
    if (!token.quoted && rest.startsWith(u'!')) {
        term.negated = true;
        rest = rest.mid(1);
    }
    const qsizetype end = token.quoted ? -1 : keyEnd(rest);
    if (end <= 0) {
        if (rest.isEmpty() && !token.quoted)
            return std::unexpected(FilterError{token.at, QStringLiteral("“!” needs a term"), token.isLast});
        term.text = rest;
        return term;
    }
    const QString name = rest.left(end).toLower();
    const auto key = std::ranges::find(keys, name, &FilterKey::name);
    if (key == keys.end()) {
        return std::unexpected(FilterError{token.at, QStringLiteral("there is no key “%1” here").arg(name)});
    }
    term.key = name;
    term.kind = key->kind;
    rest = rest.mid(rest[end] == u':' ? end + 1 : end);
    if (rest.startsWith(u'!')) {
        term.negated = !term.negated;
        rest = rest.mid(1);
    }
    const auto take = [&](QLatin1String mark, Compare compare) {
        if (term.compare != Compare::Has || !rest.startsWith(mark))
            return;
        term.compare = compare;
        rest = rest.mid(mark.size());
    };
    take(QLatin1String(">="), Compare::GreaterEqual);
    take(QLatin1String("<="), Compare::LessEqual);
    take(QLatin1String(">"), Compare::Greater);
    take(QLatin1String("<"), Compare::Less);
    take(QLatin1String("="), Compare::Equal);
    if (rest.isEmpty())
        return std::unexpected(FilterError{token.at, QStringLiteral("“%1” needs a value").arg(name), token.isLast});
    term.text = rest;
    if (term.kind == FilterKind::Text) {
        if (term.compare != Compare::Has && term.compare != Compare::Equal)
            return std::unexpected(FilterError{token.at, QStringLiteral("“%1” is not a number").arg(name)});
        return term;
    }
    const std::optional<qint64> number = numberOf(rest, term.kind);
    if (!number) {
        return std::unexpected(
            FilterError{token.at, term.kind == FilterKind::Duration
                                      ? QStringLiteral("“%1” is not a time like 90s, 5m or 2h").arg(rest)
                                      : QStringLiteral("“%1” is not a number").arg(rest)});
    }
    term.number = *number;
    return term;
}

std::expected<FilterQuery, FilterError> FilterQuery::parse(const QString &text, const std::vector<FilterKey> &keys)
{
    const auto parts = tokens(text);
    if (!parts)
        return std::unexpected(parts.error());
    FilterQuery query;
    bool alternative = true;
    for (const Token &part : *parts) {
        if (!part.quoted && part.text.compare(QStringLiteral("or"), Qt::CaseInsensitive) == 0) {
            if (alternative)
                return std::unexpected(FilterError{part.at, QStringLiteral("“or” stands between two terms")});
            alternative = true;
            continue;
        }
        const auto parsed = term(part, keys);
        if (!parsed)
            return std::unexpected(parsed.error());
        if (alternative)
            query.m_alternatives.emplace_back();
        query.m_alternatives.back().push_back(*parsed);
        alternative = false;
    }
    if (alternative && !query.m_alternatives.empty())
        return std::unexpected(FilterError{text.size(), QStringLiteral("“or” stands between two terms"), true});
    return query;
}

bool FilterQuery::holds(const Term &term, const Field &field, const QString &searchText)
{
    // Words of a row cost something to put together, so a null text asks for them only here, by the empty key.
    if (term.key.isEmpty())
        return containsWords(searchText.isNull() ? field(QString()).toString() : searchText, term.text);
    const QVariant value = field(term.key);
    if (!value.isValid())
        return false;
    if (term.kind == FilterKind::Text) {
        const QString text = value.toString();
        return term.compare == Compare::Equal ? text.compare(term.text, Qt::CaseInsensitive) == 0
                                              : text.contains(term.text, Qt::CaseInsensitive);
    }
    // A count or an amount above 2^63-1 does not exist in the protocol; one that claims to sorts above all.
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    const qint64 number =
        value.typeId() == QMetaType::ULongLong && value.toULongLong() > quint64{most} ? most : value.toLongLong();
    switch (term.compare) {
    case Compare::Has:
    case Compare::Equal:
        return number == term.number;
    case Compare::Less:
        return number < term.number;
    case Compare::LessEqual:
        return number <= term.number;
    case Compare::Greater:
        return number > term.number;
    case Compare::GreaterEqual:
        return number >= term.number;
    }
    return false;
}

bool FilterQuery::matches(const Field &field, const QString &searchText) const
{
    if (m_alternatives.empty())
        return true;
    return std::ranges::any_of(m_alternatives, [&](const std::vector<Term> &terms) {
        return std::ranges::all_of(terms,
                                   [&](const Term &term) { return holds(term, field, searchText) != term.negated; });
    });
}

bool FilterQuery::dependsOnTime() const
{
    return std::ranges::any_of(m_alternatives, [](const std::vector<Term> &terms) {
        return std::ranges::any_of(terms, [](const Term &term) { return term.kind == FilterKind::Duration; });
    });
}

std::vector<std::pair<qsizetype, qsizetype>> FilterQuery::keySpans(const QString &text)
{
    std::vector<std::pair<qsizetype, qsizetype>> spans;
    qsizetype start = 0;
    bool quoted = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == u'"')
            quoted = !quoted;
        if (i < text.size() && (quoted || !text[i].isSpace()))
            continue;
        const QString word = text.mid(start, i - start);
        const qsizetype skip = word.startsWith(u'!') ? 1 : 0;
        const qsizetype end = keyEnd(word.mid(skip));
        if (end > 0)
            spans.emplace_back(start, skip + end + (word[skip + end] == u':' ? 1 : 0));
        else if (word.compare(QStringLiteral("or"), Qt::CaseInsensitive) == 0)
            spans.emplace_back(start, word.size());
        start = i + 1;
    }
    return spans;
}

} // namespace paradox::models
