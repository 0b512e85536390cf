#include "settlement/courier.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr std::size_t statusesPerCall = 256;
constexpr std::int64_t pauseAfterTroubleMs = 500;

bool isLive(const storage::Attempt &attempt)
{
    return attempt.state == AttemptState::Signed || attempt.state == AttemptState::Sent;
}

storage::Attempt *liveAttempt(storage::Operation &operation)
{
    const auto live = std::ranges::find_if(operation.attempts, isLive);
    return live == operation.attempts.end() ? nullptr : &*live;
}

/// Whether no attempt of an operation can land any more, for a chain that has finalized so much.
bool isPast(const storage::Operation &operation, BlockHeight finalized)
{
    return std::ranges::all_of(
        operation.attempts, [&](const storage::Attempt &attempt) { return finalized > attempt.lastValidBlockHeight; });
}

bool isOver(OperationState state)
{
    switch (state) {
    case OperationState::Pending:
    case OperationState::Processing:
    case OperationState::Submitted:
    case OperationState::Confirmed:
        return false;
    case OperationState::Settled:
    case OperationState::Failed:
    case OperationState::Expired:
    case OperationState::Cancelled:
    case OperationState::Compensating:
    case OperationState::Compensated:
        return true;
    }
    return true;
}

/// The stations between two states of the way forward; a state off that way is reached in one step.
std::vector<OperationState> stepsTo(OperationState from, OperationState to)
{
    static constexpr std::array line = {OperationState::Pending, OperationState::Processing, OperationState::Submitted,
                                        OperationState::Confirmed, OperationState::Settled};
    const auto start = std::ranges::find(line, from);
    const auto end = std::ranges::find(line, to);
    if (from == to)
        return {};
    if (start == line.end() || end == line.end() || end < start)
        return {to};
    return {start + 1, end + 1};
}

} // namespace

/// What a look at the chain changes about one operation. A value, so that it is written first and applied after.
struct Courier::Change {
    std::string id;
    std::uint32_t attempt = 0;
    std::optional<AttemptState> attemptState = {};
    std::optional<OperationState> operationState = {};
    std::optional<UnixMillis> sentAt = {};
    std::optional<Slot> slot = {};
    std::optional<Lamports> fee = {};
    std::string error = {};
};

bool Courier::hasLiveAttempt(const storage::Operation &operation)
{
    return std::ranges::any_of(operation.attempts, isLive);
}

void Courier::load(storage::Connection &connection)
{
    m_runs.clear();
    for (storage::Operation &operation : storage::operations::unfinished(connection)) {
        std::string id = operation.id;
        m_runs.emplace(std::move(id), Run{.operation = std::move(operation)});
    }
}

const storage::Operation *Courier::find(const std::string &id) const
{
    const auto found = m_runs.find(id);
    return found == m_runs.end() ? nullptr : &found->second.operation;
}

std::expected<void, storage::StorageError>
Courier::launch(std::span<Launch> launches, std::move_only_function<void(storage::Transaction &)> alongside)
{
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (Launch &launch : launches) {
            storage::Operation &operation = launch.operation;
            PARADOX_ASSERT(!hasLiveAttempt(operation));
            operation.updatedAt = transaction.now();
            operation.signature = launch.signature;
            operation.error.clear();
            if (operation.number == 0) {
                operation.state = OperationState::Pending;
                operation.createdAt = transaction.now();
                const auto number = storage::operations::insert(transaction, operation);
                if (!number) { // the disk said no, and so will the transaction
                    PARADOX_ASSERT(transaction.connection().failure().has_value());
                    return;
                }
                operation.number = *number;
            }
            storage::Attempt attempt{.number = static_cast<std::uint32_t>(operation.attempts.size() + 1),
                                     .signature = launch.signature,
                                     .blockhash = launch.blockhash,
                                     .lastValidBlockHeight = launch.lastValidBlockHeight,
                                     .error = {},
                                     .bytes = std::move(launch.bytes)};
            storage::operations::putAttempt(transaction, operation.id, attempt);
            operation.attempts.push_back(std::move(attempt));
            // A new attempt of one that was sent before leaves the operation where it is, unless a fork undid it.
            const OperationState next =
                operation.state == OperationState::Pending ? OperationState::Processing : OperationState::Submitted;
            if (operation.state != OperationState::Processing)
                operation.state = next;
            storage::operations::update(transaction, operation, storage::Actor::Node);
        }
        if (alongside)
            alongside(transaction);
    });
    if (!written)
        return std::unexpected(written.error());
    for (Launch &launch : launches) {
        const std::string id = launch.operation.id;
        m_runs.insert_or_assign(id, Run{.operation = std::move(launch.operation)});
    }
    sendDue(m_clock.monotonicMs());
    return {};
}

