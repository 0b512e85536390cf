#include "ui/desk/outbox_rows.h"

#include <algorithm>
#include <unordered_set>

namespace paradox::ui {
namespace {

models::IntentRow rowOf(const client::OutboxEntry &entry)
{
    const Intent &intent = entry.intent.intent;
    client::IntentRecord record;
    record.id = entry.id;
    record.type = intent.type;
    record.side = sideOf(intent);
    record.session = intent.session;
    record.owner = intent.owner;
    record.item = intent.item;
    record.from = intent.from;
    record.to = intent.to;
    record.amount = intent.amount;
    record.createdAt = intent.createdAt;
    record.expiresAt = intent.expiresAt;
    record.admittedAt = entry.writtenAt;
    record.updatedAt = entry.writtenAt;
    models::IntentRow row = models::rowOf(record);
    row.seq.reset();
    row.resolving = true;
    return row;
}

} // namespace

OutboxRows::OutboxRows(client::Outbox *outbox, models::LiveStore &store, QObject *parent)
    : QObject(parent),
      m_outbox(outbox),
      m_store(store)
{
    if (outbox == nullptr)
        return;
    connect(outbox, &client::Outbox::changed, this, &OutboxRows::read);
    read();
}

void OutboxRows::read()
{
    const std::vector<client::OutboxEntry> entries = m_outbox->entries();
    const std::vector<models::IntentRow> before = std::exchange(m_rows, {});
    std::unordered_set<IntentId, models::IdHash> stays;
    for (const client::OutboxEntry &entry : entries) {
        if (entry.state != client::OutboxState::Resolving)
            continue;
        m_rows.push_back(rowOf(entry));
        stays.insert(m_rows.back().intentId);
    }
    m_waiting = static_cast<int>(entries.size());
    m_resolving = static_cast<int>(m_rows.size());
    // What the feed or a list has brought is the node's word, and stays as it is.
    std::vector<models::IntentRow> fresh;
    std::ranges::copy_if(m_rows, std::back_inserter(fresh), [this](const models::IntentRow &row) {
        return m_store.intents.find(row.intentId) == nullptr;
    });
    if (!fresh.empty())
        m_store.intents.apply(fresh);
    for (const models::IntentRow &row : before) {
        const models::IntentRow *shown = m_store.intents.find(row.intentId);
        if (!stays.contains(row.intentId) && shown != nullptr && shown->resolving)
            m_store.intents.remove(row.intentId);
    }
    Q_EMIT changed();
}

void OutboxRows::addTo(std::vector<models::IntentRow> &snapshot) const
{
    const std::size_t known = snapshot.size();
    for (const models::IntentRow &row : m_rows) {
        const auto end = snapshot.begin() + static_cast<std::ptrdiff_t>(known);
        if (std::none_of(snapshot.begin(), end,
                         [&](const models::IntentRow &one) { return one.intentId == row.intentId; }))
            snapshot.push_back(row);
    }
}

} // namespace paradox::ui
