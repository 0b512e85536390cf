#include "ui/desk/desk_core.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/signing/key_room.h"
#include "ui/widgets/amount_edit.h"

#include <QComboBox>
#include <QLineEdit>

namespace paradox::ui {

using models::NameError;
using models::shortSol;

std::expected<QString, NameError> SubmitPanel::item() const
{
    const int known = m_item->findText(m_item->currentText());
    if (known >= 0 && m_item->itemData(known).isValid())
        return m_item->itemData(known).toString();
    return m_context.core.names().resolve(m_item->currentText());
}

std::expected<QString, NameError> SubmitPanel::party() const
{
    return m_context.core.names().resolve(m_party->text());
}

QString SubmitPanel::problem() const
{
    const models::SessionRow *session = m_context.core.store().sessions.find(m_session->currentData().toString());
    if (!m_context.core.health())
        return tr("The node has not answered yet");
    if (!m_context.core.outboxProblem().isEmpty())
        return tr("Nothing can be sent without the outbox");
    if (!m_context.core.keys().exists())
        return tr("This profile has no key; set one up in File, Set up");
    if (session == nullptr)
        return tr("Open a session first");
    if (const QString item = itemProblem(); !item.isEmpty())
        return item;
    if (const QString party = partyProblem(); !party.isEmpty())
        return party;
    if (const QString lack = m_amount->lack(); !lack.isEmpty())
        return lack;
    if (m_amount->amount()->value == 0)
        return tr("Enter more than nothing");
    if ((session->actionBits & actionBitOf(m_type)) == 0)
        return tr("This session may not sign such intents");
    if (m_amount->amount()->value > session->maxPerIntent)
        return tr("Above the session's %1 SOL for each intent").arg(shortSol(session->maxPerIntent));
    if (buys() && m_amount->amount()->value > session->left)
        return tr("%1 SOL above what the session has left").arg(shortSol(m_amount->amount()->value - session->left));
    return {};
}

QString SubmitPanel::itemProblem() const
{
    if (m_item->currentText().trimmed().isEmpty())
        return tr("Choose an item");
    const auto key = item();
    if (!key) {
        switch (key.error()) {
        case NameError::Unknown:
            return tr("No item has this name or key");
        case NameError::Ambiguous:
            return tr("Several keys have this name: choose the item from the list, or paste its key");
        }
    }
    if (m_context.core.names().isOwn(*key))
        return tr("This is the key of your wallet, not of an item");
    return m_context.core.store().sessions.find(*key) != nullptr ? tr("This is the key of a session, not of an item")
                                                                 : QString();
}

QString SubmitPanel::partyProblem() const
{
    if (m_type == IntentType::List)
        return {};
    if (m_party->text().trimmed().isEmpty())
        return buys() ? tr("Say who sells") : tr("Say who buys");
    const auto key = party();
    if (!key) {
        switch (key.error()) {
        case NameError::Unknown:
            return buys() ? tr("The seller is no known name, and no key in base58")
                          : tr("The buyer is no known name, and no key in base58");
        case NameError::Ambiguous:
            return buys() ? tr("Several keys have the seller's name: paste the key")
                          : tr("Several keys have the buyer's name: paste the key");
        }
    }
    const models::LiveStore &store = m_context.core.store();
    if (*key == item().value_or(QString()) || store.items.find(*key) != nullptr)
        return tr("This is the key of an item, not of a wallet");
    if (store.sessions.find(*key) != nullptr)
        return tr("This is the key of a session, not of a wallet");
    return m_context.core.names().isOwn(*key) ? tr("Both sides would be you") : QString();
}

} // namespace paradox::ui
