#include "api/feed_session.h"

#include "api/body.h"
#include "api/objects.h"
#include "domain/amount.h"

namespace paradox::api {

namespace {
constexpr std::size_t messageBytesMax = 4'096;
}

void FeedSession::onOpen(std::shared_ptr<http::WebSocket> socket)
{
    m_subscriber = std::make_shared<Feed::Subscriber>();
    m_subscriber->socket = std::move(socket);
    m_subscriber->openedMs = m_services.clock.monotonicMs();
    m_feed.add(m_subscriber);
}

void FeedSession::onClosed(std::uint16_t)
{
    if (m_subscriber)
        m_feed.remove(m_subscriber);
    m_subscriber.reset();
}

void FeedSession::say(const nlohmann::json &message)
{
    // A peer that asks but does not read has asked for its end.
    if (m_subscriber->socket->send(write(message)) == http::SendResult::Overflow)
        m_subscriber->socket->close(http::close_code::policyViolation, "answers are not read");
}

void FeedSession::complain(std::string_view code, std::string_view detail)
{
    say({{"op", "error"}, {"code", code}, {"detail", detail}});
}

void FeedSession::onText(std::string_view text)
{
    if (text.size() > messageBytesMax) {
        m_subscriber->socket->close(http::close_code::tooBig, "messages are small here");
        return;
    }
    const auto message = parseObject(text);
    if (!message) {
        complain(kindOf(message.error().code).code, message.error().detail);
        return;
    }
    const auto op = message->find("op");
    if (op == message->end() || !op->is_string()) {
        complain("FIELD_MISSING", "Say what you want in \"op\".");
    } else if (*op == "auth") {
        signIn(*message);
    } else if (!m_subscriber->isSignedIn.load()) {
        complain("TOKEN_MISSING", "The first message must be auth.");
        m_subscriber->socket->close(closeUnauthorised, "sign in first");
    } else if (*op == "subscribe") {
        subscribe(*message);
    } else {
        complain("FIELD_INVALID", "Only auth and subscribe are known.");
    }
}

void FeedSession::signIn(const nlohmann::json &message)
{
    const auto token = message.find("token");
    const bool isText = token != message.end() && token->is_string();
    const auto principal = isText ? m_services.tokens.find(token->get_ref<const std::string &>()) : std::nullopt;
    if (!principal) {
        complain("TOKEN_INVALID", "The access token is not valid.");
        m_subscriber->socket->close(closeUnauthorised, "token not valid");
        return;
    }
    {
        const std::lock_guard lock(m_subscriber->mutex);
        m_subscriber->who = *principal;
        m_subscriber->secret = token->get<std::string>();
    }
    m_subscriber->isSignedIn.store(true);
    say({{"op", "authenticated"}});
}

void FeedSession::subscribe(const nlohmann::json &message)
{
    const auto topics = message.find("topics");
    if (topics == message.end() || !topics->is_array() || topics->empty() || topics->size() > 16) {
        complain("FIELD_INVALID", "\"topics\" must be a list of topics.");
        return;
    }
    std::uint32_t bits = 0;
    for (const auto &name : *topics) {
        const auto topic = name.is_string() ? storage::parseTopic(name.get_ref<const std::string &>()) : std::nullopt;
        // Topics of the API that this node has no events of are subscribed to in vain, not refused.
        const bool isSilent = name == "metrics" || name == "reconciliation";
        if (!topic && !isSilent) {
            complain("FIELD_INVALID", "A topic is not known.");
            return;
        }
        if (topic)
            bits |= 1U << static_cast<unsigned>(*topic);
    }
    const FeedSeq last = m_feed.last();
    FeedSeq from = last;
    if (const auto wish = message.find("from"); wish != message.end() && !wish->is_null()) {
        const auto seq = wish->is_string() ? parseU64(wish->get_ref<const std::string &>()) : std::nullopt;
        if (!seq) {
            complain("FIELD_INVALID", "\"from\" must be a sequence number as a decimal string.");
            return;
        }
        from = FeedSeq{*seq};
    }
    say({{"op", "subscribed"}, {"seq", decimal(last)}});
    m_subscriber->topics.store(bits);
    m_subscriber->cursor.store(from.value);
    // A number from the future belongs to another database: what that client knows is not of this node.
    m_subscriber->mustResnapshot.store(from > last);
    m_subscriber->isFollowing.store(true);
}

} // namespace paradox::api
