#pragma once

#include "domain/ids.h"

#include <cstdint>

namespace paradox::node {

/// Notices a chain that answers but no longer finalizes: one whose disk has failed, or a cluster that has halted.
class FinalityWatch {
public:
    static constexpr std::int64_t patienceMs = 60'000; ///< several times what any cluster needs

    /// False when the finalized slot has not moved for longer than that.
    [[nodiscard]] bool isMoving(Slot finalized, std::int64_t nowMs)
    {
        if (finalized > m_highest || m_movedMs < 0) {
            m_highest = finalized;
            m_movedMs = nowMs;
        }
        return nowMs - m_movedMs <= patienceMs;
    }

private:
    Slot m_highest;
    std::int64_t m_movedMs = -1; ///< nothing was seen yet
};

} // namespace paradox::node
