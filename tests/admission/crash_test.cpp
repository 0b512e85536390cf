#include "tests/admission/admission_fixture.h"

#include "domain/system_clock.h"

#include <map>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace paradox::admission {
namespace {

constexpr std::size_t rounds = 8;
constexpr std::size_t acknowledgedPerRound = 700;
constexpr std::uint64_t limitTotal = 1'000'000'000;

/// What the child tells on its pipe after each durable answer.
struct Acknowledged {
    IntentId id;
    std::uint64_t seq;
};

/// The whole way in as a process of its own makes it: opened, loaded, to be killed.
struct Node {
    explicit Node(const std::filesystem::path &directory) : database(*storage::Database::open(directory))
    {
        options.cluster = {.genesis = *Hash::from(keyOf(1).span()), .program = keyOf(2), .engine = keyOf(3)};
        admission = std::make_unique<Admission>(*database, writer, clock, engine, options);
        writer.start();
    }
    ~Node()
    {
        admission->stop();
        writer.stop();
    }
    SystemClock clock;
    testing::CountingRandom random{7};
    solana::Keypair engine = solana::Keypair::generate(random);
    solana::Keypair seller = solana::Keypair::generate(random);
    solana::Keypair buyer = solana::Keypair::generate(random);
    std::array<solana::Keypair, 2> sessions = {solana::Keypair::generate(random), solana::Keypair::generate(random)};
    Options options;
    std::unique_ptr<storage::Database> database;
    storage::Writer writer{*database, clock};
    std::unique_ptr<Admission> admission;
};

void openSessions(Node &node)
{
    for (std::size_t i = 0; i < 2; ++i) {
        const std::int64_t now = node.clock.wallSeconds().value;
        const Grant grant{.genesis = node.options.cluster.genesis,
                          .program = node.options.cluster.program,
                          .engine = node.options.cluster.engine,
                          .owner = (i == 0 ? node.seller : node.buyer).publicKey(),
                          .session = node.sessions[i].publicKey(),
                          .actions = actionsAll,
                          .maxTotal = {limitTotal},
                          .maxPerIntent = {1000},
                          .maxIntents = 1'000'000,
                          .notBefore = {now - 10},
                          .expiresAt = {now + 3600},
                          .epoch = 0,
                          .scopeRoot = {}};
        std::promise<void> done;
        node.admission->createSession(grant, "op", [&](auto) { done.set_value(); });
        done.get_future().wait();
        (void)node.writer.execute([&](storage::Transaction &t) { return node.admission->activate(t, grant.session); });
    }
}

Submission submissionOf(const Node &node, std::size_t side, std::uint64_t nonce)
{
    Intent intent;
    intent.genesis = node.options.cluster.genesis;
    intent.program = node.options.cluster.program;
    intent.engine = node.options.cluster.engine;
    intent.session = node.sessions[side].publicKey();
    intent.owner = (side == 0 ? node.seller : node.buyer).publicKey();
    intent.item = keyOf(static_cast<std::uint8_t>(nonce));
    intent.from = node.seller.publicKey();
    intent.to = node.buyer.publicKey();
    intent.amount = {1 + nonce % 1000};
    intent.nonce = nonce;
    intent.createdAt = node.clock.wallSeconds();
    intent.expiresAt = {intent.createdAt.value + 600};
    const IntentPreimage preimage = encodeIntent(intent);
    return {preimage, node.sessions[side].sign(preimage), std::nullopt};
}

/// Posts without end; the parent kills it.
[[noreturn]] void runChild(const std::filesystem::path &directory, std::uint64_t firstNonce, int pipe)
{
    Node node(directory);
    openSessions(node);
    for (std::uint64_t nonce = firstNonce;; ++nonce) {
        for (std::size_t side = 0; side < 2; ++side) {
            node.admission->submit(submissionOf(node, side, nonce), [pipe](const Answer &answer) {
                if (!answer)
                    return;
                const Acknowledged told{answer->id, answer->seq.value};
                if (::write(pipe, &told, sizeof told) != sizeof told)
                    std::abort();
            });
        }
        while (node.admission->load().verifyQueued + node.admission->load().writerQueued > 500)
            std::this_thread::yield();
    }
}

std::vector<Acknowledged> killAfter(std::size_t count, const std::filesystem::path &directory, std::uint64_t firstNonce)
{
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        runChild(directory, firstNonce, ends[1]);
    }
    ::close(ends[1]);
    std::vector<Acknowledged> result;
    Acknowledged told;
    while (::read(ends[0], &told, sizeof told) == sizeof told) {
        result.push_back(told);
        if (result.size() == count)
            ::kill(child, SIGKILL); // and read on what it had told before
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    return result;
}

void expectWhole(const std::filesystem::path &directory, const std::map<IntentId, std::uint64_t> &acknowledged)
{
    Node node(directory);
    const storage::ReadLease lease = node.database->read();
    for (const auto &[id, seq] : acknowledged) {
        const auto stored = storage::intents::byId(lease, id);
        ASSERT_TRUE(stored.has_value()) << "an acknowledged intent is gone";
        ASSERT_EQ(stored->seq.value, seq);
    }
    std::map<std::uint64_t, std::uint64_t> held;
    std::map<std::uint64_t, std::uint32_t> counts;
    std::set<std::pair<std::uint64_t, std::uint64_t>> nonces;
    Seq after;
    while (true) {
        const auto page = storage::intents::unfinished(lease, after, 1000);
        for (const storage::StoredIntent &stored : page) {
            const Intent intent = stored.intent();
            ASSERT_TRUE(nonces.emplace(stored.session.value, intent.nonce).second) << "a nonce was taken twice";
            held[stored.session.value] += sideOf(intent) == Side::Buyer ? intent.amount.value : 0;
            ++counts[stored.session.value];
            ASSERT_EQ(stored.seq.value, after.value + 1) << "order numbers have no gap";
            after = stored.seq;
            const auto receipt = receiptOf(lease, stored.id, node.engine.publicKey());
            ASSERT_TRUE(receipt.has_value());
        }
        if (page.empty())
            break;
    }
    for (const storage::Session &session : storage::sessions::list(lease, {})) {
        EXPECT_EQ(session.held.value, held[session.number.value]);
        EXPECT_EQ(session.intents, counts[session.number.value]);
        EXPECT_LE(session.held.value + session.spent.value, limitTotal);
    }
    std::uint64_t feed = 0;
    for (FeedSeq from{}; true; from = FeedSeq{feed}) {
        const auto events = storage::events::after(lease, from, 1000);
        for (const storage::Event &event : events)
            ASSERT_EQ(event.seq.value, ++feed) << "the feed has no gap";
        if (events.empty())
            break;
    }
}

TEST(AdmissionCrash, everyAcknowledgedIntentSurvivesAKillOnce)
{
    const testing::TempDirectory directory;
    std::map<IntentId, std::uint64_t> acknowledged;
    for (std::size_t round = 0; round < rounds; ++round) {
        const std::uint64_t firstNonce = 1 + round * 1'000'000;
        for (const Acknowledged &told : killAfter(acknowledgedPerRound + round * 97, directory.path(), firstNonce))
            ASSERT_TRUE(acknowledged.emplace(told.id, told.seq).second);
        ASSERT_GE(acknowledged.size(), acknowledgedPerRound);
        expectWhole(directory.path(), acknowledged);
        if (HasFatalFailure())
            return;
    }
}

} // namespace
} // namespace paradox::admission
