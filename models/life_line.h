#pragma once

#include "models/state_word.h"

#include <QString>

#include <vector>

namespace paradox::models {

enum class NodeKind { Passed, Current, Expected, Failed };

struct LifeNode {
    QString name;
    QString time;   ///< the first absolute, then relative; "expected" for what has not happened
    QString detail; ///< attempt n of m, chunk, seq, signature, or the reason
    StateWord state;
    NodeKind kind = NodeKind::Passed;

    bool operator==(const LifeNode &) const = default;
};

/// Each state something went through, in order; a repeated attempt is a node of its own, never merged.
struct LifeLine {
    QString title;
    QString summary; ///< amount and key, for the dock title
    std::vector<LifeNode> nodes;

    bool operator==(const LifeLine &) const = default;
};

[[nodiscard]] QString textOf(const LifeLine &line); ///< one line for each node
[[nodiscard]] QString jsonOf(const LifeLine &line);

} // namespace paradox::models
