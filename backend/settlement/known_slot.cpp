#include "settlement/known_slot.h"

#include "storage/batches.h"
#include "storage/index.h"
#include "storage/operations.h"

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
        for (const storage::Operation &operation : storage::operations::list(connection, ofBatch)) {
            for (const storage::Attempt &attempt : operation.attempts) {
                const bool isFinal =
                    attempt.state == AttemptState::Landed || attempt.state == AttemptState::LandedError;
                known = std::max(known, isFinal ? attempt.slot : Slot{});
            }
        }
    }
    return known;
}

} // namespace paradox::settlement
