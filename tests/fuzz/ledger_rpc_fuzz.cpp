#include "domain/assert.h"
#include "domain/system_clock.h"
#include "ledger/chaos.h"
#include "ledger/engine.h"
#include "ledger/pubsub.h"
#include "ledger/rpc.h"
#include "solana/keypair.h"
#include "tests/fuzz/input.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>

using namespace paradox;

namespace {

/// A running chain without its ports, cheat-codes on. One for the whole run: what an input leaves behind, the next ones
/// meet.
class Chain {
public:
    Chain()
    {
        char name[] = "/tmp/paradox-fuzz-XXXXXX";
        PARADOX_ASSERT(::mkdtemp(name) != nullptr);
        m_directory = name;
        ledger::Engine::Options options;
        options.directory = m_directory;
        options.slotMs = 50;
        options.syncToDisk = false;
        options.bank.finality = 4;
        options.bank.lagMax = ledger::lagSlotsMax;
        options.bank.genesis = {.hash = Hash{{1}},
                                .identity = PublicKey{{2}},
                                .faucet = solana::Keypair::fromSeed(m_faucetSeed).publicKey(),
                                .time = m_clock.wallSeconds()};
        auto opened = ledger::Engine::open(std::move(options), m_clock);
        PARADOX_ASSERT(opened.has_value());
        m_engine = std::move(*opened);
        m_hub = std::make_unique<ledger::PubSub>(*m_engine);
        m_chaos = std::make_unique<ledger::Chaos>(*m_engine, *m_hub, "token");
        m_engine->start(*m_hub);
        m_rpc =
            std::make_unique<ledger::Rpc>(ledger::RpcContext{*m_engine, m_faucetSeed, &m_port, &m_port, m_chaos.get()});
    }
    ~Chain()
    {
        m_engine->stop();
        m_chaos->stop();
        std::error_code ignored;
        std::filesystem::remove_all(m_directory, ignored);
    }

    std::string answer(std::string_view body)
    {
        std::mutex mutex;
        std::condition_variable wake;
        std::optional<std::string> answer;
        m_rpc->handle(body, ledger::Caller::Operator, [&](std::string text, bool) {
            const std::scoped_lock lock(mutex);
            PARADOX_ASSERT(!answer);
            answer = std::move(text);
            wake.notify_one();
        });
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return answer.has_value(); });
        return *answer;
    }

private:
    SystemClock m_clock;
    Bytes m_faucetSeed = Bytes(32, 7);
    std::atomic<std::uint16_t> m_port{1};
    std::filesystem::path m_directory;
    std::unique_ptr<ledger::Engine> m_engine;
    std::unique_ptr<ledger::PubSub> m_hub;
    std::unique_ptr<ledger::Chaos> m_chaos;
    std::unique_ptr<ledger::Rpc> m_rpc;
};

void checkAnswer(const nlohmann::json &answer)
{
    PARADOX_ASSERT(answer.is_object());
    PARADOX_ASSERT(answer.at("jsonrpc") == "2.0");
    PARADOX_ASSERT(answer.contains("id"));
    PARADOX_ASSERT(answer.contains("result") != answer.contains("error"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Chain chain;
    const std::string text = chain.answer(asText({data, size}));
    if (text.empty())
        return 0; // to notifications there is no answer
    const nlohmann::json answer = nlohmann::json::parse(text, nullptr, false);
    PARADOX_ASSERT(!answer.is_discarded());
    if (answer.is_array()) {
        for (const nlohmann::json &one : answer)
            checkAnswer(one);
    } else {
        checkAnswer(answer);
    }
    return 0;
}
