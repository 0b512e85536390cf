#include "models/settings.h"
#include "ui/desk/desk_core.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/widgets/amount_edit.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>

namespace paradox::ui {

void SubmitPanel::saveDraft()
{
    const std::string_view type = toText(m_type);
    const QJsonObject draft{
        {QStringLiteral("type"), QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))},
        {QStringLiteral("item"), m_item->currentText()},
        {QStringLiteral("party"), m_party->text()},
        {QStringLiteral("side"), m_side->currentData().toString()},
        {QStringLiteral("submitting"), m_submitting},
        {QStringLiteral("lifeSeconds"), m_expires->currentData().toInt()},
        {QStringLiteral("amount"), m_amount->amount() ? QString::number(m_amount->amount()->value) : QString()}};
    m_context.core.settings().set(models::setting::draft,
                                  QString::fromUtf8(QJsonDocument(draft).toJson(QJsonDocument::Compact)));
}

void SubmitPanel::loadDraft()
{
    const QJsonObject draft =
        QJsonDocument::fromJson(m_context.core.settings().get(models::setting::draft).toUtf8()).object();
    if (draft.isEmpty())
        return;
    m_loading = true;
    m_type = parseIntentType(draft.value(QStringLiteral("type")).toString().toStdString()).value_or(IntentType::Bid);
    // The desk ended while this was on its way: the outbox has it, and a full form would invite to sign it twice.
    if (draft.value(QStringLiteral("submitting")).toBool() && m_context.core.outbox().waiting() > 0) {
        m_loading = false;
        return;
    }
    m_item->setEditText(draft.value(QStringLiteral("item")).toString());
    m_party->setText(draft.value(QStringLiteral("party")).toString());
    // Drafts of older desks have no side and no life: the form's own stand.
    for (const auto &[box, chosen] :
         {std::pair{m_side, QStringLiteral("side")}, {m_expires, QStringLiteral("lifeSeconds")}}) {
        if (const int at = box->findData(draft.value(chosen).toVariant()); at >= 0)
            box->setCurrentIndex(at);
    }
    const auto amount = parseU64(draft.value(QStringLiteral("amount")).toString().toStdString());
    if (amount && *amount <= amountMax.value)
        m_amount->setAmount(Lamports{*amount});
    m_loading = false;
}

} // namespace paradox::ui
