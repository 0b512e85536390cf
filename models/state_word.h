#pragma once

#include <QMetaType>
#include <QString>

namespace paradox::models {

/// What a state means to a person; one glyph shape each (design/icons). Never a colour.
enum class StateGroup {
    None,
    Pending,
    Netted,
    Settling,
    Settled,
    Rejected,
    Expired,
    Closed,
    Stale,
    Resolving,
    Frozen,
    Aborting
};

struct StateWord {
    QString word; ///< the protocol's own word, lower case, or what it waits for ("retry in 4 s")
    StateGroup group = StateGroup::None;
    bool recedes = false; ///< over and done: the glyph keeps its colour, the word does not

    bool operator==(const StateWord &) const = default;
};

/// Any state word of protocol §7, and the desk's own (resolving, stale). An unknown word is in doubt, not an error.
[[nodiscard]] StateWord stateWord(const QString &word);
/// The verdict of a trade: ACCEPTED, INSOLVENT …
[[nodiscard]] StateWord verdictWord(const QString &verdict);

} // namespace paradox::models

Q_DECLARE_METATYPE(paradox::models::StateWord)
