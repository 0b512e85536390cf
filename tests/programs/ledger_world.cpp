#include "ledger_world.h"

#include "domain/base58.h"
#include "programs/native/natives.h"
#include "solana/programs.h"

#include <cstring>

namespace paradox::test {

namespace {

ledger::Bank::Options optionsWith(std::vector<ledger::NativeProgram> programs, std::int64_t now)
{
    for (const programs::NativeProgram &native : programs::natives)
        programs.push_back({*fromBase58<PublicKey>(native.defaultId), native.entry});
    ledger::Bank::Options options;
    options.genesis.hash = numbered<Hash>(1);
    options.genesis.faucet = numbered(1, 0xff);
    options.genesis.time = {now};
    options.programs = std::move(programs);
    return options;
}

} // namespace

std::optional<std::uint32_t> LedgerResult::code() const
{
    if (!error || error->kind != ledger::TransactionErrorKind::InstructionError ||
        error->instruction.kind != ledger::InstructionErrorKind::Custom)
        return std::nullopt;
    return error->instruction.custom;
}

LedgerWorld::LedgerWorld(std::vector<ledger::NativeProgram> more) : m_bank(optionsWith(std::move(more), m_now))
{
    static_cast<void>(m_bank.install());
    give(m_feePayer, 1'000'000'000'000);
}

LedgerResult LedgerWorld::run(const std::vector<solana::Instruction> &instructions)
{
    advance(0); // a block of its own, so that equal calls are different transactions
    std::vector<solana::Instruction> all{solana::setComputeUnitLimit(1'400'000)};
    all.insert(all.end(), instructions.begin(), instructions.end());
    const Hash blockhash = m_bank.latestBlockhash(m_bank.slotAt(ledger::Commitment::Processed)).hash;
    auto message = solana::compileMessage(all, {.feePayer = m_feePayer, .recentBlockhash = blockhash});
    if (!message) {
        ADD_FAILURE() << "no message";
        return {};
    }
    solana::Transaction transaction = solana::makeTransaction(std::move(*message));
    ++m_transactions;
    std::memcpy(transaction.signatures.front().data(), &m_transactions, sizeof m_transactions);
    const auto record = m_bank.process(transaction);
    if (!record)
        return {.error = record.error(), .logs = {}, .returnData = {}};
    const ledger::Execution &execution = (*record)->execution;
    return {.error = execution.error,
            .logs = execution.logs,
            .returnData = execution.returnData,
            .computeUnits = execution.computeUnits};
}

LedgerResult LedgerWorld::mustRun(const std::vector<solana::Instruction> &instructions)
{
    LedgerResult result = run(instructions);
    std::string log;
    for (const std::string &line : result.logs)
        log += "\n  " + line;
    EXPECT_TRUE(result.ok()) << result.errorText() << log;
    return result;
}

void LedgerWorld::mustFail(const solana::Instruction &instruction, std::uint32_t code)
{
    const LedgerResult result = run(instruction);
    EXPECT_EQ(result.code(), code) << result.errorText()
                                   << (result.logs.size() > 2 ? " " + result.logs[result.logs.size() - 2] : "");
}

ledger::AccountRef LedgerWorld::account(const PublicKey &key) const
{
    return m_bank.account(key, m_bank.slotAt(ledger::Commitment::Processed));
}

Bytes LedgerWorld::data(const PublicKey &key) const
{
    const ledger::AccountRef found = account(key);
    return found ? found->data : Bytes{};
}

std::uint64_t LedgerWorld::lamports(const PublicKey &key) const
{
    const ledger::AccountRef found = account(key);
    return found ? found->lamports : 0;
}

PublicKey LedgerWorld::ownerOf(const PublicKey &key) const
{
    const ledger::AccountRef found = account(key);
    return found ? found->owner : PublicKey{};
}

std::vector<PublicKey> LedgerWorld::accountsOf(const PublicKey &program) const
{
    return m_bank.programAccounts(program);
}

void LedgerWorld::put(const PublicKey &key, ledger::Account account)
{
    const auto shared = std::make_shared<const ledger::Account>(std::move(account));
    m_bank.store().apply(m_bank.slotAt(ledger::Commitment::Processed), {{key, shared}});
}

void LedgerWorld::give(const PublicKey &key, std::uint64_t lamports)
{
    put(key, {.lamports = lamports});
}

void LedgerWorld::advance(std::int64_t seconds)
{
    m_now += seconds;
    m_bank.setDurable(m_bank.closeSlot({m_now}).slot);
}

} // namespace paradox::test
