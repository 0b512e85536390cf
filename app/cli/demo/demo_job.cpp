#include "demo/demo_job.h"

#include "await.h"
#include "demo/demo_parts.h"
#include "domain/base58.h"
#include "domain/sha256.h"
#include "programs/client/vault.h"

#include <QElapsedTimer>
#include <QTimer>

namespace paradox::cli {
namespace {

constexpr std::size_t lanes = 4;          // of six connections each
constexpr std::size_t postsInFlight = 24; // as many as connections: what is timed is the node, not a queue here
constexpr Lamports airdropAmount{200'000'000'000};
constexpr Lamports depositRich{100'000'000'000};
constexpr Lamports depositPoor{5'000'000};
constexpr Lamports sessionLimit{1'000'000'000'000};
constexpr std::size_t itemsPerTransaction = 4;
constexpr int stepTimeoutMs = 60'000;
constexpr int settleTimeoutMs = 180'000;

std::unexpected<client::Error> failed(client::ErrorCode code, std::string detail)
{
    return std::unexpected(client::Error{.code = code, .detail = std::move(detail)});
}

} // namespace

DemoJob::DemoJob(const client::NodeAddress &node, const QUrl &rpc, const Clock &clock, Random &random,
                 DemoOptions options, Progress progress)
    : m_options(options),
      m_clock(clock),
      m_progress(std::move(progress)),
      m_chain(rpc),
      m_keys(std::make_unique<Keys>()),
      m_address(node),
      m_market({.traders = options.traders, .items = options.traders * options.itemsPerTrader, .seed = options.seed})
{
    m_operator = std::make_unique<client::RemoteBackend>(node, clock, random);
    for (std::size_t i = 0; i < std::min(lanes, options.traders); ++i)
        m_lanes.push_back(std::make_unique<client::RemoteBackend>(node, clock, random));
    for (std::size_t i = 0; i < options.traders; ++i) {
        Trader trader{.owner = m_keys->add(random), .session = m_keys->add(random)};
        m_traders.push_back(std::move(trader));
    }
    m_report.traders = options.traders;
}

DemoJob::~DemoJob() = default;

client::Result<DemoReport> DemoJob::run()
{
    const auto steps = {&DemoJob::learnVenue, &DemoJob::fundTraders, &DemoJob::openSessions, &DemoJob::stockTraders};
    for (const auto step : steps) {
        if (const Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    for (std::size_t batch = 0; batch < m_options.batches; ++batch) {
        const std::size_t share =
            m_options.intents * (batch + 1) / m_options.batches - m_options.intents * batch / m_options.batches;
        if (const Step done = tradeOneBatch(share); !done)
            return std::unexpected(done.error());
    }
    for (const auto step : {&DemoJob::cancelLeftOver, &DemoJob::countVerdicts, &DemoJob::compare}) {
        if (const Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    return std::move(m_report);
}

client::BackendClient &DemoJob::asTrader(std::size_t trader)
{
    client::RemoteBackend &lane = *m_lanes[trader % m_lanes.size()];
    lane.setTokens(m_traders[trader].tokens);
    return lane;
}

bool DemoJob::waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > timeoutMs)
            return false;
        QEventLoop pause;
        QTimer::singleShot(50, &pause, &QEventLoop::quit);
        pause.exec();
    }
    return true;
}

DemoJob::Step DemoJob::learnVenue()
{
    const auto health = await(m_operator->health());
    if (!health)
        return std::unexpected(health.error());
    m_health = *health;
    return {};
}

DemoJob::Step DemoJob::fundTraders()
{
    m_progress(QStringLiteral("%1 traders ask the faucet").arg(m_traders.size()));
    for (const Trader &trader : m_traders) {
        if (const auto drop = awaitPatiently([&] { return m_operator->airdrop(trader.owner, airdropAmount); }); !drop)
            return std::unexpected(drop.error());
    }
    std::size_t funded = 0;
    const bool all = waitFor(
        [&] {
            for (; funded < m_traders.size(); ++funded) {
                const auto account = awaitPatiently([&] { return m_operator->account(m_traders[funded].owner); });
                if (!account || account->lamports.value == 0)
                    return false;
            }
            return true;
        },
        stepTimeoutMs);
    return all ? Step() : failed(client::ErrorCode::TimedOut, "the faucet's transfers did not land");
}

DemoJob::Step DemoJob::openSessions()
{
    m_progress(QStringLiteral("they sign in and open sessions"));
    for (std::size_t i = 0; i < m_traders.size(); ++i) {
        Trader &trader = m_traders[i];
        client::RemoteBackend &lane = *m_lanes[i % m_lanes.size()];
        lane.setTokens({});
        if (const auto tokens = await(client::signIn(lane, *m_keys, trader.owner)); !tokens)
            return std::unexpected(tokens.error());
        const client::GrantWish wish{.owner = trader.owner,
                                     .session = trader.session,
                                     .maxTotal = sessionLimit,
                                     .maxPerIntent = sessionLimit,
                                     .maxIntents = 1'000'000};
        if (const auto opened = await(client::openSession(lane, *m_keys, wish, m_clock)); !opened)
            return std::unexpected(opened.error());
        trader.tokens = lane.tokens().value_or(client::Tokens{});
    }
    std::size_t active = 0;
    const bool all = waitFor(
        [&] {
            for (; active < m_traders.size(); ++active) {
                const auto session =
                    awaitPatiently([&] { return asTrader(active).session(m_traders[active].session); });
                if (!session || session->status != SessionState::Active)
                    return false;
            }
            return true;
        },
        stepTimeoutMs);
    return all ? Step() : failed(client::ErrorCode::TimedOut, "a session did not become active");
}

DemoJob::Step DemoJob::stockTraders()
{
    m_progress(QStringLiteral("they deposit and register %1 items").arg(m_traders.size() * m_options.itemsPerTrader));
    const vault::Addresses addresses(m_health.vaultProgram);
    std::vector<std::pair<std::size_t, std::string>> operations;
    m_items.resize(m_traders.size() * m_options.itemsPerTrader);
    for (std::size_t i = 0; i < m_traders.size(); ++i) {
        const PublicKey &owner = m_traders[i].owner;
        std::vector<vault::VaultInstruction> wishes{vault::DepositCredits{
            .game = m_health.engine, .player = owner, .amount = m_market.isPoor(i) ? depositPoor : depositRich}};
        for (std::size_t item = i; item < m_items.size(); item += m_traders.size()) {
            const Hash name = sha256({owner.span(), asBytes("demo item " + std::to_string(item))});
            m_items[item] = addresses.item(m_health.engine, {name.bytes});
            wishes.push_back(vault::RegisterItem{.game = m_health.engine, .owner = owner, .item = {name.bytes}});
        }
        for (std::size_t at = 0; at < wishes.size(); at += itemsPerTransaction) {
            client::WalletTransaction wallet{.owner = owner};
            for (const auto &wish : std::span(wishes).subspan(at, std::min(itemsPerTransaction, wishes.size() - at)))
                wallet.instructions.push_back(vault::build(addresses, wish));
            const auto relayed = await(client::sendTransaction(asTrader(i), *m_keys, wallet));
            if (!relayed)
                return std::unexpected(relayed.error());
            operations.emplace_back(i, relayed->operationId);
        }
    }
    for (const auto &[trader, operation] : operations) {
        const auto end = await(client::awaitOperation(asTrader(trader), operation, stepTimeoutMs));
        if (!end)
            return std::unexpected(end.error());
        if (end->status != OperationState::Settled)
            return failed(client::ErrorCode::NodeFailed, "a deposit or item failed: " + end->error.value_or(""));
    }
    return {};
}

client::SignedIntent DemoJob::makeIntent(const Move &move)
{
    Trader &trader = m_traders[move.side == Side::Seller ? move.seller : move.buyer];
    const bool isReplay = move.flaw == Move::Flaw::UsedNonce && trader.nextNonce > 1;
    client::SignedIntent signedIntent;
    signedIntent.intent = {.genesis = m_health.genesis,
                           .program = m_health.vaultProgram,
                           .engine = m_health.engine,
                           .session = trader.session,
                           .owner = trader.owner,
                           .type = move.type,
                           .item = m_items[move.item],
                           .from = m_traders[move.seller].owner,
                           .to = move.type == IntentType::List ? PublicKey{} : m_traders[move.buyer].owner,
                           .amount = move.amount,
                           .nonce = isReplay ? 1 : trader.nextNonce++,
                           .createdAt = m_clock.wallSeconds(),
                           .expiresAt = {m_clock.wallSeconds().value + 1800}};
    const IntentPreimage bytes = encodeIntent(signedIntent.intent);
    signedIntent.signature = m_keys->signNow(trader.session, bytes);
    if (move.flaw == Move::Flaw::BadSignature)
        signedIntent.signature.bytes[10] ^= 1;
    return signedIntent;
}

void DemoJob::took(const client::Result<client::Admitted> &answer, qint64 latencyNs)
{
    if (answer) {
        m_admitted.push_back(answer->id);
        m_report.latencyUs.push_back(static_cast<std::uint64_t>(latencyNs / 1000));
        return;
    }
    const client::Error &error = answer.error();
    ++m_report.rejected[error.problem.empty() ? std::string(client::toText(error.code)) : error.problem];
}

DemoJob::Step DemoJob::postMoves(std::span<const Move> moves)
{
    for (std::size_t at = 0; at < moves.size(); at += postsInFlight) {
        std::vector<client::Reply<client::Admitted>> replies;
        QElapsedTimer timer;
        timer.start();
        for (const Move &move : moves.subspan(at, std::min(postsInFlight, moves.size() - at))) {
            const std::size_t poster = move.side == Side::Seller ? move.seller : move.buyer;
            const client::SignedIntent intent = makeIntent(move);
            const qint64 startNs = timer.nsecsElapsed();
            replies.push_back(asTrader(poster).submitIntent(intent));
            replies.back().listen([this, &timer, startNs](const client::Result<client::Admitted> &answer) {
                took(answer, timer.nsecsElapsed() - startNs);
            });
            ++m_report.intents;
        }
        // Every answer is waited for, also after a failure: each still writes into this job.
        std::optional<client::Error> lost;
        for (const client::Reply<client::Admitted> &reply : replies) {
            const auto answer = await(reply);
            if (!answer && answer.error().code == client::ErrorCode::Unreachable)
                lost = answer.error();
        }
        if (lost)
            return std::unexpected(*lost);
    }
    return {};
}

DemoJob::Step DemoJob::tradeOneBatch(std::size_t intents)
{
    const std::vector<Story> stories = m_market.nextBatch(intents);
    m_progress(QStringLiteral("%1 intents on %2 items").arg(intents).arg(stories.size()));
    // Wave by wave: the n-th move of every story together, so that each story keeps its order.
    for (std::size_t wave = 0;; ++wave) {
        std::vector<Move> moves;
        for (const Story &story : stories) {
            if (wave < story.size())
                moves.push_back(story[wave]);
        }
        if (moves.empty())
            break;
        if (const Step posted = postMoves(moves); !posted)
            return posted;
    }
    if (const Step settled = settleBatch(); !settled)
        return settled;
    return readOwners();
}

DemoJob::Step DemoJob::settleBatch()
{
    const auto cut = await(m_operator->runBatch());
    if (!cut)
        return std::unexpected(cut.error());
    if (!*cut)
        return {};
    client::Result<client::BatchDetail> detail = failed(client::ErrorCode::TimedOut, "the batch did not finish");
    const auto isOver = [&] {
        const auto now = awaitPatiently([&] { return m_operator->batch(**cut); });
        if (!now)
            return false;
        const BatchState state = now->batch.state;
        if (state != BatchState::Finalized && state != BatchState::Empty && state != BatchState::Aborted)
            return false;
        detail = *now;
        return true;
    };
    if (!waitFor(isOver, settleTimeoutMs))
        return failed(client::ErrorCode::TimedOut, "the batch did not finish");
    const client::BatchRecord &batch = detail->batch;
    const auto transactions = awaitPatiently([&] { return m_operator->batchTransactions(**cut); });
    if (!transactions)
        return std::unexpected(transactions.error());
    for (const client::OperationRecord &operation : *transactions) {
        if (operation.signature)
            m_report.signatures.push_back(*operation.signature);
    }
    m_report.batches.push_back({.seq = batch.seq,
                                .trades = batch.trades,
                                .accepted = batch.accepted,
                                .chunks = batch.chunkCount,
                                .transactions = transactions->size(),
                                .gross = batch.gross,
                                .net = batch.net});
    m_progress(
        QStringLiteral("batch #%1 is %2: %3 of %4 accepted, %5 transactions")
            .arg(batch.seq.value)
            .arg(QString::fromUtf8(toText(batch.state).data(), static_cast<qsizetype>(toText(batch.state).size())))
            .arg(batch.accepted)
            .arg(batch.trades)
            .arg(transactions->size()));
    return {};
}

DemoJob::Step DemoJob::readOwners()
{
    const auto accounts = m_chain.accounts(m_items);
    if (!accounts)
        return std::unexpected(accounts.error());
    std::unordered_map<PublicKey, std::size_t> numbers;
    for (std::size_t i = 0; i < m_traders.size(); ++i)
        numbers[m_traders[i].owner] = i;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const auto item =
            (*accounts)[i] ? vault::decodeItem(*(*accounts)[i]) : std::unexpected(vault::AccountError::WrongSize);
        if (item && numbers.contains(item->owner))
            m_market.setOwner(i, numbers.at(item->owner));
    }
    return {};
}

} // namespace paradox::cli
