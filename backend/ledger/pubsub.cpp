#include "ledger/pubsub.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/rpc_reader.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

constexpr std::size_t subscriptionsPerConnectionMax = 2'000;
constexpr std::size_t subscriptionsMax = 100'000;

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
    const std::optional<Element> read = readRpcText(text);
    if (!read)
        return answer(std::unexpected(RpcError{rpc_code::parseError, "Parse error"}), "null");
    const Element request = *read;
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
    const bool hasSubject =
        subscription.kind != Kind::Slot && subscription.kind != Kind::SlotUpdates && subscription.kind != Kind::Root;
    const Arguments::Config config = arguments.config(hasSubject ? 1 : 0);
    subscription.commitment = config.commitment();
    if (subscription.kind == Kind::Signature)
        subscription.signature = arguments.signature(0);
    if (subscription.kind == Kind::Signature)
        subscription.wantsReceived = config.boolean("enableReceivedNotification").value_or(false);
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
        {"slotsUpdatesSubscribe", Kind::SlotUpdates},
        {"rootSubscribe", Kind::Root},
    });
    // Blocks and votes are told only by clusters whose operator asked for it: not this one, and most are not.
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

void PubSub::cut()
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &[id, subscription] : m_subscriptions)
        subscription.socket->close(http::close_code::goingAway, "cut by a cheat-code");
}

} // namespace paradox::ledger
