#include "ui/desk/desk_acts.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/sha256.h"
#include "programs/client/vault_addresses.h"
#include "ui/desk/desk_core.h"
#include "ui/signing/key_room.h"
#include "ui/signing/review_signatory.h"

namespace paradox::ui {

using client::ErrorCode;
using client::Result;

namespace {

/// Hands on to a signatory and remembers when it had signed.
class TimedSignatory final : public client::Signatory {
public:
    TimedSignatory(client::Signatory &inner, const Clock &clock) : m_inner(inner), m_clock(clock) {}

    [[nodiscard]] client::Reply<Signature> sign(const client::SignatureWanted &wanted) override
    {
        const client::Reply<Signature> reply = m_inner.sign(wanted);
        reply.listen([at = m_signedAt, &clock = m_clock](const Result<Signature> &signature) {
            if (signature)
                *at = clock.monotonicMs();
        });
        return reply;
    }
    [[nodiscard]] std::optional<std::int64_t> signedAt() const { return *m_signedAt; }

private:
    client::Signatory &m_inner;
    const Clock &m_clock;
    std::shared_ptr<std::optional<std::int64_t>> m_signedAt = std::make_shared<std::optional<std::int64_t>>();
};

void finish(const DeskActs::Done &done, bool worked)
{
    if (done)
        done(worked);
}

std::optional<IntentId> intentIdFrom(const QString &hex)
{
    const auto bytes = hexDecode(hex.toStdString());
    return bytes ? IntentId::from(*bytes) : std::nullopt;
}

/// The node's words, and what the amount is that the desk shows.
QString wordsOf(const client::Explanation &explanation, const models::IntentRow *row)
{
    const QString words = QString::fromStdString(explanation.words);
    if (row == nullptr)
        return words;
    switch (row->price) {
    case client::PriceKind::Exact:
        return words;
    case client::PriceKind::AtMost:
        return DeskActs::tr("%1 The seller's ask is paid, at most %2 SOL.").arg(words, models::shortSol(row->amount));
    case client::PriceKind::Paid:
        return DeskActs::tr("%1 Paid: %2 SOL.").arg(words, models::shortSol(row->amount));
    }
    return words;
}

PublicKey keyOf(const QString &text)
{
    return fromBase58<PublicKey>(text.toStdString()).value_or(PublicKey{});
}

vault::ItemId itemIdOf(const QString &name, const PublicKey &wallet)
{
    vault::ItemId item{};
    const Hash digest = sha256(asBytes(name.toStdString() + "\n" + toBase58(wallet)));
    std::ranges::copy(digest.bytes, item.bytes.begin());
    return item;
}

} // namespace

DeskActs::DeskActs(DeskCore &core, ReviewSignatory &signatory, QObject *parent)
    : QObject(parent),
      m_core(core),
      m_signatory(signatory)
{
}

bool DeskActs::ready(const QString &doing, const Done &done)
{
    if (!m_core.wallet().isZero() && m_core.keys().exists())
        return true;
    m_core.reportError(doing, {.code = ErrorCode::InvalidInput,
                               .problem = "NO_KEY",
                               .detail = "this profile has no key; set one up in File, Set up"});
    finish(done, false);
    return false;
}

std::uint64_t DeskActs::nextNonce()
{
    const auto now = static_cast<std::uint64_t>(m_core.clock().wall().value);
    m_lastNonce = std::max(m_lastNonce + 1, now);
    return m_lastNonce;
}

void DeskActs::signIn(Done done)
{
    if (!ready(tr("Sign-in"), done))
        return;
    client::signIn(m_core.backend(), m_signatory, m_core.wallet()).onDone(this, [this, done](const auto &answer) {
        if (!answer) {
            m_core.reportError(tr("Sign-in"), answer.error());
            return finish(done, false);
        }
        m_core.setSignedIn(true);
        m_core.reportSuccess(tr("Sign-in"));
        finish(done, true);
    });
}

void DeskActs::submit(const client::IntentWish &wish, Done done)
{
    if (!ready(tr("Submit"), done) || !m_core.health())
        return;
    if (!m_core.outboxProblem().isEmpty()) {
        m_core.reportError(tr("Submit"),
                           {.code = ErrorCode::OutboxFailed, .detail = m_core.outboxProblem().toStdString()});
        return finish(done, false);
    }
    client::IntentWish full = wish;
    full.owner = m_core.wallet();
    full.nonce = nextNonce();
    const auto intent = client::draftIntent(*m_core.health(), full, m_core.clock().wallSeconds());
    if (!intent) {
        m_core.reportError(tr("Submit"), intent.error());
        return finish(done, false);
    }
    const auto timed = std::make_shared<TimedSignatory>(m_signatory, m_core.clock());
    client::submitIntent(m_core.backend(), *timed, *intent)
        .onDone(this, [this, done, timed, intent = *intent](const Result<client::Admitted> &answer) {
            if (!answer) {
                m_core.reportError(tr("Submit"), answer.error());
                return finish(done, false);
            }
            if (timed->signedAt())
                m_core.noteAck(m_core.clock().monotonicMs() - *timed->signedAt());
            m_core.names().met(models::keyText(sideOf(intent) == Side::Seller ? intent.to : intent.from));
            m_core.logLine(QStringLiteral("info"), QStringLiteral("desk"),
                           tr("intent %1 admitted as seq %2")
                               .arg(QString::fromStdString(hexEncode(answer->id.bytes)))
                               .arg(answer->seq ? answer->seq->value : 0));
            m_core.reportSuccess(tr("Submit"));
            finish(done, true);
        });
}

void DeskActs::cancelIntent(const QString &intentId)
{
    const auto id = intentIdFrom(intentId);
    const models::IntentRow *row = m_core.store().intents.findText(intentId);
    if (!id || row == nullptr || !ready(tr("Cancel"), {}))
        return;
    client::cancelIntent(m_core.backend(), m_signatory, *id, keyOf(row->session))
        .onDone(this, [this](const auto &answer) {
            if (!answer)
                return m_core.reportError(tr("Cancel"), answer.error());
            m_core.reportSuccess(tr("Cancel"));
            m_core.store().intents.apply({models::rowOf(*answer)});
        });
}

void DeskActs::explain(const QString &intentId)
{
    const auto id = intentIdFrom(intentId);
    if (!id)
        return;
    m_core.backend().explain(*id).onDone(this, [this, intentId](const Result<client::Explanation> &answer) {
        if (!answer)
            return m_core.reportError(tr("Explain"), answer.error());
        m_core.reportSuccess(tr("Explain"));
        Q_EMIT explained(tr("Why %1 stands where it stands").arg(models::elided(intentId, 6)),
                         wordsOf(*answer, m_core.store().intents.findText(intentId)));
    });
}

void DeskActs::newSession(const client::GrantWish &wish, const QString &label, Done done)
{
    if (!ready(tr("New session"), done))
        return;
    const auto make = [this, wish, label, done] {
        m_core.keys().makeSessionKey(
            m_core.wallet(), label, this, [this, wish, label, done](const QString &problem, const PublicKey &key) {
                if (!problem.isEmpty()) {
                    m_core.reportError(tr("New session"),
                                       {.code = ErrorCode::NotSigned, .detail = problem.toStdString()});
                    return finish(done, false);
                }
                client::GrantWish full = wish;
                full.owner = m_core.wallet();
                full.session = key;
                m_core.names().name(models::keyText(key), label);
                client::openSession(m_core.backend(), m_signatory, full, m_core.clock())
                    .onDone(this, [this, done, key](const Result<client::OpenedSession> &answer) {
                        if (!answer) {
                            // Nothing was sent: a key that never signs keeps no name from others.
                            if (answer.error().code == ErrorCode::NotSigned)
                                m_core.names().name(models::keyText(key), {});
                            m_core.reportError(tr("New session"), answer.error());
                            return finish(done, false);
                        }
                        if (answer->tokens)
                            m_core.setSignedIn(true);
                        m_core.resnapshot();
                        m_core.reportSuccess(tr("New session"));
                        Q_EMIT told(tr("New session"), tr("Session granted"),
                                    tr("It trades once its registration is confirmed on chain."));
                        finish(done, true);
                    });
            });
    };
    if (m_core.keys().isLocked())
        m_signatory.unlockThen([make, done](bool open) { open ? make() : finish(done, false); });
    else
        make();
}

void DeskActs::revokeSession(const QString &session)
{
    if (session.isEmpty() || !ready(tr("Revoke"), {}))
        return;
    const client::RevocationWish wish{keyOf(session), m_core.wallet(), m_core.wallet()};
    client::revokeSession(m_core.backend(), m_signatory, wish, m_core.clock())
        .onDone(this, [this, wish](const auto &answer) {
            if (!answer)
                return m_core.reportError(tr("Revoke"), answer.error());
            m_core.store().sessions.apply({models::rowOf(*answer)});
            m_core.reportSuccess(tr("Revoke"));
            Q_EMIT told(tr("Revoke"), tr("Session revoked at the node"),
                        tr("The node refuses it from now on. The chain does so once you have signed its end there."));
            // At the node first, which takes effect at once; the chain must not go on believing the grant.
            client::revokeOnChain(m_core.backend(), m_signatory, wish.owner, wish.session)
                .onDone(this, [this](const auto &ended) { relayed(tr("Revocation on chain"), ended, {}); });
        });
}

void DeskActs::revokeAll()
{
    if (!ready(tr("Revoke all"), {}))
        return;
    const client::RevocationWish wish{PublicKey{}, m_core.wallet(), m_core.wallet()};
    client::revokeAllSessions(m_core.backend(), m_signatory, wish, m_core.clock())
        .onDone(this, [this, owner = wish.owner](const auto &answer) {
            if (!answer)
                return m_core.reportError(tr("Revoke all"), answer.error());
            m_core.resnapshot();
            m_core.reportSuccess(tr("Revoke all"));
            Q_EMIT told(
                tr("Revoke all"), tr("Every session is revoked at the node"),
                tr("Sessions ended there: %1. The chain ends them once you have signed that too.").arg(*answer));
            client::raiseEpochOnChain(m_core.backend(), m_signatory, owner).onDone(this, [this](const auto &ended) {
                relayed(tr("Revocation on chain"), ended, {});
            });
        });
}

void DeskActs::relayed(const QString &doing, const Result<client::Relayed> &answer, const Done &done)
{
    if (!answer) {
        m_core.reportError(doing, answer.error());
        return finish(done, false);
    }
    m_core.logLine(QStringLiteral("info"), QStringLiteral("desk"),
                   tr("%1 relayed as operation %2").arg(doing, QString::fromStdString(answer->operationId)));
    m_core.reportSuccess(doing);
    Q_EMIT told(doing, tr("%1 is on its way").arg(doing), tr("Its life line is in Transactions."));
    finish(done, true);
    client::awaitOperation(m_core.backend(), answer->operationId, 60'000).onDone(this, [this, doing](const auto &last) {
        if (!last)
            return m_core.reportError(doing, last.error());
        m_core.store().operations.apply({models::rowOf(*last)});
        m_core.refreshWallet();
        if (last->status == OperationState::Settled)
            return Q_EMIT told(doing, tr("%1 is settled").arg(doing), {});
        m_core.reportError(doing, {.code = ErrorCode::Refused,
                                   .problem = "NOT_SETTLED",
                                   .detail = "the operation ended as " + std::string(toText(last->status)) +
                                             (last->error ? ": " + *last->error : std::string())});
    });
}

