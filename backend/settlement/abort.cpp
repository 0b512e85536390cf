#include "settlement/settler.h"

#include "domain/assert.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace paradox::settlement {
namespace {

using storage::ChunkPhase;
using storage::ChunkState;

enum class Meaning { LegRefused, WrongMoment };

Meaning meaningOf(std::uint32_t code)
{
    using vault::VaultError;
    switch (static_cast<VaultError>(code)) {
    case VaultError::SettlementsPaused:
    case VaultError::BatchInProgress:
    case VaultError::WrongPhase:
    case VaultError::AlreadyApplied:
    case VaultError::NotAllLocked:
    case VaultError::NotAllCommitted:
    case VaultError::LedgerInEscrow:
    case VaultError::CommitStarted:
    case VaultError::Unauthorized:
        return Meaning::WrongMoment;
    case VaultError::InsufficientCredits:
    case VaultError::AllowanceExceeded:
    case VaultError::NoLiveGrant:
    case VaultError::NotItemOwner:
    case VaultError::ItemLocked:
    case VaultError::ItemListed:
    case VaultError::Overflow:
    case VaultError::InvalidAmount:
    case VaultError::InvalidTime:
    case VaultError::NewActivityPaused:
    case VaultError::CurrencyNotSupported:
    case VaultError::FeeTooHigh:
    case VaultError::InvalidOwner:
    case VaultError::LegAccountsMismatch:
    case VaultError::EpochRaised:
    case VaultError::GameMismatch:
    case VaultError::InvalidGrant:
    case VaultError::WrongEpoch:
    case VaultError::TooManyGrants:
    case VaultError::SessionRevoked:
    case VaultError::LedgerNotEmpty:
    case VaultError::GrantsLive:
    case VaultError::ChunkOutOfRange:
    case VaultError::LegAlreadyLocked:
    case VaultError::NotLockedHere:
    case VaultError::TotalsMismatch:
    case VaultError::TooManyLegs:
    case VaultError::DuplicateAccount:
    case VaultError::NotUpgradeAuthority:
    case VaultError::MintNotSupported:
    case VaultError::TokenAccountsMissing:
    case VaultError::WrongTokenAccount:
    case VaultError::InexactTransfer:
        return Meaning::LegRefused;
    }
    return Meaning::LegRefused; // the framework's own: an account is not what it should be
}

/// "InsufficientCredits" as the API writes codes: "INSUFFICIENT_CREDITS".
std::string codeOf(std::string_view name)
{
    std::string code;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isupper(byte) != 0 && !code.empty())
            code.push_back('_');
        code.push_back(static_cast<char>(std::toupper(byte)));
    }
    return code;
}

bool mayAbort(BatchState state)
{
    return state == BatchState::Netted || state == BatchState::Locking;
}

} // namespace

void Settler::refused(Run &run, const std::string &transactionError, const std::string &words)
{
    pause(run);
    const std::optional<chain::ProgramError> error = chain::programErrorOf(transactionError);
    const std::optional<vault::ErrorInfo> info = error ? vault::errorInfo(error->custom) : std::nullopt;
    m_alarm = info ? std::string(info->words) : transactionError + (words.empty() ? "" : ": " + words);
    const Meaning meaning = info ? meaningOf(info->code) : Meaning::WrongMoment;
    if (!info || meaning == Meaning::WrongMoment || !mayAbort(m_active->batch.state))
        return;
    if (run.chunk.phase != ChunkPhase::Whole && run.chunk.phase != ChunkPhase::Lock)
        return;
    const Blame blame = run.refusals >= m_options.refusalsMax ? Blame::Everyone : Blame::Offenders;
    std::vector<PublicKey> wallets = walletsAtFault(run.plan.legs, blame);
    if (!wallets.empty())
        beginAbort({.code = codeOf(info->name), .wallets = std::move(wallets)});
}

