#pragma once

#include "ledger/compute_budget.h"
#include "ledger/runtime.h"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace paradox::ledger {

using Status = std::expected<void, InstructionError>;

[[nodiscard]] inline std::unexpected<InstructionError> failure(InstructionErrorKind kind)
{
    return std::unexpected(InstructionError{kind});
}

inline constexpr std::size_t callDepthMax = 5;
inline constexpr std::size_t instructionTraceMax = 64;
inline constexpr std::size_t logBytesMax = 10'000;
inline constexpr std::size_t returnDataMax = 1024;
inline constexpr std::uint64_t dataGrowthMax = 10 * 1024; ///< of one account in one instruction

/// An account of the transaction while it runs. `now` appears with the first change.
struct RunAccount {
    PublicKey key;
    AccountRef before;
    std::shared_ptr<Account> now;
    bool isSigner = false;
    bool isWritable = false;

    [[nodiscard]] const Account &view() const;
    [[nodiscard]] Account &edit();
};

/// An account as one instruction names it.
struct FrameAccount {
    std::size_t index = 0; ///< in the transaction
    bool isSigner = false;
    bool isWritable = false;
};

/// One instruction on the call stack. Checks every change by the runtime's rules: only an owner debits or writes,
/// read-only stays, sizes are bounded.
class Frame {
public:
    Frame(std::vector<RunAccount> &all, const PublicKey &program, std::vector<FrameAccount> accounts, ByteSpan data);

    PublicKey program;
    std::vector<FrameAccount> accounts;
    ByteSpan data;

    [[nodiscard]] bool has(std::size_t count) const { return accounts.size() >= count; }
    [[nodiscard]] const Account &view(std::size_t i) const { return m_all[accounts[i].index].view(); }
    [[nodiscard]] const PublicKey &key(std::size_t i) const { return m_all[accounts[i].index].key; }
    [[nodiscard]] bool isSigner(std::size_t i) const { return accounts[i].isSigner; }
    [[nodiscard]] bool isWritable(std::size_t i) const { return accounts[i].isWritable; }
    [[nodiscard]] bool signedBy(const PublicKey &key) const;
    /// The first place of an account in this instruction.
    [[nodiscard]] std::optional<std::size_t> find(std::size_t transactionIndex) const;

    [[nodiscard]] Status setLamports(std::size_t i, std::uint64_t lamports);
    [[nodiscard]] Status setOwner(std::size_t i, const PublicKey &owner);
    [[nodiscard]] Status setData(std::size_t i, ByteSpan bytes); ///< size and contents
    [[nodiscard]] Status resize(std::size_t i, std::size_t size);
    [[nodiscard]] Status transfer(std::size_t from, std::size_t to, std::uint64_t lamports);

    /// Lamports of the accounts named, each once: high and low half of 128 bits.
    struct Sum {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        bool operator==(const Sum &) const = default;
    };
    [[nodiscard]] Sum lamportsSum() const;

private:
    [[nodiscard]] Status mayWrite(std::size_t i) const;

    std::vector<RunAccount> &m_all;
};

/// A transaction's instructions running: call stack, compute meter, log, return data. One thread, one transaction.
class Invocation {
public:
    Invocation(const SlotView &view, std::vector<RunAccount> accounts, const ComputeBudget &budget);

    /// A top-level instruction of the message.
    [[nodiscard]] Status run(const solana::Message &message, std::size_t index);

    /// A call from the running program; metas name accounts of the transaction.
    struct Call {
        PublicKey program;
        std::vector<solana::AccountMeta> accounts;
        Bytes data;
        std::vector<PublicKey> signers; ///< program-derived addresses of the caller
    };
    /// Resolves and checks privileges; what run() of the call needs.
    [[nodiscard]] std::expected<std::vector<FrameAccount>, InstructionError> resolve(const Call &call);
    [[nodiscard]] Status run(const Call &call, std::vector<FrameAccount> accounts);

    [[nodiscard]] bool consume(std::uint64_t units); ///< false: the budget is spent
    [[nodiscard]] std::uint64_t unitsLeft() const { return m_unitsLeft; }
    void log(std::string line);
    /// What the log says of the running instruction's failure, where it is more than the error's own words.
    void explain(std::string words) { m_explanation = std::move(words); }

    [[nodiscard]] Frame &frame() { return m_stack.back(); }
    [[nodiscard]] std::size_t depth() const { return m_stack.size(); }
    /// The program of the last instruction that the running one's caller, or the transaction, ran before it.
    [[nodiscard]] std::optional<PublicKey> previousSibling() const;
    [[nodiscard]] const SlotView &slot() const { return m_view; }
    [[nodiscard]] std::vector<RunAccount> &accounts() { return m_accounts; }
    [[nodiscard]] std::vector<std::string> takeLogs() { return std::move(m_logs); }
    [[nodiscard]] std::vector<InnerInstruction> takeInner() { return std::exchange(m_inner, {}); }

    ReturnData returnData;

private:
    [[nodiscard]] Status process(const PublicKey &program, std::vector<FrameAccount> accounts, ByteSpan data);
    [[nodiscard]] Status runPrecompile(const solana::Message &message, std::size_t index);
    [[nodiscard]] Status dispatch();
    [[nodiscard]] Status dispatchNative(const PublicKey &program);
    [[nodiscard]] std::optional<std::size_t> find(const PublicKey &key) const;

    const SlotView &m_view;
    std::vector<RunAccount> m_accounts;
    std::vector<Frame> m_stack;
    std::vector<std::string> m_logs;
    std::vector<InnerInstruction> m_inner;
    std::size_t m_logBytes = 0;
    struct Traced {
        std::size_t depth;
        PublicKey program;
    };
    std::vector<Traced> m_trace; ///< every instruction begun so far
    std::uint64_t m_unitsLeft;
    std::uint64_t m_heapCost;
    std::string m_explanation;
};

// The programs the ledger implements itself, and the host of those it is given. Each runs invocation.frame().
[[nodiscard]] Status runSystemProgram(Invocation &invocation);
[[nodiscard]] Status runLookupTableProgram(Invocation &invocation);
[[nodiscard]] Status runNativeProgram(Invocation &invocation, NativeEntry entry);

} // namespace paradox::ledger