void DeskActs::withDepositRoom(std::function<void(const client::DepositRoom &)> then)
{
    if (!ready(tr("Deposit"), {}))
        return;
    client::depositRoom(m_core.backend(), m_core.wallet())
        .onDone(this, [this, then = std::move(then)](const Result<client::DepositRoom> &room) {
            if (!room)
                return m_core.reportError(tr("Deposit"), room.error());
            then(*room);
        });
}

void DeskActs::deposit(Lamports amount, Done done)
{
    if (ready(tr("Deposit"), done))
        client::deposit(m_core.backend(), m_signatory, m_core.wallet(), amount)
            .onDone(this, [this, done](const auto &answer) { relayed(tr("Deposit"), answer, done); });
}

void DeskActs::withdraw(Lamports amount, Done done)
{
    if (ready(tr("Withdrawal"), done))
        client::withdraw(m_core.backend(), m_signatory, m_core.wallet(), amount)
            .onDone(this, [this, done](const auto &answer) { relayed(tr("Withdrawal"), answer, done); });
}

QString DeskActs::itemKey(const QString &name) const
{
    if (!m_core.health())
        return {};
    const client::Health &node = *m_core.health();
    return models::keyText(vault::Addresses(node.vaultProgram).item(node.engine, itemIdOf(name, m_core.wallet())));
}

