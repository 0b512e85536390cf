#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/pubsub.h"

#include <algorithm>

// What the hub tells its subscribers, as the chain moves.

namespace paradox::ledger {

namespace {

constexpr std::size_t newsSlotsMax = 256;

bool mentions(const TransactionRecord &record, const PublicKey &key)
{
    const std::vector<PublicKey> keys = record.keys();
    return std::ranges::find(keys, key) != keys.end();
}

/// What the transactions of a slot left behind, each account once, in the order of its last change.
std::vector<AccountWrite> finalAccounts(std::span<const RecordRef> records)
{
    std::vector<AccountWrite> accounts;
    std::unordered_map<PublicKey, std::size_t> places;
    for (const RecordRef &record : records) {
        for (const AccountWrite &write : record->execution.writes) {
            const auto [place, isNew] = places.emplace(write.key, accounts.size());
            if (isNew)
                accounts.push_back(write);
            else
                accounts[place->second] = write;
        }
    }
    return accounts;
}

} // namespace

void PubSub::tellSignature(std::uint64_t id, Slot slot, const std::optional<TransactionError> &error)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end())
        return; // told already: one-shot
    JsonWriter writer;
    beginContext(writer, slot);
    writer.beginObject().key("err").raw(toJson(error)).endObject().endObject();
    send(found->second, "signatureNotification", writer.take());
    erase(id);
}

void PubSub::send(const Subscription &subscription, std::string_view notification, std::string_view result)
{
    if (m_isSilent)
        return;
    std::string text = "{\"jsonrpc\":\"2.0\",\"method\":\"";
    text.append(notification).append("\",\"params\":{\"result\":").append(result).append(",\"subscription\":");
    text.append(std::to_string(subscription.id)).append("}}");
    if (subscription.socket->send(text) == http::SendResult::Overflow)
        subscription.socket->close(http::close_code::tryLater, "notifications are read too slowly");
}

void PubSub::tellRecord(const Subscription &subscription, const TransactionRecord &record)
{
    if (subscription.mentionsOnly && !mentions(record, subscription.key))
        return;
    JsonWriter writer;
    beginContext(writer, record.slot);
    writer.beginObject().key("signature").text(toBase58(record.signature()));
    writer.key("err").raw(toJson(record.execution.error)).key("logs");
    writeLogs(writer, record.execution.logs);
    send(subscription, "logsNotification", writer.endObject().endObject().take());
}

/// What a mint says of decimals never changes: any state of it that is there will do.
ShownAccount PubSub::show(const AccountWrite &one, const AccountForm &form) const
{
    if (form.encoding != DataEncoding::JsonParsed)
        return {one.key, one.account, nullptr};
    const Engine::Reader reader = m_engine.read();
    return showAccount(reader.bank(), reader.bank().slotAt(Commitment::Processed), one, form);
}

void PubSub::tellAccounts(const Subscription &subscription, Slot slot, const std::vector<AccountWrite> &accounts)
{
    static const AccountRef gone = std::make_shared<const Account>();
    for (const AccountWrite &write : accounts) {
        const AccountRef &account = write.account ? write.account : gone;
        const bool program = subscription.kind == Kind::Program;
        if (program ? account->owner != subscription.key : write.key != subscription.key)
            continue;
        if (!std::ranges::all_of(subscription.filters, [&](const auto &filter) { return filter.matches(*account); }))
            continue;
        JsonWriter writer;
        beginContext(writer, slot);
        AccountForm form = subscription.form;
        const bool isBase58 = form.encoding == DataEncoding::Binary || form.encoding == DataEncoding::Base58;
        if (isBase58 && account->data.size() > 128)
            form.encoding = DataEncoding::Base64; // a notification cannot answer with an error
        if (program)
            writer.beginObject().key("pubkey").text(toBase58(write.key)).key("account");
        (void)writeAccount(writer, show({write.key, account}, form), form);
        if (program)
            writer.endObject();
        send(subscription, program ? "programNotification" : "accountNotification", writer.endObject().take());
    }
}

void PubSub::tellSignatures(std::span<const RecordRef> records, Slot slot, Commitment commitment)
{
    for (std::size_t i = 0; i < records.size() && !m_signatures.empty(); ++i) {
        const auto waiting = m_signatures.find(records[i]->signature());
        if (waiting == m_signatures.end())
            continue;
        const std::vector<std::uint64_t> ids = waiting->second; // telling erases them
        for (const std::uint64_t id : ids) {
            const Subscription &subscription = m_subscriptions.at(id);
            if (subscription.wantsReceived && commitment == Commitment::Processed) {
                JsonWriter writer;
                beginContext(writer, slot);
                send(subscription, "signatureNotification", writer.text("receivedSignature").endObject().take());
            }
            if (subscription.commitment == commitment)
                tellSignature(id, slot, records[i]->execution.error);
        }
    }
}

void PubSub::tellRecords(std::span<const RecordRef> records, Slot slot, Commitment commitment)
{
    if (m_subscriptions.empty() || records.empty())
        return;
    tellSignatures(records, slot, commitment);
    std::optional<std::vector<AccountWrite>> accounts;
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.commitment != commitment)
            continue;
        if (subscription.kind == Kind::Logs) {
            for (const RecordRef &record : records)
                tellRecord(subscription, *record);
        } else if (subscription.kind == Kind::Account || subscription.kind == Kind::Program) {
            if (!accounts)
                accounts = finalAccounts(records);
            tellAccounts(subscription, slot, *accounts);
        }
    }
}