/// Of everyone who can have a leg in the batch under way.
std::map<PublicKey, PublicKey> Settler::walletsByLedger()
{
    std::map<PublicKey, PublicKey> wallets;
    const storage::ReadLease lease = m_database.read();
    const storage::BatchContents contents = storage::batches::contents(lease, m_active->batch.seq);
    const auto add = [&](const PublicKey &wallet) {
        wallets.emplace(m_venue.addresses.ledger(m_venue.game, wallet), wallet);
    };
    for (const auto &[wallet, available] : contents.openingAvailable)
        add(wallet);
    for (const storage::OwnerMove &move : contents.ownerMoves)
        add(move.from);
    return wallets;
}

/// Whose leg the chain does not take, by the accounts as they are now. Everyone whose leg is there, when no single one
/// can be made out for long: the others of the batch must not wait for them.
std::vector<PublicKey> Settler::walletsAtFault(const vault::Legs &legs, Blame blame)
{
    std::vector<PublicKey> keys;
    for (const vault::CashLeg &leg : legs.debits)
        keys.push_back(leg.ledger);
    for (const vault::ItemLeg &leg : legs.items) {
        keys.push_back(leg.sellerLedger);
        keys.push_back(leg.item);
    }
    const auto read = m_chain.accounts(keys, chain::Commitment::Confirmed);
    if (!read)
        return {};
    const bool isEveryone = blame == Blame::Everyone;
    const UnixSeconds now = m_clock.wallSeconds();
    const auto ledgerAt = [&](std::size_t i) -> std::optional<vault::PlayerLedger> {
        if (!read->accounts[i])
            return std::nullopt;
        const auto ledger = vault::decodePlayerLedger(read->accounts[i]->data);
        return ledger ? std::optional(*ledger) : std::nullopt;
    };
    const std::map<PublicKey, PublicKey> byLedger = walletsByLedger();
    std::set<PublicKey> wallets;
    const auto add = [&](const PublicKey &ledger) {
        if (const auto wallet = byLedger.find(ledger); wallet != byLedger.end())
            wallets.insert(wallet->second);
    };
    for (std::size_t i = 0; i < legs.debits.size(); ++i) {
        const Lamports amount = legs.debits[i].amount;
        const std::optional<vault::PlayerLedger> ledger = ledgerAt(i);
        if (!ledger || isEveryone || ledger->available < amount || ledger->allowance(now) < amount)
            add(legs.debits[i].ledger);
    }
    for (std::size_t i = 0; i < legs.items.size(); ++i) {
        const std::size_t at = legs.debits.size() + 2 * i;
        const std::optional<vault::PlayerLedger> seller = ledgerAt(at);
        const auto item = read->accounts[at + 1] ? vault::decodeItem(read->accounts[at + 1]->data)
                                                 : std::unexpected(vault::AccountError::WrongSize);
        const bool isSound = seller && item && item->owner == seller->player && seller->hasLiveGrant(now);
        if (isEveryone || !isSound)
            add(legs.items[i].sellerLedger);
    }
    return {wallets.begin(), wallets.end()};
}

void Settler::beginAbort(const Refusal &refusal)
{
    // What a lock took, or may take while we speak, must come back: one abort for each lock that was ever sent.
    std::vector<storage::Chunk> aborts;
    const auto add = [&](ChunkPlan plan) {
        plan.reason = refusal.code;
        aborts.push_back({.batch = m_active->batch.seq,
                          .phase = ChunkPhase::Abort,
                          .index = static_cast<std::uint32_t>(aborts.size()),
                          .operationId = {},
                          .plan = encodePlan(plan)});
    };
    add({.wallets = refusal.wallets});
    for (const Run &run : m_active->runs) {
        if (run.chunk.phase == ChunkPhase::Lock && run.chunk.state != ChunkState::Planned)
            add({.legs = {.debits = run.plan.legs.debits, .credits = {}, .items = run.plan.legs.items},
                 .addressing = run.plan.addressing,
                 .table = run.plan.table});
    }
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        storage::Batch batch = m_active->batch;
        batch.updatedAt = transaction.now();
        batch.reason = refusal.code;
        if (batch.state == BatchState::Netted) {
            batch.state = BatchState::Locking;
            storage::batches::update(transaction, batch, storage::Actor::Node);
        }
        batch.state = BatchState::Aborting;
        storage::batches::update(transaction, batch, storage::Actor::Chain);
        for (const storage::Chunk &chunk : aborts)
            storage::batches::putChunk(transaction, chunk);
    });
    m_active.reset();
    if (written && load() == Loaded::Batch)
        m_alarm = "aborting: " + refusal.code;
}

