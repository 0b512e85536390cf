#include "tests/api/api_fixture.h"

#include <condition_variable>

namespace paradox::api::test {
namespace {

/// A subscriber that keeps what it hears.
class Subscriber {
public:
    explicit Subscriber(const std::string &domain)
        : m_client({.url = "ws://" + domain + "/ws",
                    .onOpen =
                        [this] {
                            const std::lock_guard lock(m_mutex);
                            m_isOpen = true;
                            m_changed.notify_all();
                        },
                    .onText =
                        [this](std::string_view text) {
                            const std::lock_guard lock(m_mutex);
                            m_heard.push_back(json::parse(text));
                            m_changed.notify_all();
                        },
                    .onClosed =
                        [this](std::uint16_t code) {
                            const std::lock_guard lock(m_mutex);
                            m_closed = code;
                            m_changed.notify_all();
                        }})
    {
    }
    void say(const json &message) { EXPECT_EQ(m_client.send(message.dump()), http::SendResult::Queued); }
    void follow(const std::string &token, const json &from = nullptr)
    {
        say({{"op", "auth"}, {"token", token}});
        json message{{"op", "subscribe"}, {"topics", {"intents", "batches", "transactions", "sessions", "node"}}};
        if (!from.is_null())
            message["from"] = from;
        say(message);
        await([](const json &m) { return m.value("op", "") == "subscribed"; });
    }
    template <class Matches>
    json await(Matches matches)
    {
        std::unique_lock lock(m_mutex);
        json found;
        m_changed.wait(lock, [&] {
            const auto place = std::ranges::find_if(m_heard, matches);
            if (place != m_heard.end())
                found = *place;
            return place != m_heard.end() || m_closed.has_value();
        });
        return found;
    }
    void awaitOpen()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_isOpen || m_closed.has_value(); });
    }
    std::uint16_t awaitClose()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_closed.has_value(); });
        return *m_closed;
    }
    std::vector<std::string> seqs()
    {
        const std::lock_guard lock(m_mutex);
        std::vector<std::string> result;
        for (const json &message : m_heard) {
            if (message.contains("topic"))
                result.push_back(message["seq"]);
        }
        return result;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<json> m_heard;
    bool m_isOpen = false;
    std::optional<std::uint16_t> m_closed;
    http::WebSocketClient m_client;
};

auto isEvent(const std::string &topic, const std::string &to)
{
    return [topic, to](const json &m) { return m.value("topic", "") == topic && m.value("to", "") == to; };
}

TEST_F(ApiTest, aSubscriberSeesItsIntentWhole)
{
    admission::Trader trader = liveTrader();
    Subscriber subscriber(domain);
    subscriber.follow(tokenOf(trader.wallet));
    const json taken = post("/api/intents", nodeToken, posted(trader, list(trader, admission::keyOf(40), 100))).body;
    const json event = subscriber.await(isEvent("intents", "pending"));
    EXPECT_EQ(event["type"], "intent");
    EXPECT_EQ(event["data"]["id"], taken["id"]);
    EXPECT_EQ(event["data"]["amountLamports"], "100");
    EXPECT_TRUE(event["from"].is_null());
}

TEST_F(ApiTest, othersIntentsAreNotShown)
{
    admission::Trader mine = liveTrader();
    admission::Trader other = liveTrader();
    Subscriber subscriber(domain);
    subscriber.follow(tokenOf(mine.wallet));
    const json foreign = post("/api/intents", nodeToken, posted(other, list(other, admission::keyOf(40), 100))).body;
    const json own = post("/api/intents", nodeToken, posted(mine, list(mine, admission::keyOf(41), 100))).body;
    const json event = subscriber.await(isEvent("intents", "pending"));
    EXPECT_EQ(event["data"]["id"], own["id"]);
    EXPECT_NE(event["data"]["id"], foreign["id"]);
}

TEST_F(ApiTest, whoSeesOnlyTheEarlierHalfHearsThatItIsPairedAndAtWhatPrice)
{
    admission::Trader buyer = liveTrader();
    admission::Trader seller = liveTrader();
    const Intent offer = buy(buyer, seller, admission::keyOf(40), 100, IntentType::BuyNow);
    const json mine = post("/api/intents", nodeToken, posted(buyer, offer)).body;
    Subscriber subscriber(domain);
    subscriber.follow(tokenOf(buyer.wallet));
    post("/api/intents", nodeToken, posted(seller, list(seller, admission::keyOf(40), 70)));
    const json event = subscriber.await(isEvent("intents", "pending"));
    EXPECT_EQ(event["from"], "pending");
    EXPECT_EQ(event["reason"], "PAIRED");
    EXPECT_EQ(event["data"]["id"], mine["id"]);
    EXPECT_EQ(event["data"]["amountLamports"], "100");
    EXPECT_EQ(event["data"]["tradeAmountLamports"], "70");
    const std::string token = tokenOf(buyer.wallet);
    const std::string path = "/api/intents/" + mine["id"].get<std::string>();
    EXPECT_EQ(get(path, token).body["pairedWith"], event["data"]["pairedWith"]);
    const json life = get(path + "/explain", token).body["life"];
    ASSERT_EQ(life.size(), 2U);
    EXPECT_EQ(life[1]["reason"], "PAIRED");
}

