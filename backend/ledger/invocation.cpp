#include "ledger/invocation.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "ledger/instructions_sysvar.h"
#include "ledger/loader.h"
#include "ledger/precompile.h"
#include "ledger/spl/program.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

const Account emptyAccount{};

} // namespace

const Account &RunAccount::view() const
{
    if (now)
        return *now;
    return before ? *before : emptyAccount;
}

Account &RunAccount::edit()
{
    if (!now)
        now = std::make_shared<Account>(view());
    return *now;
}

Invocation::Invocation(const SlotView &view, std::vector<RunAccount> accounts, const ComputeBudget &budget)
    : m_view(view),
      m_accounts(std::move(accounts)),
      m_unitsLeft(budget.unitLimit),
      m_heapCost(budget.heapCost())
{
    m_stack.reserve(callDepthMax);
}

bool Invocation::consume(std::uint64_t units)
{
    const bool enough = units <= m_unitsLeft;
    m_unitsLeft -= std::min(units, m_unitsLeft);
    return enough;
}

void Invocation::log(std::string line)
{
    if (m_logBytes > logBytesMax)
        return;
    m_logBytes += line.size();
    if (m_logBytes > logBytesMax)
        line = "Log truncated";
    m_logs.push_back(std::move(line));
}

std::optional<std::size_t> Invocation::find(const PublicKey &key) const
{
    const auto at = std::ranges::find(m_accounts, key, &RunAccount::key);
    if (at == m_accounts.end())
        return std::nullopt;
    return static_cast<std::size_t>(at - m_accounts.begin());
}

Status Invocation::run(const solana::Message &message, std::size_t messageIndex)
{
    if (const auto sysvar = find(solana::instructionsSysvar)) {
        auto shown = std::make_shared<Account>(m_accounts[*sysvar].view());
        setCurrentInstruction(*shown, static_cast<std::uint16_t>(messageIndex));
        m_accounts[*sysvar].before = std::move(shown);
    }
    const solana::CompiledInstruction &instruction = message.instructions[messageIndex];
    if (m_accounts[instruction.programIndex].key == solana::nativeLoader)
        return failure(InstructionErrorKind::UnsupportedProgramId);
    if (isPrecompile(m_accounts[instruction.programIndex].key))
        return runPrecompile(message, messageIndex);
    std::vector<FrameAccount> accounts;
    accounts.reserve(instruction.accountIndexes.size());
    for (const std::uint8_t index : instruction.accountIndexes) {
        const RunAccount &account = m_accounts[index];
        accounts.push_back({index, account.isSigner, account.isWritable});
    }
    return process(m_accounts[instruction.programIndex].key, std::move(accounts), instruction.data);
}

Status Invocation::runPrecompile(const solana::Message &message, std::size_t index)
{
    if (m_trace.size() >= instructionTraceMax)
        return failure(InstructionErrorKind::MaxInstructionTraceLengthExceeded);
    m_trace.push_back({depth(), m_accounts[message.instructions[index].programIndex].key});
    return ledger::runPrecompile(message, index);
}

std::expected<std::vector<FrameAccount>, InstructionError> Invocation::resolve(const Call &call)
{
    std::vector<FrameAccount> accounts;
    accounts.reserve(call.accounts.size());
    for (const solana::AccountMeta &meta : call.accounts) {
        const std::optional<std::size_t> index = find(meta.key);
        if (!index) {
            log("Instruction references an unknown account " + toBase58(meta.key));
            return failure(InstructionErrorKind::MissingAccount);
        }
        accounts.push_back({*index, meta.isSigner, meta.isWritable});
    }
    // An account named twice has the sum of its privileges.
    for (FrameAccount &account : accounts) {
        for (const FrameAccount &other : accounts) {
            account.isSigner = account.isSigner || (other.index == account.index && other.isSigner);
            account.isWritable = account.isWritable || (other.index == account.index && other.isWritable);
        }
    }
    for (const FrameAccount &account : accounts) {
        const PublicKey &key = m_accounts[account.index].key;
        const std::optional<std::size_t> held = frame().find(account.index);
        if (!held) {
            log("Instruction references an unknown account " + toBase58(key));
            return failure(InstructionErrorKind::MissingAccount);
        }
        if (account.isWritable && !frame().isWritable(*held)) {
            log(toBase58(key) + "'s writable privilege escalated");
            return failure(InstructionErrorKind::PrivilegeEscalation);
        }
        const bool derived = std::ranges::find(call.signers, key) != call.signers.end();
        if (account.isSigner && !frame().isSigner(*held) && !derived) {
            log(toBase58(key) + "'s signer privilege escalated");
            return failure(InstructionErrorKind::PrivilegeEscalation);
        }
    }
    // The program must be among the caller's accounts, like everything else it hands on.
    const std::optional<std::size_t> program = find(call.program);
    if (!program || !frame().find(*program)) {
        log("Unknown program " + toBase58(call.program));
        return failure(InstructionErrorKind::MissingAccount);
    }
    if (!m_accounts[*program].view().executable) {
        log("Account " + toBase58(call.program) + " is not executable");
        return failure(InstructionErrorKind::AccountNotExecutable);
    }
    return accounts;
}

