#pragma once

#include "admission/admission.h"
#include "admission/state.h"
#include "admission/verify_pool.h"

#include <atomic>

namespace paradox::admission {

struct Admission::Impl {
    Impl(storage::Database &database, storage::Writer &writer, Clock &clock, const solana::Keypair &engineKey,
         Options options);

    /// Everything that can be said before the signature is checked. Any thread.
    [[nodiscard]] std::expected<Parsed, Answer> precheck(const Submission &submission);
    [[nodiscard]] std::optional<SessionView> viewOf(const PublicKey &session) const;
    [[nodiscard]] std::optional<Answer> storedAnswer(const Parsed &parsed) const;
    [[nodiscard]] bool overloaded() const;
    void write(std::vector<Waiting> group);
    /// Hands `work` to the writer; the callback gets its result once durable.
    template <class Result, class Work>
    void perform(Callback<Result> callback, Work work);

    storage::Database &database;
    storage::Writer &writer;
    Clock &clock;
    const Options options;
    State state;
    Book book{state};
    std::atomic<std::size_t> writerQueued = 0;
    std::atomic<std::uint64_t> admitted = 0;
    std::atomic<std::uint64_t> refused = 0;
    VerifyPool pool; ///< last: its threads use the rest
};

template <class Result, class Work>
void Admission::Impl::perform(Callback<Result> callback, Work work)
{
    struct Shared {
        Callback<Result> callback;
        std::expected<Result, Refusal> result = std::unexpected(Refusal::StorageUnavailable);
    };
    const auto shared = std::make_shared<Shared>();
    shared->callback = std::move(callback);
    const bool posted = writer.post(
        {.run = [shared, work = std::move(work)](
                    storage::Transaction &transaction) mutable { shared->result = work(transaction); },
         .afterCommit = [shared] { shared->callback(std::move(shared->result)); },
         .afterFailure =
             [shared](storage::StorageError) { shared->callback(std::unexpected(Refusal::StorageUnavailable)); }});
    if (!posted)
        shared->callback(std::unexpected(Refusal::QueueFull));
}

} // namespace paradox::admission