void DeskActs::registerItem(const QString &name, Done done)
{
    if (!ready(tr("Register item"), done) || !m_core.health())
        return;
    const QString key = itemKey(name);
    const bool isNew = m_core.names().nameOf(key).isEmpty();
    m_core.names().name(key, name);
    client::registerItem(m_core.backend(), m_signatory, m_core.wallet(), itemIdOf(name, m_core.wallet()))
        .onDone(this, [this, done, key, isNew](const auto &answer) {
            if (!answer && isNew)
                m_core.names().name(key, {});
            relayed(tr("Register item"), answer, done);
        });
}

void DeskActs::airdrop(Lamports amount)
{
    m_core.backend().airdrop(m_core.wallet(), amount).onDone(this, [this](const auto &answer) {
        if (!answer)
            return m_core.reportError(tr("Airdrop"), answer.error());
        m_core.reportSuccess(tr("Airdrop"));
        Q_EMIT told(tr("Airdrop"), tr("Airdrop sent"), tr("Test lamports arrive with the next slots."));
        QTimer::singleShot(1500, this, [this] { m_core.refreshWallet(); });
    });
}

void DeskActs::cutNow()
{
    m_core.backend().runBatch().onDone(this, [this](const auto &answer) {
        if (!answer)
            return m_core.reportError(tr("Cut now"), answer.error());
        m_core.reportSuccess(tr("Cut now"));
        Q_EMIT told(tr("Cut now"), *answer ? tr("Batch #%1 is cut").arg((*answer)->value) : tr("Nothing to cut"),
                    *answer ? QString() : tr("The open batch has no trade yet."));
    });
}

} // namespace paradox::ui