TEST_F(ApiTest, theFeedReplaysFromWhereASubscriberWas)
{
    admission::Trader trader = liveTrader();
    post("/api/intents", nodeToken, posted(trader, list(trader, admission::keyOf(40), 100)));
    Subscriber subscriber(domain);
    subscriber.follow(nodeToken, "0");
    subscriber.await(isEvent("intents", "pending"));
    const std::vector<std::string> seqs = subscriber.seqs();
    for (std::size_t i = 0; i < seqs.size(); ++i)
        EXPECT_EQ(seqs[i], std::to_string(i + 1));
}

TEST_F(ApiTest, aNumberOfAnotherLifeMeansReadAnew)
{
    Subscriber subscriber(domain);
    subscriber.follow(nodeToken, "999999");
    const json answer = subscriber.await([](const json &m) { return m.value("op", "") == "resnapshot"; });
    EXPECT_EQ(answer["seq"], "0");
}

TEST_F(ApiTest, withoutATokenThereIsNoFeed)
{
    Subscriber silent(domain);
    silent.say({{"op", "subscribe"}, {"topics", {"intents"}}});
    EXPECT_EQ(silent.awaitClose(), 4401);
    Subscriber liar(domain);
    liar.say({{"op", "auth"}, {"token", "nonsense"}});
    EXPECT_EQ(liar.awaitClose(), 4401);
    Subscriber mute(domain);
    mute.awaitOpen(); // the clock that moves below starts for it here
    Subscriber signedIn(domain);
    signedIn.follow(nodeToken);
    clock.advanceSeconds(11);
    EXPECT_EQ(mute.awaitClose(), 4401);
    const json beat = signedIn.await([](const json &m) { return m.value("op", "") == "heartbeat"; });
    EXPECT_EQ(beat["finalizedSlot"], "6");
}

TEST_F(ApiTest, aHeartbeatNamesThePlaceOfItsSubscriberAndNoneBeforeItHasOne)
{
    admission::Trader trader = liveTrader(); // the node's own place is above 0 now
    const auto isBeat = [](const json &m) { return m.value("op", "") == "heartbeat"; };
    Subscriber idle(domain);
    idle.say({{"op", "auth"}, {"token", nodeToken}});
    idle.await([](const json &m) { return m.value("op", "") == "authenticated"; });
    Subscriber following(domain);
    following.follow(nodeToken);
    clock.advanceSeconds(2);
    EXPECT_TRUE(idle.await(isBeat).at("seq").is_null());
    EXPECT_EQ(following.await(isBeat).at("seq"), "2");
}

TEST_F(ApiTest, aTokenThatEndsEndsItsFeed)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const std::string token = tokenOf(wallet);
    Subscriber subscriber(domain);
    subscriber.follow(token);
    call(http::Method::Post, "/api/auth/logout", token);
    clock.advanceSeconds(2);
    EXPECT_EQ(subscriber.awaitClose(), 4401);
}

TEST_F(ApiTest, hundredsOfSubscribersHearEverythingInOrder)
{
    admission::Trader trader = liveTrader();
    std::vector<std::unique_ptr<Subscriber>> subscribers;
    for (int i = 0; i < 200; ++i) {
        subscribers.push_back(std::make_unique<Subscriber>(domain));
        subscribers.back()->follow(nodeToken);
    }
    for (std::size_t i = 0; i < 50; ++i)
        ASSERT_EQ(post("/api/intents", nodeToken,
                       posted(trader, list(trader, admission::keyOf(static_cast<std::uint8_t>(60 + i)), 1)))
                      .status,
                  202);
    for (const auto &subscriber : subscribers) {
        subscriber->await([](const json &m) { return m.contains("data") && m["data"].value("seq", "") == "50"; });
        const std::vector<std::string> seqs = subscriber->seqs();
        ASSERT_EQ(seqs.size(), 50U);
        EXPECT_TRUE(std::ranges::is_sorted(seqs, {}, [](const std::string &seq) { return std::stoul(seq); }));
    }
}

} // namespace
} // namespace paradox::api::test
