#pragma once

#include <QString>
#include <QStringList>
#include <QVariant>

#include <expected>
#include <functional>
#include <vector>

namespace paradox::models {

enum class FilterKind { Text, Amount, Count, Duration };

/// A key that a table can be filtered by. Text compares whole words or a part; the rest compares as numbers.
struct FilterKey {
    QString name;
    FilterKind kind = FilterKind::Text;
    QStringList values; ///< what completion offers
};

struct FilterError {
    qsizetype at = 0;
    QString reason;          ///< one clause, English; the field shows it as it is
    bool unfinished = false; ///< the text only lacks its end: not wrong yet
};

/// `status:failed age:>5m amount:>=1.5 !item:Helm "Kestrel Guild" or owner:mine`
/// Blanks mean and, `or` binds weaker, `!` negates a term or a value, bare words search everything.
class FilterQuery {
public:
    /// An empty text accepts every row.
    [[nodiscard]] static std::expected<FilterQuery, FilterError> parse(const QString &text,
                                                                       const std::vector<FilterKey> &keys);

    /// What a row says of itself: QString for Text, quint64 lamports, quint64 count, qint64 milliseconds.
    using Field = std::function<QVariant(const QString &key)>;
    [[nodiscard]] bool matches(const Field &field, const QString &searchText) const;

    [[nodiscard]] bool isEmpty() const { return m_alternatives.empty(); }
    /// Such a query answers differently as time goes on.
    [[nodiscard]] bool dependsOnTime() const;

    /// Where keys stand in a text, for colouring: start and length, colon included.
    [[nodiscard]] static std::vector<std::pair<qsizetype, qsizetype>> keySpans(const QString &text);

private:
    enum class Compare { Has, Equal, Less, LessEqual, Greater, GreaterEqual };
    struct Term {
        QString key; ///< empty: bare words
        FilterKind kind = FilterKind::Text;
        Compare compare = Compare::Has;
        bool negated = false;
        QString text;
        qint64 number = 0;
    };
    struct Token;
    static std::expected<std::vector<Token>, FilterError> tokens(const QString &text);
    static std::expected<Term, FilterError> term(const Token &token, const std::vector<FilterKey> &keys);
    static bool holds(const Term &term, const Field &field, const QString &searchText);

    std::vector<std::vector<Term>> m_alternatives;
};

} // namespace paradox::models
