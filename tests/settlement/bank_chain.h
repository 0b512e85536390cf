#pragma once

#include "chain/chain.h"
#include "ledger/bank.h"

#include <functional>
#include <memory>
#include <vector>

namespace paradox::settlement {

/// The process died here: thrown out of a call to the chain.
struct Crash {};

enum class SendFault { None, Swallow, LoseAnswer, NotSent };

/// The local ledger's bank with the real vault program as a chain that a test drives slot by slot, with faults on
/// demand: swallowed and unanswered sends, forks, and a crash before or after any call.
class BankChain final : public chain::Chain {
public:
    explicit BankChain(const PublicKey &vaultProgram, UnixSeconds startTime);

    void advance(std::size_t slots, UnixSeconds now);
    /// The last slots are replaced by empty ones; what was in them never happened.
    void fork(std::size_t slots, UnixSeconds now);

    std::function<SendFault(const solana::Transaction &)> onSend{};
    /// A transaction error in the wire's form instead of a simulation; empty: simulate.
    std::function<std::string(const solana::Transaction &)> onSimulate{};
    std::function<void(chain::HistoryAt &)> onHistory{};
    /// What the call fails with, before it has any effect; nothing: it does not.
    std::function<std::optional<chain::ErrorClass>()> onCall{};
    std::uint32_t lag = 0;       ///< of the node that answers for accounts and simulates: slots, at most 256
    std::size_t crashAtCall = 0; ///< counts from 1; 0: never
    bool crashAfterEffect = false;
    std::size_t calls = 0;
    std::size_t sends = 0;
    std::size_t accountsRead = 0;

    chain::Result<Hash> genesis() override;
    chain::Result<chain::LatestBlockhash> latestBlockhash(chain::Commitment commitment) override;
    chain::Result<BlockHeight> blockHeight(chain::Commitment commitment) override;
    chain::Result<Slot> slot(chain::Commitment commitment) override;
    chain::Result<chain::AccountsAt> accounts(std::span<const PublicKey> keys, chain::Commitment commitment) override;
    chain::Result<chain::StatusesAt> statuses(std::span<const Signature> signatures) override;
    chain::Result<chain::HistoryAt> history(std::span<const Signature> signatures) override;
    chain::Result<Signature> send(ByteSpan transaction, chain::Preflight preflight) override;
    chain::Result<chain::Simulation> simulate(ByteSpan transaction, const chain::SimulateOptions &options) override;
    chain::Result<Signature> airdrop(const PublicKey &to, Lamports amount) override;
    chain::Result<std::vector<chain::SignatureInfo>> signaturesFor(const chain::SignaturesQuery &query) override;
    chain::Result<std::optional<chain::LandedTransaction>> transaction(const Signature &signature,
                                                                       chain::Commitment commitment) override;
    chain::Result<Lamports> rentExemption(std::size_t dataSize) override;
    chain::Result<std::uint64_t> recentUnitPrice(std::span<const PublicKey> writable) override;

    /// Sends and moves on until it is finalized; false when it failed.
    bool settle(const std::vector<solana::Instruction> &instructions, const solana::Keypair &signer, UnixSeconds now);

private:
    struct Step {
        std::optional<solana::Transaction> transaction; ///< none: a slot was closed
        UnixSeconds time;
    };
    [[nodiscard]] std::optional<chain::ChainError> before();
    void after();
    void makeBank();
    void process(const solana::Transaction &transaction);
    void close(UnixSeconds now);

    PublicKey m_program;
    UnixSeconds m_startTime;
    solana::Keypair m_faucet;
    std::unique_ptr<ledger::Bank> m_bank;
    std::vector<Step> m_steps;
    std::vector<ledger::RecordRef> m_records;
};

} // namespace paradox::settlement
