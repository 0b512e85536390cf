#pragma once

#include "domain/ids.h"

#include <QMetaType>

#include <cstdint>

namespace paradox::models {

/// What the lane of a batch draws: its times and its chunks. Zero times have not come yet.
struct BatchLane {
    UnixMillis openedAt, cutAt, nettedAt, updatedAt, finalizedAt;
    std::uint32_t chunkCount = 0, chunksLocked = 0, chunksCommitted = 0, attempts = 0;
    UnixMillis nextRetryAt;
    std::uint64_t trades = 0;
    bool isOpen = false;
    bool isOver = false;
    bool isAborted = false;

    bool operator==(const BatchLane &) const = default;
};

} // namespace paradox::models

Q_DECLARE_METATYPE(paradox::models::BatchLane)
