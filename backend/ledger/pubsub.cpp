#include "ledger/pubsub.h"

#include "domain/assert.h"
#include "domain/base58.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

constexpr std::size_t subscriptionsPerConnectionMax = 2'000;
constexpr std::size_t subscriptionsMax = 100'000;
constexpr std::size_t depthMax = 32;
constexpr std::size_t newsSlotsMax = 256;

bool mentions(const TransactionRecord &record, const PublicKey &key)
{
    const std::vector<PublicKey> keys = record.keys();
    return std::ranges::find(keys, key) != keys.end();
}

/// What the transactions of a slot left behind, each account once, in the order of its last change.
std::vector<AccountWrite> finalAccounts(std::span<const RecordRef> records)
{
    static const AccountRef gone = std::make_shared<const Account>();
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
    for (AccountWrite &write : accounts)
        write.account = write.account ? write.account : gone;
    return accounts;
}

} // namespace

class PubSub::Connection final : public http::WebSocketListener {
public:
    explicit Connection(PubSub &hub) : m_hub(hub) {}

    void onOpen(std::shared_ptr<http::WebSocket> socket) override { m_socket = std::move(socket); }
    void onText(std::string_view text) override { m_hub.receive(text, m_socket, this); }
    void onClosed(std::uint16_t) override
    {
        m_hub.forget(this);
        m_socket.reset();
    }

private:
    PubSub &m_hub;
    std::shared_ptr<http::WebSocket> m_socket;
};

std::unique_ptr<http::WebSocketListener> PubSub::connect()
{
    return std::make_unique<Connection>(*this);
}

void PubSub::receive(std::string_view text, const std::shared_ptr<http::WebSocket> &socket, const void *owner)
{
    const auto answer = [&](const RpcResult &result, std::string_view id) {
        (void)socket->send(rpcEnvelope(result, id));
    };
    thread_local simdjson::dom::parser parser;
    Element request;
    if ((parser.capacity() < text.size() && parser.allocate(text.size(), depthMax) != simdjson::SUCCESS) ||
        parser.parse(text.data(), text.size()).get(request) != simdjson::SUCCESS)
        return answer(std::unexpected(RpcError{rpc_code::parseError, "Parse error"}), "null");
    std::string_view method;
    Element id;
    if (!request.is_object() || request["method"].get_string().get(method) != simdjson::SUCCESS)
        return answer(std::unexpected(RpcError{rpc_code::invalidRequest, "Invalid request"}), "null");
    if (request["id"].get(id) != simdjson::SUCCESS)
        return; // a notification, such as the keep-alive of web3.js
    if (id.is_array() || id.is_object())
        return answer(std::unexpected(RpcError{rpc_code::invalidRequest, "Invalid request"}), "null");
    const std::string idText = simdjson::minify(id);
    Element params;
    Arguments arguments(request["params"].get(params) == simdjson::SUCCESS ? std::optional(params) : std::nullopt);
    std::uint64_t watched = 0;
    {
        // The answer goes out before any notification can: clients learn the number from it.
        const std::scoped_lock lock(m_mutex);
        RpcResult result;
        if (method.ends_with("Unsubscribe"))
            result = unsubscribe(arguments, owner);
        else
            result = subscribe(method, arguments, {.socket = socket, .owner = owner});
        if (!arguments.ok())
            result = std::unexpected(arguments.error());
        answer(result, idText);
        if (result && method == "signatureSubscribe")
            watched = m_nextId - 1;
    }
    if (watched != 0)
        tellSignatureIfKnown(watched);
}

