#include "settlement/known_slot.h"

#include "storage/batches.h"
#include "storage/index.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr std::size_t operationsPerBatchMax = 100'000; ///< far more than its chunks can have

} // namespace

Slot finalizedBefore(storage::Connection &connection)
{
    Slot known = storage::index::watermark(connection).slot;
    for (const storage::Batch &batch : storage::batches::unfinished(connection)) {
        known = std::max(known, batch.readSlot);
        const storage::OperationFilter ofBatch{
            .owner = {}, .state = {}, .batchSeq = batch.seq, .before = {}, .limit = operationsPerBatchMax};
        for (const storage::Operation &operation : storage::operations::list(connection, ofBatch))
            known = std::max(known, landedIn(operation));
    }
    return known;
}

Slot landedIn(const storage::Operation &operation)
{
    Slot newest;
    for (const storage::Attempt &attempt : operation.attempts) {
        if (attempt.state == AttemptState::Landed || attempt.state == AttemptState::LandedError)
            newest = std::max(newest, attempt.slot);
    }
    return newest;
}

} // namespace paradox::settlement
