#include "client/durable_backend.h"

#include "client/forwarding_backend.h"

#include <QTimer>

#include <map>

namespace paradox::client {
namespace {

constexpr int resolvePauseMs = 500;
constexpr int resolvePauseMaxMs = 30'000;

/// A refusal that says nothing about the intent itself: the node was busy, or the token had ended.
bool saysNothing(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unreachable:
    case ErrorCode::TimedOut:
    case ErrorCode::LostAnswer:
    case ErrorCode::NodeFailed:
    case ErrorCode::BadAnswer:
    case ErrorCode::TooLarge:
    case ErrorCode::Throttled:
    case ErrorCode::Unauthorised:
    case ErrorCode::WrongCluster:
    case ErrorCode::Closed:
        return true;
    case ErrorCode::Refused:
    case ErrorCode::NotSigned:
    case ErrorCode::OutboxFailed:
    case ErrorCode::InvalidInput:
        return false;
    }
    return true;
}

/// Whether the node may have taken it: then only its id can tell.
bool mayHaveArrived(const Error &error)
{
    return error.isAmbiguous() || error.code == ErrorCode::NodeFailed || error.code == ErrorCode::BadAnswer ||
           error.code == ErrorCode::TooLarge || error.code == ErrorCode::Closed;
}

class DurableBackend final : public ForwardingBackend {
public:
    DurableBackend(std::unique_ptr<BackendClient> inner, Outbox &outbox, const Clock &clock)
        : ForwardingBackend(std::move(inner)),
          m_outbox(outbox),
          m_clock(clock)
    {
    }

    void open() override
    {
        ForwardingBackend::open();
        m_isOpen = true;
        for (const OutboxEntry &entry : m_outbox.entries())
            resolve(entry.intent, resolvePauseMs, std::nullopt);
    }

    void close() override
    {
        m_isOpen = false;
        ForwardingBackend::close();
    }

    Reply<Admitted> submitIntent(const SignedIntent &intent) override
    {
        if (!m_outbox.put(intent, m_clock.wall()))
            return Reply<Admitted>::failed({.code = ErrorCode::OutboxFailed, .detail = "the outbox cannot be written"});
        Promise<Admitted> promise;
        inner().submitIntent(intent).onDone(
            this, [this, intent, promise](const Result<Admitted> &answer) mutable { settle(intent, answer, promise); });
        return promise.reply();
    }

    Reply<AdmittedEach> submitIntents(const std::vector<SignedIntent> &intents) override
    {
        for (const SignedIntent &intent : intents) {
            if (!m_outbox.put(intent, m_clock.wall()))
                return Reply<AdmittedEach>::failed(
                    {.code = ErrorCode::OutboxFailed, .detail = "the outbox cannot be written"});
        }
        Promise<AdmittedEach> promise;
        inner().submitIntents(intents).onDone(this, [this, intents, promise](const Result<AdmittedEach> &each) mutable {
            for (std::size_t i = 0; i < intents.size(); ++i) {
                const Result<Admitted> one = each ? (*each)[i] : Result<Admitted>(std::unexpected(each.error()));
                settle(intents[i], one, Promise<Admitted>());
            }
            promise.finish(each);
        });
        return promise.reply();
    }

private:
    /// Clears the outbox when the answer is about this intent, asks by its id when nobody knows, and leaves the line
    /// for the next start when the client is closed.
    void settle(const SignedIntent &intent, const Result<Admitted> &answer, Promise<Admitted> promise)
    {
        const IntentId id = intentIdOf(encodeIntent(intent.intent));
        if (answer || !saysNothing(answer.error())) {
            forget(id);
            promise.finish(answer);
        } else if (!mayHaveArrived(answer.error())) {
            forget(id); // it never left, or was turned away at the door: the caller decides
            promise.finish(answer);
        } else if (!m_isOpen) {
            static_cast<void>(m_outbox.mark(id, OutboxState::Resolving));
            promise.finish(answer);
        } else {
            resolve(intent, resolvePauseMs, promise);
        }
    }

    /// Asks for the intent until the node says that it has it or that it never had it; only then is it sent again, once
    /// more through the same door.
    void resolve(const SignedIntent &intent, int pauseMs, std::optional<Promise<Admitted>> promise)
    {
        const IntentId id = intentIdOf(encodeIntent(intent.intent));
        static_cast<void>(m_outbox.mark(id, OutboxState::Resolving));
        inner().intent(id).onDone(this, [this, intent, id, pauseMs,
                                         promise](const Result<IntentRecord> &found) mutable {
            if (found) {
                forget(id);
                if (promise)
                    promise->finish(Admitted{.id = id, .status = found->status, .seq = found->seq});
            } else if (found.error().httpStatus == 404) {
                sendAgain(intent, promise);
            } else if (m_isOpen) {
                const int next = std::min(pauseMs * 2, resolvePauseMaxMs);
                QTimer::singleShot(pauseMs, this, [this, intent, next, promise] { resolve(intent, next, promise); });
            }
        });
    }

    void sendAgain(const SignedIntent &intent, const std::optional<Promise<Admitted>> &promise)
    {
        if (intent.intent.expiresAt <= m_clock.wallSeconds()) {
            forget(intentIdOf(encodeIntent(intent.intent)));
            if (promise)
                Promise<Admitted>(*promise).finish(std::unexpected(
                    Error{.code = ErrorCode::Refused, .problem = "EXPIRED", .detail = "it ended before it was taken"}));
            return;
        }
        const Promise<Admitted> waiting = promise.value_or(Promise<Admitted>());
        inner().submitIntent(intent).onDone(
            this, [this, intent, waiting](const Result<Admitted> &answer) { settle(intent, answer, waiting); });
    }

    void forget(const IntentId &id) { static_cast<void>(m_outbox.remove(id)); }

    Outbox &m_outbox;
    const Clock &m_clock;
    bool m_isOpen = false;
};

} // namespace

std::unique_ptr<BackendClient> makeDurable(std::unique_ptr<BackendClient> inner, Outbox &outbox, const Clock &clock)
{
    return std::make_unique<DurableBackend>(std::move(inner), outbox, clock);
}

} // namespace paradox::client