void PubSub::fill(Subscription &subscription, Arguments &arguments)
{
    const bool hasSubject = subscription.kind != Kind::Slot && subscription.kind != Kind::Root;
    const Arguments::Config config = arguments.config(hasSubject ? 1 : 0);
    subscription.commitment = config.commitment();
    if (subscription.kind == Kind::Signature)
        subscription.signature = arguments.signature(0);
    if (subscription.kind == Kind::Account || subscription.kind == Kind::Program) {
        subscription.key = arguments.key(0);
        subscription.form = {config.encoding(), config.dataSlice()};
    }
    if (subscription.kind == Kind::Program)
        subscription.filters = takeFilters(config, arguments);
    if (subscription.kind != Kind::Logs)
        return;
    const std::optional<Element> filter = arguments.at(0);
    std::string_view word;
    if (filter && filter->get_string().get(word) == simdjson::SUCCESS) {
        if (word != "all" && word != "allWithVotes")
            arguments.fail("Invalid params: unknown logs filter");
        return;
    }
    simdjson::dom::array keys;
    if (!filter || (*filter)["mentions"].get_array().get(keys) != simdjson::SUCCESS || keys.size() != 1 ||
        keys.at(0).get_string().get(word) != simdjson::SUCCESS) {
        arguments.fail("Invalid Request: Only 1 address supported");
        return;
    }
    subscription.mentionsOnly = true;
    subscription.key = arguments.toKey(word);
}

RpcResult PubSub::subscribe(std::string_view method, Arguments &arguments, Subscription subscription)
{
    constexpr std::array kinds = std::to_array<std::pair<std::string_view, Kind>>({
        {"accountSubscribe", Kind::Account},
        {"logsSubscribe", Kind::Logs},
        {"programSubscribe", Kind::Program},
        {"signatureSubscribe", Kind::Signature},
        {"slotSubscribe", Kind::Slot},
        {"rootSubscribe", Kind::Root},
    });
    const auto kind = std::ranges::find(kinds, method, &std::pair<std::string_view, Kind>::first);
    if (kind == kinds.end())
        return std::unexpected(RpcError{rpc_code::methodNotFound, "Method not found"});
    subscription.kind = kind->second;
    fill(subscription, arguments);
    std::size_t &count = m_counts[subscription.owner];
    if (count >= subscriptionsPerConnectionMax || m_subscriptions.size() >= subscriptionsMax)
        arguments.fail("Internal Error: Subscription refused. Node subscription limit reached");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    ++count;
    subscription.id = m_nextId++;
    if (subscription.kind == Kind::Signature)
        m_signatures[subscription.signature].push_back(subscription.id);
    const std::uint64_t id = subscription.id;
    m_subscriptions.emplace(id, std::move(subscription));
    return std::to_string(id);
}

RpcResult PubSub::unsubscribe(Arguments &arguments, const void *owner)
{
    const std::uint64_t id = arguments.number(0);
    const auto found = m_subscriptions.find(id);
    if (!arguments.ok() || found == m_subscriptions.end() || found->second.owner != owner) {
        arguments.fail("Invalid subscription id.");
        return std::unexpected(arguments.error());
    }
    erase(id);
    return "true";
}

void PubSub::erase(std::uint64_t id)
{
    const auto found = m_subscriptions.find(id);
    PARADOX_ASSERT(found != m_subscriptions.end());
    if (found->second.kind == Kind::Signature) {
        const auto waiting = m_signatures.find(found->second.signature);
        PARADOX_ASSERT(waiting != m_signatures.end());
        std::erase(waiting->second, id);
        if (waiting->second.empty())
            m_signatures.erase(waiting);
    }
    --m_counts[found->second.owner];
    m_subscriptions.erase(found);
}

void PubSub::forget(const void *owner)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::uint64_t> gone;
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.owner == owner)
            gone.push_back(id);
    }
    for (const std::uint64_t id : gone)
        erase(id);
    m_counts.erase(owner);
}