PubSub::SlotNews &PubSub::newsOf(Slot slot)
{
    if (m_news.empty() || m_news.back().slot != slot)
        m_news.push_back({slot, {}, {}});
    if (m_news.size() > newsSlotsMax)
        m_news.pop_front();
    return m_news.back();
}

void PubSub::onRecords(std::span<const RecordRef> records)
{
    const std::scoped_lock lock(m_mutex);
    while (!records.empty()) {
        const Slot slot = records.front()->slot;
        const auto end = std::ranges::find_if(records, [&](const RecordRef &record) { return record->slot != slot; });
        const std::span<const RecordRef> part = records.first(static_cast<std::size_t>(end - records.begin()));
        std::vector<RecordRef> &kept = newsOf(slot).records;
        kept.insert(kept.end(), part.begin(), part.end());
        tellRecords(part, slot, Commitment::Processed);
        records = records.subspan(part.size());
    }
}

void PubSub::onRewrite(const Rewrite &rewrite)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<AccountWrite> &kept = newsOf(rewrite.slot).rewritten;
    kept.insert(kept.end(), rewrite.writes.begin(), rewrite.writes.end());
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.commitment == Commitment::Processed &&
            (subscription.kind == Kind::Account || subscription.kind == Kind::Program))
            tellAccounts(subscription, rewrite.slot, rewrite.writes);
    }
}

void PubSub::tellNews(Slot slot, Commitment commitment)
{
    const auto news = std::ranges::find(m_news, slot, &SlotNews::slot);
    if (news == m_news.end())
        return;
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.commitment == commitment &&
            (subscription.kind == Kind::Account || subscription.kind == Kind::Program))
            tellAccounts(subscription, slot, news->rewritten);
    }
    tellRecords(news->records, slot, commitment);
}

void PubSub::tellUpdate(std::string_view type, Slot slot, std::string_view more)
{
    JsonWriter writer;
    writer.beginObject().key("slot").number(slot.value);
    if (!more.empty())
        writer.raw(more);
    writer.key("timestamp").number(m_engine.clock().wall().value);
    const std::string result = writer.key("type").text(type).endObject().take();
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind == Kind::SlotUpdates)
            send(subscription, "slotsUpdatesNotification", result);
    }
}

void PubSub::tellSlot(Slot slot, Slot parent)
{
    JsonWriter writer;
    writer.beginObject().key("parent").number(parent.value).key("root").number(m_root.value);
    const std::string result = writer.key("slot").number(slot.value).endObject().take();
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind == Kind::Slot)
            send(subscription, "slotNotification", result);
    }
    tellUpdate("createdBank", slot, "\"parent\":" + std::to_string(parent.value));
}

void PubSub::onSlotOpened(Slot slot, Slot parent, Slot root)
{
    const std::scoped_lock lock(m_mutex);
    const auto news = std::ranges::find(m_news, parent, &SlotNews::slot);
    const std::size_t records = news == m_news.end() ? 0 : news->records.size();
    const auto failed = records == 0 ? 0 : std::ranges::count_if(news->records, [](const RecordRef &record) {
        return record->execution.error.has_value();
    });
    JsonWriter stats;
    stats.beginObject().key("maxTransactionsPerEntry").number(records).key("numFailedTransactions").number(failed);
    stats.key("numSuccessfulTransactions").number(records - static_cast<std::size_t>(failed));
    stats.key("numTransactionEntries").number(records == 0 ? 0 : 1).endObject();
    tellUpdate("frozen", parent, "\"stats\":" + stats.take());
    m_root = root;
    tellSlot(slot, parent);
}

void PubSub::onConfirmed(Slot slot)
{
    const std::scoped_lock lock(m_mutex);
    tellUpdate("optimisticConfirmation", slot);
    tellNews(slot, Commitment::Confirmed);
}

void PubSub::onFinalized(Slot slot)
{
    const std::scoped_lock lock(m_mutex);
    tellUpdate("root", slot);
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind == Kind::Root)
            send(subscription, "rootNotification", std::to_string(slot.value));
    }
    tellNews(slot, Commitment::Finalized);
    while (!m_news.empty() && m_news.front().slot <= slot)
        m_news.pop_front();
}

/// As on a cluster, who watches an account hears that it is as it was before, and a signature once told is not taken
/// back: only finalized is for good.
void PubSub::onFork(const Fork &fork)
{
    const std::scoped_lock lock(m_mutex);
    while (!m_news.empty() && m_news.back().slot > fork.parent)
        m_news.pop_back();
    for (const Slot slot : fork.dead)
        tellUpdate("dead", slot, "\"err\":\"the chain went on from slot " + std::to_string(fork.parent.value) + '"');
    std::vector<AccountWrite> seen;      // by who watches what is processed
    std::vector<AccountWrite> confirmed; // by who waits until it is confirmed
    for (const AccountStore::Reverted &one : fork.accounts) {
        seen.push_back({one.key, one.account});
        if (one.touched <= fork.confirmed)
            confirmed.push_back({one.key, one.account});
    }
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind != Kind::Account || subscription.commitment == Commitment::Finalized)
            continue;
        tellAccounts(subscription, fork.working, subscription.commitment == Commitment::Processed ? seen : confirmed);
    }
    tellSlot(fork.working, fork.parent);
}

} // namespace paradox::ledger
