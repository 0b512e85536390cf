#pragma once

#include "models/slot_index.h"

#include <utility>
#include <vector>

namespace paradox::models {

/// Which slots are taken, and which of them nobody has spoken of for longest: a hand goes round them as that of a clock
/// and passes over, once, who was spoken of since it came by last.
class SlotClock {
public:
    [[nodiscard]] SlotNumber size() const { return static_cast<SlotNumber>(m_marks.size()); }
    [[nodiscard]] bool isTaken(SlotNumber slot) const { return m_marks[slot].taken; }

    void add() { m_marks.push_back({.taken = true, .fresh = true, .heard = false}); }
    void take(SlotNumber slot) { m_marks[slot] = {.taken = true, .fresh = true, .heard = false}; }
    void free(SlotNumber slot) { m_marks[slot].taken = false; }
    void heard(SlotNumber slot) { m_marks[slot].heard = true; }
    /// The application of events that took it is over: from now on the hand may stop at it.
    void settle(SlotNumber slot) { m_marks[slot].fresh = false; }

    /// The next slot that may go, `none` when the hand found none in two rounds.
    template <class MayGo>
    [[nodiscard]] SlotNumber next(MayGo &&mayGo)
    {
        for (std::size_t looks = 2 * m_marks.size(); looks > 0; --looks) {
            const SlotNumber slot = m_hand;
            m_hand = slot + 1 < size() ? slot + 1 : 0;
            Mark &mark = m_marks[slot];
            if (mark.taken && !mark.fresh && !std::exchange(mark.heard, false) && mayGo(slot))
                return slot;
        }
        return SlotIndex::none;
    }

private:
    struct Mark {
        bool taken = false;
        bool fresh = false; ///< taken by the application of events under way
        bool heard = false; ///< spoken of since the hand came by
    };

    std::vector<Mark> m_marks;
    SlotNumber m_hand = 0;
};

} // namespace paradox::models