void Courier::tick()
{
    const std::int64_t now = m_clock.monotonicMs();
    if (m_runs.empty() || now < m_pauseUntilMs)
        return;
    sendDue(now);
    if (now < m_nextPollMs)
        return;
    m_nextPollMs = now + m_options.pollIntervalMs;
    m_blindness.clear();
    readStatuses();
    readExpiries();
}

std::vector<Courier::Run *> Courier::liveRuns()
{
    std::vector<Run *> live;
    for (auto &[id, run] : m_runs) {
        if (hasLiveAttempt(run.operation))
            live.push_back(&run);
    }
    return live;
}

void Courier::sendDue(std::int64_t nowMs)
{
    std::vector<Change> changes;
    for (Run *run : liveRuns()) {
        if (nowMs < run->nextSendMs || nowMs < m_pauseUntilMs || run->operation.state == OperationState::Confirmed)
            continue;
        storage::Attempt &attempt = *liveAttempt(run->operation);
        const chain::Result<Signature> sent = m_chain.send(attempt.bytes, chain::Preflight::Skip);
        run->nextSendMs = nowMs + m_options.resendIntervalMs;
        if (!sent) {
            using chain::ErrorClass;
            m_trouble = sent.error().words;
            if (sent.error().kind == ErrorClass::Transient || sent.error().kind == ErrorClass::Throttled) {
                // Nothing has left this house: the attempt is still only signed.
                m_pauseUntilMs = nowMs + std::max(sent.error().retryAfterMs, pauseAfterTroubleMs);
                run->nextSendMs = m_pauseUntilMs;
                break;
            }
        } else {
            m_trouble.clear();
        }
        if (attempt.state == AttemptState::Signed) {
            changes.push_back({.id = run->operation.id,
                               .attempt = attempt.number,
                               .attemptState = AttemptState::Sent,
                               .operationState = OperationState::Submitted,
                               .sentAt = m_clock.wall()});
        }
    }
    write(std::move(changes));
}

void Courier::readStatuses()
{
    std::vector<Run *> live = liveRuns();
    std::vector<Change> changes;
    for (std::size_t at = 0; at < live.size(); at += statusesPerCall) {
        const std::span<Run *> page(live.data() + at, std::min(statusesPerCall, live.size() - at));
        std::vector<Signature> signatures;
        for (Run *run : page)
            signatures.push_back(liveAttempt(run->operation)->signature);
        const auto read = m_chain.statuses(signatures);
        if (!read) {
            m_blindness = read.error().words;
            break;
        }
        for (std::size_t i = 0; i < page.size(); ++i)
            judge(*page[i], read->statuses[i], changes);
    }
    write(std::move(changes));
}

void Courier::judge(const Run &run, const std::optional<chain::SignatureStatus> &status, std::vector<Change> &changes)
{
    const storage::Operation &operation = run.operation;
    const storage::Attempt &attempt = *std::ranges::find_if(operation.attempts, isLive);
    Change change{.id = operation.id, .attempt = attempt.number};
    const bool ownEnd = !operation.batchSeq.has_value();
    if (!status || status->commitment == chain::Commitment::Processed) {
        if (operation.state != OperationState::Confirmed)
            return;
        change.operationState = OperationState::Submitted; // a fork took it back
    } else if (status->commitment == chain::Commitment::Confirmed) {
        if (operation.state == OperationState::Confirmed || !status->error.empty())
            return;
        change.operationState = OperationState::Confirmed;
        change.slot = status->slot;
    } else {
        const bool failed = !status->error.empty();
        change.attemptState = failed ? AttemptState::LandedError : AttemptState::Landed;
        change.slot = status->slot;
        change.error = status->error;
        if (const auto landed = m_chain.transaction(attempt.signature, chain::Commitment::Finalized); landed && *landed)
            change.fee = (*landed)->fee;
        if (failed && ownEnd)
            change.operationState = OperationState::Failed;
        else if (!failed)
            change.operationState = ownEnd ? OperationState::Settled : OperationState::Confirmed;
    }
    changes.push_back(std::move(change));
}

