#pragma once

#include "admission/admission.h"
#include "settlement/batcher.h"
#include "settlement/settler.h"
#include "tests/settlement/bank_chain.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <future>

namespace paradox::settlement {

class MillisecondClock final : public Clock {
public:
    [[nodiscard]] UnixMillis wall() const override { return {m_ms.load() - m_setBackMs.load()}; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return m_ms.load(); }
    void advance(std::int64_t ms) { m_ms += ms; }
    void setBack(std::int64_t ms) { m_setBackMs += ms; } ///< the wall's time only

private:
    std::atomic<std::int64_t> m_ms = 1'800'000'000'000;
    std::atomic<std::int64_t> m_setBackMs = 0;
};

struct Player {
    solana::Keypair wallet;
    solana::Keypair session;
    std::uint64_t nonce = 0;

    [[nodiscard]] const PublicKey &key() const { return wallet.publicKey(); }
};

/// The settlement rooms over the real program, the real database and virtual time. `crash()` throws everything in
/// memory away; the next turn begins with what the database holds.
class SettlementTest : public ::testing::Test {
protected:
    SettlementTest();
    ~SettlementTest() override { stop(); }

    void start();
    void stop();
    void crash()
    {
        stop();
        chain.crashAtCall = 0;
        start();
    }

    /// Owner with credits and a live session, on chain and in admission.
    Player player(std::uint64_t credits);
    /// An item of the player's, registered on chain; its account.
    PublicKey item(const Player &owner);
    /// Both halves of a trade, admitted.
    void trade(Player &seller, Player &buyer, const PublicKey &item, std::uint64_t amount);
    bool onChain(const vault::VaultInstruction &instruction, const Player &signer)
    {
        return chain.settle({vault::build(venue.addresses, instruction)}, signer.wallet, clock.wallSeconds());
    }

    void turn(); ///< one slot of time, one turn of every task
    /// Turns until the batch has an end; false when it has none after that many.
    bool runToEnd(std::size_t turnsMax = 2000);
    /// The same, with the process dying at the n-th call from now. Whether it came to that call.
    bool runWithCrash(std::size_t call, bool afterEffect);

    [[nodiscard]] storage::Batch batch(std::uint64_t seq = 1);
    [[nodiscard]] std::vector<storage::Operation> operations();
    [[nodiscard]] std::uint64_t available(const Player &player);
    [[nodiscard]] PublicKey ownerOf(const PublicKey &item);
    [[nodiscard]] vault::Game game();
    [[nodiscard]] std::vector<IntentState> intentStates();

    testing::TempDirectory directory;
    MillisecondClock clock;
    testing::CountingRandom random;
    solana::Keypair authority = solana::Keypair::generate(random);
    solana::Keypair engineKey = solana::Keypair::generate(random);
    PublicKey treasury = solana::Keypair::generate(random).publicKey();
    BankChain chain{vault::defaultProgram, clock.wallSeconds()};
    Venue venue;
    vault::Addressing addressing = vault::Addressing::Static;
    TableKeeperOptions tableOptions{.tidyIntervalMs = 100};
    NetMode mode = NetMode::Net;
    CutRule rule{.intervalMs = 1, .ageMsMax = 1, .tradesMax = 10'000, .tradesMin = 1};
    std::uint64_t nextItem = 1;

    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::Writer> writer;
    std::unique_ptr<admission::Admission> admission;
    std::unique_ptr<BlockFolder> blocks;
    std::unique_ptr<Courier> courier;
    std::unique_ptr<Batcher> batcher;
    std::unique_ptr<TableKeeper> tables;
    std::unique_ptr<Settler> settler;

private:
    Intent half(Player &player, const PublicKey &item, std::uint64_t amount);
    void admit(const Player &player, const Intent &intent);
};

/// Every player sells one item to another: about as many debits and credits as items.
class MarketTest : public SettlementTest {
protected:
    void market(std::size_t count);
    void expectSettledOnce();
    /// Goes on to the batch after an aborted one, whose first player has withdrawn 999 990.
    void expectTheNextWithoutWhoWithdrew();
    /// A market of which every lock lands but that of the first player, who then has nothing to lock: the batch aborts.
    void abortWithLocks(std::size_t count);

    std::vector<Player> players;
    std::vector<PublicKey> items;
};

} // namespace paradox::settlement