Status Invocation::run(const Call &call, std::vector<FrameAccount> accounts)
{
    InnerInstruction inner;
    inner.stackHeight = static_cast<std::uint8_t>(depth() + 1);
    inner.instruction.programIndex = static_cast<std::uint8_t>(*find(call.program));
    for (const FrameAccount &account : accounts)
        inner.instruction.accountIndexes.push_back(static_cast<std::uint8_t>(account.index));
    inner.instruction.data = call.data;
    m_inner.push_back(std::move(inner));
    return process(call.program, std::move(accounts), call.data);
}

Status Invocation::process(const PublicKey &program, std::vector<FrameAccount> accounts, ByteSpan data)
{
    if (depth() >= callDepthMax)
        return failure(InstructionErrorKind::CallDepth);
    if (m_trace.size() >= instructionTraceMax)
        return failure(InstructionErrorKind::MaxInstructionTraceLengthExceeded);
    const auto running = std::ranges::find(m_stack, program, &Frame::program);
    if (running != m_stack.end() && m_stack.back().program != program)
        return failure(InstructionErrorKind::ReentrancyNotAllowed);

    m_stack.emplace_back(m_accounts, program, std::move(accounts), data);
    m_trace.push_back({depth(), program});
    returnData = {program, {}};
    const std::string name = "Program " + toBase58(program);
    log(name + " invoke [" + std::to_string(depth()) + ']');
    const Frame::Sum before = frame().lamportsSum();
    Status status = dispatch();
    const std::string words = std::exchange(m_explanation, {});
    log(status ? name + " success" : name + " failed: " + (words.empty() ? toText(status.error()) : words));
    // A cluster compares when the program has said how it ended: only its caller, if any, logs this failure.
    if (status && frame().lamportsSum() != before)
        status = failure(InstructionErrorKind::UnbalancedInstruction);
    m_stack.pop_back();
    return status;
}

std::optional<PublicKey> Invocation::previousSibling() const
{
    // The running instruction is the last one of its depth; below it are its caller and what came before that.
    bool passedSelf = false;
    for (auto one = m_trace.rbegin(); one != m_trace.rend(); ++one) {
        if (one->depth < depth())
            return std::nullopt;
        if (one->depth == depth() && std::exchange(passedSelf, true))
            return one->program;
    }
    return std::nullopt;
}

Status Invocation::dispatch()
{
    const PublicKey program = frame().program;
    if (!isBuiltin(program))
        return dispatchNative(program);
    const bool table = program == solana::addressLookupTableProgram;
    const std::uint64_t price = isLoader(program) ? loaderCost(program)
                                : table           ? cost::lookupTableBuiltin
                                                  : cost::builtin;
    if (!consume(price))
        return failure(InstructionErrorKind::ComputationalBudgetExceeded);
    if (program == solana::systemProgram)
        return runSystemProgram(*this);
    if (isLoader(program))
        return runLoader(*this);
    return table ? runLookupTableProgram(*this) : Status{};
}

Status Invocation::dispatchNative(const PublicKey &program)
{
    const spl::Program *known = spl::find(program);
    const auto native = m_view.programs.find(program);
    if (!known && native == m_view.programs.end())
        return failure(InstructionErrorKind::UnsupportedProgramId);
    if (!consume(m_heapCost))
        return failure(InstructionErrorKind::ComputationalBudgetExceeded);
    const std::uint64_t budget = m_unitsLeft;
    const Status status = known ? known->entry(*this) : runNativeProgram(*this, native->second);
    const std::string name = "Program " + toBase58(program);
    log(name + " consumed " + std::to_string(budget - m_unitsLeft) + " of " + std::to_string(budget) +
        " compute units");
    if (!returnData.data.empty())
        log("Program return: " + toBase58(program) + ' ' + base64Encode(returnData.data));
    return status;
}

} // namespace paradox::ledger
