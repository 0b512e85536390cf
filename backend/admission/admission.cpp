#include "admission/impl.h"

#include <algorithm>
#include <array>

namespace paradox::admission {

namespace {

/// Collects the answers of one bulk submission; answers come from several threads.
struct Collector {
    std::vector<Answer> answers;
    std::atomic<std::size_t> missing;
    std::move_only_function<void(std::vector<Answer>)> callback;

    void put(std::size_t index, Answer answer)
    {
        answers[index] = std::move(answer);
        if (missing.fetch_sub(1) == 1)
            callback(std::move(answers));
    }
};

/// Refusals that an intent which is in already may meet when it is posted again.
constexpr std::array refusalsOverRepeats = {Refusal::SessionUnknown,   Refusal::SessionFrozen, Refusal::SessionRevoked,
                                            Refusal::SessionExhausted, Refusal::GrantExpired,  Refusal::GrantOutdated,
                                            Refusal::IntentTooOld,     Refusal::Expired};

bool mayHideRepeat(Refusal refusal)
{
    return std::find(refusalsOverRepeats.begin(), refusalsOverRepeats.end(), refusal) != refusalsOverRepeats.end();
}

} // namespace

Admission::Impl::Impl(storage::Database &database_, storage::Writer &writer_, Clock &clock_,
                      const solana::Keypair &engineKey, Options options_)
    : database(database_),
      writer(writer_),
      clock(clock_),
      options(std::move(options_)),
      state(options, engineKey),
      pool(
          options.verifyThreads, options.verifyQueueMax,
          [this](std::vector<Waiting> group) { write(std::move(group)); },
          [this](std::size_t count) { refused += count; })
{
}

std::optional<SessionView> Admission::Impl::viewOf(const PublicKey &session) const
{
    if (const std::optional<SessionView> view = state.sessions().view(session))
        return view;
    // Sessions that ended before this process began are only in the database.
    const storage::ReadLease lease = database.read();
    const std::optional<storage::Session> stored = storage::sessions::byKey(lease, session);
    if (!stored)
        return std::nullopt;
    return admission::viewOf(*stored, storage::sessions::epochOf(lease, stored->grant.owner));
}

std::optional<Answer> Admission::Impl::storedAnswer(const Parsed &parsed) const
{
    const storage::ReadLease lease = database.read();
    const std::optional<storage::StoredIntent> stored = storage::intents::byId(lease, parsed.id);
    if (!stored)
        return std::nullopt;
    if (!solana::verify(parsed.intent.session, parsed.submission.preimage, parsed.submission.signature))
        return Answer(std::unexpected(Refusal::SignatureInvalid));
    return Answer(Admitted{.id = stored->id,
                           .seq = stored->seq,
                           .state = stored->state,
                           .admittedAt = stored->admittedAt,
                           .repeated = true,
                           .receipts = nullptr});
}

std::expected<Parsed, Answer> Admission::Impl::precheck(const Submission &submission)
{
    std::expected<Parsed, Refusal> parsed = parse(submission, options);
    if (!parsed)
        return std::unexpected(Answer(std::unexpected(parsed.error())));
    const UnixSeconds now = clock.wallSeconds();
    const std::optional<SessionView> session = viewOf(parsed->intent.session);
    std::optional<Refusal> refusal;
    if (!session)
        refusal = Refusal::SessionUnknown;
    else
        refusal = checkGrant(parsed->intent, *session, now);
    if (!refusal)
        refusal = checkTimes(parsed->intent, now);
    if (!refusal)
        return *std::move(parsed);
    if (mayHideRepeat(*refusal)) {
        if (const std::optional<Answer> answer = storedAnswer(*parsed))
            return std::unexpected(*answer);
    }
    return std::unexpected(Answer(std::unexpected(*refusal)));
}

bool Admission::Impl::overloaded() const
{
    return writerQueued >= options.writerQueueMax;
}

void Admission::Impl::write(std::vector<Waiting> group)
{
    struct Shared {
        std::vector<Waiting> group;
        std::vector<Answer> answers;
    };
    const auto shared = std::make_shared<Shared>();
    shared->group = std::move(group);
    const std::size_t size = shared->group.size();
    writerQueued += size;
    const auto fail = [this, shared, size](Refusal refusal) {
        writerQueued -= size;
        refused += size;
        for (Waiting &waiting : shared->group)
            waiting.callback(std::unexpected(refusal));
    };
    const bool posted =
        writer.post({.run =
                         [this, shared](storage::Transaction &transaction) {
                             for (const Waiting &waiting : shared->group)
                                 shared->answers.push_back(state.admit(transaction, waiting.parsed));
                         },
                     .afterCommit =
                         [this, shared, size] {
                             writerQueued -= size;
                             for (std::size_t i = 0; i < size; ++i) {
                                 ++(shared->answers[i] ? admitted : refused);
                                 shared->group[i].callback(std::move(shared->answers[i]));
                             }
                         },
                     .afterFailure = [fail](storage::StorageError) { fail(Refusal::StorageUnavailable); },
                     .isolation = storage::Isolation::Shared});
    if (!posted)
        fail(Refusal::QueueFull);
}

Admission::Admission(storage::Database &database, storage::Writer &writer, Clock &clock,
                     const solana::Keypair &engineKey, Options options)
    : m_impl(std::make_unique<Impl>(database, writer, clock, engineKey, std::move(options)))
{
    {
        const storage::ReadLease lease = database.read();
        m_impl->state.rebuild(lease);
    }
    writer.onRollback([this](storage::Connection &connection) { m_impl->state.rebuild(connection); });
}

Admission::~Admission() = default;

void Admission::stop()
{
    m_impl->pool.stop();
}

void Admission::submit(Submission submission, std::move_only_function<void(Answer)> callback)
{
    std::expected<Parsed, Answer> parsed = m_impl->precheck(submission);
    if (!parsed) {
        if (!parsed.error())
            ++m_impl->refused;
        return callback(parsed.error());
    }
    std::vector<Waiting> one;
    one.push_back({.parsed = *std::move(parsed), .callback = std::move(callback)});
    if (m_impl->overloaded() || !m_impl->pool.post(one)) {
        ++m_impl->refused;
        one.front().callback(std::unexpected(Refusal::QueueFull));
    }
}

void Admission::submitMany(std::vector<Submission> submissions,
                           std::move_only_function<void(std::vector<Answer>)> callback)
{
    if (submissions.empty())
        return callback({});
    const auto collector = std::make_shared<Collector>();
    collector->answers.resize(submissions.size(), std::unexpected(Refusal::StorageUnavailable));
    collector->missing = submissions.size();
    collector->callback = std::move(callback);
    std::vector<Waiting> waiting;
    waiting.reserve(submissions.size());
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        std::expected<Parsed, Answer> parsed = m_impl->precheck(submissions[i]);
        if (!parsed) {
            if (!parsed.error())
                ++m_impl->refused;
            collector->put(i, parsed.error());
            continue;
        }
        waiting.push_back({.parsed = *std::move(parsed),
                           .callback = [collector, i](Answer answer) { collector->put(i, std::move(answer)); }});
    }
    if (waiting.empty() || (!m_impl->overloaded() && m_impl->pool.post(waiting)))
        return;
    m_impl->refused += waiting.size();
    for (Waiting &refused : waiting)
        refused.callback(std::unexpected(Refusal::QueueFull));
}

Book &Admission::book()
{
    return m_impl->book;
}

Admission::Load Admission::load() const
{
    return {.verifyQueued = m_impl->pool.queued(),
            .writerQueued = m_impl->writerQueued,
            .pending = m_impl->state.counts().pendingIntents,
            .sessions = m_impl->state.sessions().size(),
            .owners = m_impl->state.sessions().ownerCount(),
            .admitted = m_impl->admitted,
            .refused = m_impl->refused};
}

} // namespace paradox::admission
