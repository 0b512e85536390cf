#pragma once

#include "client/answers.h"

#include <QString>

#include <vector>

namespace paradox::cli {

/// One member of an object as it is printed: a word for people, a JSON member for programs. Numbers that may exceed
/// 2^53 and all amounts are text.
struct Field {
    enum class Kind : std::uint8_t { Text, Number, Truth, Null, Json };

    const char *name;
    QString value;
    Kind kind = Kind::Text;
};
using Fields = std::vector<Field>;

[[nodiscard]] Fields fieldsOf(const client::IntentRecord &intent);
[[nodiscard]] Fields fieldsOf(const client::SessionRecord &session);
[[nodiscard]] Fields fieldsOf(const client::BatchRecord &batch);
[[nodiscard]] Fields fieldsOf(const client::OperationRecord &operation);
[[nodiscard]] Fields fieldsOf(const client::ItemRecord &item);
[[nodiscard]] Fields fieldsOf(const client::Balances &balances);
[[nodiscard]] Fields fieldsOf(const client::Health &health);
[[nodiscard]] Fields fieldsOf(const client::Admitted &admitted);
[[nodiscard]] Fields fieldsOf(const client::Relayed &relayed);

[[nodiscard]] QString toJson(const Fields &fields); ///< one object, one line, no newline
[[nodiscard]] QString toText(const Fields &fields); ///< a line each

[[nodiscard]] QString quoted(const QString &text); ///< as a JSON string
[[nodiscard]] QString fromView(std::string_view text);

} // namespace paradox::cli
