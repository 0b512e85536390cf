#pragma once

#include "api/feed.h"

#include <atomic>
#include <nlohmann/json_fwd.hpp>

namespace paradox::api {

/// One open WebSocket of the feed. What a client asks comes on an I/O thread, the feed thread serves.
struct Feed::Subscriber {
    std::shared_ptr<http::WebSocket> socket;
    std::int64_t openedMs = 0;
    std::atomic<bool> isSignedIn = false;
    std::atomic<bool> isFollowing = false;
    std::atomic<bool> mustResnapshot = false;
    std::atomic<std::uint32_t> topics = 0;
    std::atomic<std::uint64_t> cursor = 0; ///< the last event dealt with

    [[nodiscard]] auth::Principal principal() const
    {
        const std::lock_guard lock(mutex);
        return who;
    }
    [[nodiscard]] std::string token() const
    {
        const std::lock_guard lock(mutex);
        return secret;
    }

    mutable std::mutex mutex; ///< of who and secret
    auth::Principal who;
    std::string secret;
};

/// Reads what a subscriber asks: first its token, then its topics.
class FeedSession : public http::WebSocketListener {
public:
    static constexpr std::uint16_t closeUnauthorised = 4401;

    FeedSession(Feed &feed, const Services &services) : m_feed(feed), m_services(services) {}

    void onOpen(std::shared_ptr<http::WebSocket> socket) override;
    void onText(std::string_view text) override;
    void onClosed(std::uint16_t code) override;

private:
    void signIn(const nlohmann::json &message);
    void subscribe(const nlohmann::json &message);
    void say(const nlohmann::json &message);
    void complain(std::string_view code, std::string_view detail);

    Feed &m_feed;
    const Services &m_services;
    std::shared_ptr<Feed::Subscriber> m_subscriber;
};

} // namespace paradox::api