void Settler::tickAbort()
{
    const chain::Result<View> finalized = look(chain::Commitment::Finalized);
    const chain::Result<View> confirmed = look(chain::Commitment::Confirmed);
    if (!canSee(finalized, confirmed))
        return;
    const auto isLive = [&](const Run &run) { return !isFree(run); };
    const bool anyLive = std::ranges::any_of(m_active->runs, isLive);
    const bool isGone = !finalized->batch && !confirmed->batch && !anyLive; // nothing there, nothing on its way
    const bool isAborted = finalized->batch && finalized->batch->phase == vault::BatchPhase::Aborted && !anyLive;
    if (isGone || isAborted) {
        endAbort();
        return;
    }
    if (!confirmed->batch || confirmed->batch->phase == vault::BatchPhase::Aborted || !areTablesReady())
        return;
    const chain::Result<chain::LatestBlockhash> blockhash = m_chain.latestBlockhash(chain::Commitment::Confirmed);
    if (!blockhash)
        return;
    // The first one stops further locks; the others return what is left, and may be repeated.
    const bool isStopped = confirmed->batch->phase == vault::BatchPhase::Aborting;
    std::vector<Launch> launches;
    std::vector<Run *> launched;
    for (Run &run : m_active->runs) {
        const bool isTurn = run.chunk.phase == ChunkPhase::Abort && (run.chunk.index == 0) != isStopped;
        if (!isTurn || isLive(run) || m_clock.monotonicMs() < run.retryAtMs || launches.size() >= m_options.inFlightMax)
            continue;
        std::optional<Launch> launch = build(run, *blockhash);
        if (!launch)
            continue;
        pause(run); // an abort that landed and left something behind is sent again later
        launches.push_back(std::move(*launch));
        launched.push_back(&run);
    }
    launch(std::move(launches), launched);
}

void Settler::endOperations(storage::Transaction &transaction, const Active &active)
{
    for (const Run &run : active.runs) {
        const storage::Operation *operation = m_courier.find(run.chunk.operationId);
        if (!operation)
            continue;
        const bool landed = std::ranges::any_of(
            operation->attempts, [](const storage::Attempt &attempt) { return attempt.state == AttemptState::Landed; });
        m_courier.end(transaction, operation->id, landed ? OperationState::Settled : OperationState::Failed,
                      landed ? std::string() : active.batch.reason);
    }
}

void Settler::endAbort()
{
    std::vector<PublicKey> wallets;
    for (const Run &run : m_active->runs) {
        if (run.chunk.phase == ChunkPhase::Abort)
            wallets.insert(wallets.end(), run.plan.wallets.begin(), run.plan.wallets.end());
    }
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        endOperations(transaction, *m_active);
        storage::Batch batch = m_active->batch;
        batch.state = BatchState::Aborted;
        batch.updatedAt = transaction.now();
        storage::batches::update(transaction, batch, storage::Actor::Chain);
        m_book.giveBack(transaction, batch.seq, wallets, batch.reason);
    });
    if (written) {
        for (const Run &run : m_active->runs)
            m_courier.forget(run.chunk.operationId);
        m_alarm.clear();
    }
    m_active.reset();
}

} // namespace paradox::settlement
