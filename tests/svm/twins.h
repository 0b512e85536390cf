#pragma once

#include "ledger/bank.h"
#include "solana/keypair.h"
#include "tests/support/svm_host.h"

#include <map>

namespace paradox::test {

/// What a transaction is made of. Its blockhash and signatures are the twins' matter.
struct Move {
    std::string name; ///< of its kind, for reports
    std::vector<solana::Instruction> instructions;
    PublicKey payer;
    std::vector<solana::LookupTable> tables{}; ///< with any, the message is a v0 message
};

/// What both worlds said to one transaction.
struct Outcome {
    nlohmann::json error; ///< as RPC writes it; null: it succeeded
    std::vector<std::string> logs;
    std::uint64_t nativeUnits = 0;
    std::uint64_t machineUnits = 0;
    std::size_t transactionBytes = 0;
    std::vector<std::string> differences; ///< in words; empty when the worlds agree

    [[nodiscard]] bool ok() const { return error.is_null(); }
    /// The custom code of a failed instruction.
    [[nodiscard]] std::optional<std::uint64_t> code() const;
};

/// One world twice: programs compiled for this machine in the local ledger's bank, and the same programs' SBPF images
/// in a real virtual machine. Both hold the same accounts, clock and rent; every transaction runs on both and is
/// compared.
class Twins {
public:
    struct Program {
        std::string name; ///< of programs/native/natives.h and of programs/NAME.so
        PublicKey id;
    };

    explicit Twins(std::vector<Program> programs);

    /// The address of a key pair that signs here, told apart by its number.
    PublicKey wallet(std::uint64_t number);
    /// Writes an account into both worlds, as no transaction could. Without lamports: takes it away.
    void put(const PublicKey &key, const SvmAccount &account);
    /// A lookup table that holds these addresses.
    solana::LookupTable putTable(std::vector<PublicKey> addresses);
    [[nodiscard]] std::optional<SvmAccount> account(const PublicKey &key) const; ///< nothing without lamports
    [[nodiscard]] Bytes data(const PublicKey &key) const;
    [[nodiscard]] std::int64_t now() const { return m_now; }
    void advance(std::int64_t seconds); ///< closes a slot; also with 0

    /// Signs with the wallets that must sign; addresses without a key pair "sign" too, which no cluster would let pass:
    /// programs are held to more than they will ever meet. Nothing when the move makes no transaction.
    std::optional<Outcome> run(const Move &move);

    [[nodiscard]] const std::vector<Program> &programs() const { return m_programs; }

private:
    [[nodiscard]] Slot workingSlot() const { return m_bank.slotAt(ledger::Commitment::Processed); }
    void syncClock();
    [[nodiscard]] std::vector<PublicKey> stateAccounts(const Move &move) const;
    void sign(solana::Transaction &transaction) const;
    [[nodiscard]] bool isState(const PublicKey &key) const;
    void compare(const solana::Transaction &transaction, const ledger::Execution &native, const SvmResult &machine,
                 Outcome &outcome) const;
    void compareAccounts(std::span<const PublicKey> keys, const SvmResult &machine, Outcome &outcome) const;

    std::vector<Program> m_programs;
    std::map<PublicKey, solana::Keypair> m_wallets;
    std::int64_t m_now;
    ledger::Bank m_bank;
    SvmHost m_machine;
};

/// Log lines without the figures of compute units, which differ between native code and SBPF.
[[nodiscard]] std::vector<std::string> withoutUnits(std::vector<std::string> logs);

} // namespace paradox::test
