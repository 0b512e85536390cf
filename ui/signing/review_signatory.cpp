#include "ui/signing/review_signatory.h"

#include "ui/desk/desk_core.h"
#include "ui/dialogs/sign_review.h"
#include "ui/signing/key_room.h"

#include <QPointer>

namespace paradox::ui {

ReviewSignatory::ReviewSignatory(const Theme &theme, DeskCore &core, QWidget *window, Unlock unlock)
    : QObject(window),
      m_theme(theme),
      m_core(core),
      m_window(window),
      m_unlock(std::move(unlock))
{
}

client::Reply<Signature> ReviewSignatory::sign(const client::SignatureWanted &wanted)
{
    m_waiting.push_back({wanted, {}});
    const client::Reply<Signature> reply = m_waiting.back().promise.reply();
    if (!m_busy)
        QMetaObject::invokeMethod(this, &ReviewSignatory::next, Qt::QueuedConnection);
    return reply;
}

void ReviewSignatory::next()
{
    if (m_busy || m_waiting.empty())
        return;
    m_busy = true;
    const client::SignatureWanted &wanted = m_waiting.front().wanted;
    signer::SignQuestion question;
    question.purpose = wanted.purpose == client::SignatureWanted::Purpose::Transaction
                           ? signer::RequestPurpose::Transaction
                           : signer::RequestPurpose::Message;
    question.signer = wanted.signer;
    question.bytes = wanted.bytes;
    question.grant = wanted.grant;
    const auto request = decodeSignRequest(question, m_context);
    if (!request) {
        auto *dialog = new SignReview(m_theme, m_core, request.error(), wanted.bytes, m_window);
        const QString why = QString::fromStdString(request.error().words);
        connect(dialog, &QDialog::finished, this, [this, why] { decline(why); });
        dialog->open();
        Q_EMIT reviewOpened(dialog);
        return;
    }
    const auto judge = [this, request = *request] {
        m_core.keys().judge(request, this,
                            [this, request](const signer::PolicyAnswer &answer) { review(request, answer); });
    };
    if (!m_core.keys().isLocked())
        return judge();
    m_unlock([this, judge](bool open) {
        if (open)
            judge();
        else
            decline(tr("The keys are locked"));
    });
}

void ReviewSignatory::review(const signer::SignRequest &request, const signer::PolicyAnswer &answer)
{
    auto *dialog = new SignReview(m_theme, m_core, request, answer, m_window);
    connect(
        dialog, &SignReview::signChosen, this,
        [this, request, held = answer.verdict == signer::PolicyVerdict::HoldOff, shown = QPointer<SignReview>(dialog)] {
            m_core.keys().sign(request, held ? signer::Agreement::ReviewedAfterHoldOff : signer::Agreement::Reviewed,
                               this, [this, shown](const QString &problem, const Signature &signature) {
                                   if (shown)
                                       shown->finishSigning(problem);
                                   if (!problem.isEmpty())
                                       return decline(problem);
                                   client::Promise<Signature> promise = m_waiting.front().promise;
                                   m_waiting.pop_front();
                                   m_busy = false;
                                   promise.finish(signature);
                                   next();
                               });
        });
    connect(dialog, &QDialog::rejected, this, [this] { decline(tr("Cancelled in the review")); });
    dialog->open();
    Q_EMIT reviewOpened(dialog);
}

void ReviewSignatory::decline(const QString &why)
{
    if (m_waiting.empty())
        return;
    client::Promise<Signature> promise = m_waiting.front().promise;
    m_waiting.pop_front();
    m_busy = false;
    promise.finish(std::unexpected(client::Error{.code = client::ErrorCode::NotSigned, .detail = why.toStdString()}));
    next();
}

} // namespace paradox::ui