void Courier::readExpiries()
{
    std::vector<Run *> live = liveRuns();
    if (live.empty())
        return;
    const auto height = m_chain.blockHeight(chain::Commitment::Finalized);
    if (!height) {
        m_blindness = height.error().words;
        return;
    }
    std::erase_if(live, [&](const Run *run) { return !isPast(run->operation, *height); });
    std::vector<Change> changes;
    for (Run *run : live) {
        std::vector<Signature> signatures;
        for (const storage::Attempt &attempt : run->operation.attempts)
            signatures.push_back(attempt.signature);
        if (signatures.size() > statusesPerCall)
            signatures.erase(signatures.begin(), signatures.end() - statusesPerCall);
        const auto history = m_chain.history(signatures);
        if (!history) {
            m_blindness = history.error().words;
            break;
        }
        if (!isPast(run->operation, history->finalizedHeight))
            break; // another node than the one that told the height
        const std::optional<chain::SignatureStatus> &latest = history->statuses.back();
        if (latest) {
            judge(*run, latest, changes);
            continue;
        }
        Change change{.id = run->operation.id,
                      .attempt = liveAttempt(run->operation)->number,
                      .attemptState = AttemptState::Expired,
                      .error = "BLOCKHASH_EXPIRED"};
        if (!run->operation.batchSeq)
            change.operationState = OperationState::Expired;
        changes.push_back(std::move(change));
    }
    write(std::move(changes));
}

void Courier::apply(storage::Operation &operation, const Change &change)
{
    const auto attempt = std::ranges::find(operation.attempts, change.attempt, &storage::Attempt::number);
    PARADOX_ASSERT(attempt != operation.attempts.end());
    if (change.attemptState) {
        attempt->state = *change.attemptState;
        attempt->error = change.error;
    }
    if (change.sentAt)
        attempt->sentAt = *change.sentAt;
    if (change.slot) {
        attempt->slot = *change.slot;
        operation.slot = *change.slot;
    }
    if (change.fee)
        operation.fee = change.fee;
    if (!change.error.empty())
        operation.error = change.error;
    // An attempt that is sent again after a fork or an expiry does not take the operation back.
    if (change.operationState && !(change.sentAt && operation.state != OperationState::Processing))
        operation.state = *change.operationState;
}

void Courier::record(storage::Transaction &transaction, const storage::Operation &before,
                     const storage::Operation &after)
{
    storage::Operation stepping = after;
    stepping.updatedAt = transaction.now();
    const std::vector<OperationState> steps = stepsTo(before.state, after.state);
    if (steps.empty())
        storage::operations::update(transaction, stepping, storage::Actor::Chain);
    for (const OperationState step : steps) {
        stepping.state = step;
        storage::operations::update(transaction, stepping, storage::Actor::Chain);
    }
    if (isOver(after.state) && m_endHook)
        m_endHook(transaction, stepping);
}

void Courier::write(std::vector<Change> changes)
{
    if (changes.empty())
        return;
    std::vector<storage::Operation> after;
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        after.clear();
        for (const Change &change : changes) {
            const storage::Operation &before = m_runs.at(change.id).operation;
            storage::Operation next = before;
            apply(next, change);
            next.updatedAt = transaction.now();
            if (change.attemptState) {
                storage::operations::putAttempt(
                    transaction, next.id, *std::ranges::find(next.attempts, change.attempt, &storage::Attempt::number));
            }
            record(transaction, before, next);
            after.push_back(std::move(next));
        }
    });
    if (!written)
        return; // memory still says what the database says; the next turn sees the same again
    for (storage::Operation &operation : after) {
        const auto run = m_runs.find(operation.id);
        if (isOver(operation.state))
            m_runs.erase(run);
        else
            run->second.operation = std::move(operation);
    }
}

void Courier::end(storage::Transaction &transaction, const std::string &id, OperationState state,
                  const std::string &error)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end())
        return;
    storage::Operation after = run->second.operation;
    after.state = state;
    if (!error.empty())
        after.error = error;
    record(transaction, run->second.operation, after);
}

} // namespace paradox::settlement