void PubSub::tellSignatureIfKnown(std::uint64_t id)
{
    Subscription subscription;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_subscriptions.find(id);
        if (found == m_subscriptions.end())
            return;
        subscription = found->second;
    }
    std::optional<SignatureStatus> status;
    {
        const Engine::Reader reader = m_engine.read();
        status = reader.bank().status(subscription.signature);
        if (!status || reader.bank().commitmentOf(status->slot) < subscription.commitment)
            return;
    }
    const std::scoped_lock lock(m_mutex);
    tellSignature(id, status->slot, status->error);
}

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

void PubSub::tellAccounts(const Subscription &subscription, Slot slot, const std::vector<AccountWrite> &accounts)
{
    for (const AccountWrite &write : accounts) {
        const bool program = subscription.kind == Kind::Program;
        if (program ? write.account->owner != subscription.key : write.key != subscription.key)
            continue;
        if (!std::ranges::all_of(subscription.filters,
                                 [&](const auto &filter) { return filter.matches(*write.account); }))
            continue;
        JsonWriter writer;
        beginContext(writer, slot);
        AccountForm form = subscription.form;
        if (form.encoding != DataEncoding::Base64 && write.account->data.size() > 128)
            form.encoding = DataEncoding::Base64; // a notification cannot answer with an error
        if (program)
            writer.beginObject().key("pubkey").text(toBase58(write.key)).key("account");
        (void)writeAccount(writer, write.account, form);
        if (program)
            writer.endObject();
        send(subscription, program ? "programNotification" : "accountNotification", writer.endObject().take());
    }
}

void PubSub::tellRecords(std::span<const RecordRef> records, Slot slot, Commitment commitment)
{
    if (m_subscriptions.empty() || records.empty())
        return;
    for (std::size_t i = 0; i < records.size() && !m_signatures.empty(); ++i) {
        const auto waiting = m_signatures.find(records[i]->signature());
        if (waiting == m_signatures.end())
            continue;
        const std::vector<std::uint64_t> ids = waiting->second; // telling erases them
        for (const std::uint64_t id : ids) {
            if (m_subscriptions.at(id).commitment == commitment)
                tellSignature(id, slot, records[i]->execution.error);
        }
    }
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

void PubSub::onRecords(std::span<const RecordRef> records)
{
    const std::scoped_lock lock(m_mutex);
    while (!records.empty()) {
        const Slot slot = records.front()->slot;
        const auto end = std::ranges::find_if(records, [&](const RecordRef &record) { return record->slot != slot; });
        const std::span<const RecordRef> part = records.first(static_cast<std::size_t>(end - records.begin()));
        if (m_news.empty() || m_news.back().slot != slot)
            m_news.push_back({slot, {}});
        m_news.back().records.insert(m_news.back().records.end(), part.begin(), part.end());
        tellRecords(part, slot, Commitment::Processed);
        records = records.subspan(part.size());
    }
    while (m_news.size() > newsSlotsMax)
        m_news.pop_front();
}

void PubSub::onSlotOpened(Slot slot, Slot parent, Slot root)
{
    const std::scoped_lock lock(m_mutex);
    JsonWriter writer;
    writer.beginObject().key("parent").number(parent.value).key("root").number(root.value);
    const std::string result = writer.key("slot").number(slot.value).endObject().take();
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind == Kind::Slot)
            send(subscription, "slotNotification", result);
    }
}

void PubSub::onConfirmed(Slot slot)
{
    const std::scoped_lock lock(m_mutex);
    const auto news = std::ranges::find(m_news, slot, &SlotNews::slot);
    if (news != m_news.end())
        tellRecords(news->records, slot, Commitment::Confirmed);
}

void PubSub::onFinalized(Slot slot)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription.kind == Kind::Root)
            send(subscription, "rootNotification", std::to_string(slot.value));
    }
    const auto news = std::ranges::find(m_news, slot, &SlotNews::slot);
    if (news != m_news.end())
        tellRecords(news->records, slot, Commitment::Finalized);
    while (!m_news.empty() && m_news.front().slot <= slot)
        m_news.pop_front();
}

} // namespace paradox::ledger
