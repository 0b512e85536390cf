#include "ledger/runtime.h"

#include "domain/assert.h"
#include "ledger/compute_budget.h"
#include "ledger/instructions_sysvar.h"
#include "ledger/invocation.h"
#include "ledger/loader.h"
#include "ledger/lookup_table.h"
#include "ledger/nonce.h"
#include "ledger/precompile.h"
#include "ledger/spl/program.h"
#include "ledger/sysvars.h"
#include "solana/fees.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

// Unless told otherwise this ledger charges what the clusters do.
static_assert(FeeParameters{}.lamportsPerSignature == solana::signatureFee.value);
static_assert(accountOverheadBytes * FeeParameters{}.rentLamportsPerByteYear * FeeParameters{}.rentExemptionYears ==
              solana::rentExemptMinimum(0).value);

constexpr std::size_t accountLocksMax = 64;

/// Sysvars and the ledger's own programs: a transaction that asks for a write lock on them gets a read lock.
bool isReserved(const PublicKey &key)
{
    return isBuiltin(key) || isSysvar(key) || key == solana::nativeLoader || isPrecompile(key) || isLoader(key) ||
           key == solana::sysvarOwner;
}

enum class RentState : std::uint8_t { Absent, Paying, Exempt };

RentState rentState(const Account &account, const FeeParameters &fees)
{
    if (account.lamports == 0)
        return RentState::Absent;
    return account.lamports >= rentExemptMinimum(account.data.size(), fees) ? RentState::Exempt : RentState::Paying;
}

/// An account below the exemption may only go on as it was, or fall.
bool rentAllows(const Account &before, const Account &after, const FeeParameters &fees)
{
    if (rentState(after, fees) != RentState::Paying)
        return true;
    return rentState(before, fees) == RentState::Paying && before.data.size() == after.data.size() &&
           after.lamports <= before.lamports;
}

class Transaction {
public:
    Transaction(const solana::Transaction &transaction, const SlotView &view, const NonceAdvance &nonce)
        : m_message(transaction.message),
          m_view(view),
          m_nonce(nonce)
    {
    }

    Execution run();

private:
    std::optional<TransactionError> lockAccounts();
    void showInstructions();
    [[nodiscard]] std::optional<std::uint64_t> untouchable(const Account &payer) const;
    std::optional<TransactionError> payFee();
    std::optional<TransactionError> checkPrograms();
    std::optional<TransactionError> runInstructions();
    std::optional<TransactionError> checkRent(const std::vector<RunAccount> &accounts) const;
    void collectWrites(const std::vector<RunAccount> &accounts);
    void keepFeeOnly();
    [[nodiscard]] bool namesTokenProgram() const;
    [[nodiscard]] std::vector<spl::TokenBalance> tokenBalances(const std::vector<RunAccount> &accounts) const;

    const solana::Message &m_message;
    const SlotView &m_view;
    const NonceAdvance &m_nonce;
    ComputeBudget m_budget;
    std::vector<RunAccount> m_accounts;
    AccountRef m_payerAfterFee;
    Execution m_result;
};

Execution Transaction::run()
{
    const auto refuse = [&](const TransactionError &error) {
        m_result.error = error;
        return std::move(m_result);
    };
    const auto budget = computeBudgetOf(m_message);
    if (!budget)
        return refuse(budget.error());
    m_budget = *budget;
    if (const auto error = lockAccounts())
        return refuse(*error);
    if (const auto error = payFee())
        return refuse(*error);
    m_result.charged = true;
    m_result.preTokenBalances = tokenBalances(m_accounts);
    m_result.error = checkPrograms();
    if (!m_result.error)
        m_result.error = runInstructions();
    if (m_result.error)
        keepFeeOnly();
    return std::move(m_result);
}

std::optional<TransactionError> Transaction::lockAccounts()
{
    auto loaded = loadAddresses(m_message, m_view);
    if (!loaded)
        return loaded.error();
    m_result.loadedWritable = std::move(loaded->writable);
    m_result.loadedReadonly = std::move(loaded->readonly);
    const std::vector<solana::AccountMeta> metas =
        solana::resolveAccounts(m_message, m_result.loadedWritable, m_result.loadedReadonly);
    if (metas.size() > accountLocksMax)
        return TransactionError{TransactionErrorKind::TooManyAccountLocks};
    std::uint64_t loadedBytes = 0;
    m_accounts.reserve(metas.size());
    for (std::size_t i = 0; i < metas.size(); ++i) {
        const solana::AccountMeta &meta = metas[i];
        for (std::size_t j = 0; j < i; ++j) {
            if (metas[j].key == meta.key)
                return TransactionError{TransactionErrorKind::AccountLoadedTwice};
        }
        const bool called = std::ranges::any_of(m_message.instructions,
                                                [&](const auto &instruction) { return instruction.programIndex == i; });
        RunAccount account;
        account.key = meta.key;
        account.before = m_view.accounts.load(meta.key);
        account.isSigner = meta.isSigner;
        account.isWritable = meta.isWritable && !called && !isReserved(meta.key);
        loadedBytes += account.view().data.size();
        m_result.preBalances.push_back(account.view().lamports);
        m_accounts.push_back(std::move(account));
    }
    if (loadedBytes > m_budget.loadedDataSizeLimit)
        return TransactionError{TransactionErrorKind::MaxLoadedAccountsDataSizeExceeded};
    showInstructions();
    return std::nullopt;
}

/// The Instructions sysvar exists within a transaction only, and only when it names it.
void Transaction::showInstructions()
{
    const auto sysvar = std::ranges::find(m_accounts, solana::instructionsSysvar, &RunAccount::key);
    if (sysvar == m_accounts.end())
        return;
    std::vector<solana::AccountMeta> metas;
    for (const RunAccount &account : m_accounts)
        metas.push_back({account.key, account.isSigner, account.isWritable});
    sysvar->before = std::make_shared<const Account>(makeInstructionsSysvar(m_message, metas));
}

/// What a fee may not take from this account; nothing when it cannot pay one at all. A nonce account pays down to its
/// rent exemption.
std::optional<std::uint64_t> Transaction::untouchable(const Account &payer) const
{
    if (payer.owner != solana::systemProgram)
        return std::nullopt;
    if (payer.data.empty())
        return 0;
    const std::optional<NonceState> nonce =
        payer.data.size() == nonceAccountSize ? NonceState::decode(payer.data) : std::nullopt;
    return nonce && nonce->data ? std::optional(rentExemptMinimum(nonceAccountSize, m_view.fees)) : std::nullopt;
}

std::optional<TransactionError> Transaction::payFee()
{
    RunAccount &payer = m_accounts.front();
    if (!payer.before)
        return TransactionError{TransactionErrorKind::AccountNotFound};
    const std::optional<std::uint64_t> reserve = untouchable(*payer.before);
    if (!reserve || !payer.isWritable)
        return TransactionError{TransactionErrorKind::InvalidAccountForFee};
    const std::optional<std::uint64_t> fee = feeOf(m_message, m_view.fees);
    if (!fee || payer.before->lamports < *reserve || payer.before->lamports - *reserve < *fee)
        return TransactionError{TransactionErrorKind::InsufficientFundsForFee};
    payer.edit().lamports -= *fee;
    if (!rentAllows(*payer.before, payer.view(), m_view.fees))
        return TransactionError{TransactionErrorKind::InsufficientFundsForRent};
    m_result.fee = *fee;
    m_payerAfterFee = std::make_shared<const Account>(payer.view());
    return std::nullopt;
}

std::optional<TransactionError> Transaction::checkPrograms()
{
    for (const solana::CompiledInstruction &instruction : m_message.instructions) {
        const RunAccount &program = m_accounts[instruction.programIndex];
        if (program.key == solana::nativeLoader) // a cluster looks for no account of it, and refuses to run it later
            continue;
        if (!program.before)
            return TransactionError{TransactionErrorKind::ProgramAccountNotFound};
        if (!program.before->executable)
            return TransactionError{TransactionErrorKind::InvalidProgramForExecution};
    }
    return std::nullopt;
}

std::optional<TransactionError> Transaction::runInstructions()
{
    Invocation invocation(m_view, std::move(m_accounts), m_budget);
    std::optional<TransactionError> error;
    for (std::size_t i = 0; i < m_message.instructions.size() && !error; ++i) {
        const Status status = invocation.run(m_message, i);
        if (std::vector<InnerInstruction> inner = invocation.takeInner(); !inner.empty())
            m_result.inner.push_back({static_cast<std::uint8_t>(i), std::move(inner)});
        if (!status)
            error = instructionError(i, status.error());
    }
    m_result.computeUnits = m_budget.unitLimit - invocation.unitsLeft();
    m_result.logs = invocation.takeLogs();
    if (!invocation.returnData.data.empty())
        m_result.returnData = std::move(invocation.returnData);
    if (!error)
        error = checkRent(invocation.accounts());
    if (!error) {
        collectWrites(invocation.accounts());
        m_result.postTokenBalances = tokenBalances(invocation.accounts());
    }
    return error;
}

std::optional<TransactionError> Transaction::checkRent(const std::vector<RunAccount> &accounts) const
{
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const RunAccount &account = accounts[i];
        if (!account.isWritable || !account.now || account.key == solana::incinerator)
            continue;
        const Account before = account.before ? *account.before : Account{};
        if (!rentAllows(before, *account.now, m_view.fees))
            return TransactionError{TransactionErrorKind::InsufficientFundsForRent, static_cast<std::uint8_t>(i)};
    }
    return std::nullopt;
}

void Transaction::collectWrites(const std::vector<RunAccount> &accounts)
{
    for (const RunAccount &account : accounts) {
        m_result.postBalances.push_back(account.view().lamports);
        if (!account.now || (account.before && *account.before == *account.now))
            continue;
        PARADOX_ASSERT(account.isWritable);
        // An account without lamports does not outlive its transaction.
        if (account.now->lamports > 0)
            m_result.writes.push_back({account.key, account.now});
        else if (account.before)
            m_result.writes.push_back({account.key, nullptr});
    }
}

bool Transaction::namesTokenProgram() const
{
    return std::ranges::any_of(m_message.staticKeys, spl::isTokenProgram) ||
           std::ranges::any_of(m_result.loadedReadonly, spl::isTokenProgram);
}

std::vector<spl::TokenBalance> Transaction::tokenBalances(const std::vector<RunAccount> &accounts) const
{
    std::vector<spl::TokenBalance> balances;
    if (!namesTokenProgram())
        return balances;
    AccountRef loaded;
    const auto findMint = [&](const PublicKey &mint) -> const Account * {
        const auto here = std::ranges::find(accounts, mint, &RunAccount::key);
        if (here != accounts.end())
            return &here->view();
        loaded = m_view.accounts.load(mint);
        return loaded.get();
    };
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        auto balance = spl::tokenBalanceOf(accounts[i].view(), findMint);
        if (!balance)
            continue;
        balance->index = static_cast<std::uint8_t>(i);
        balances.push_back(*balance);
    }
    return balances;
}

void Transaction::keepFeeOnly()
{
    m_result.postTokenBalances = m_result.preTokenBalances;
    m_result.writes.clear();
    m_result.postBalances = m_result.preBalances;
    m_result.postBalances.front() -= m_result.fee;
    const PublicKey &payer = m_message.staticKeys.front();
    if (m_nonce && m_nonce->key == payer) {
        auto both = std::make_shared<Account>(*m_nonce->account);
        both->lamports = m_payerAfterFee->lamports;
        m_result.writes.push_back({payer, std::move(both)});
        return;
    }
    const bool empty = m_payerAfterFee->lamports == 0;
    m_result.writes.push_back({payer, empty ? nullptr : m_payerAfterFee});
    if (m_nonce)
        m_result.writes.push_back(*m_nonce);
}

} // namespace

Execution execute(const solana::Transaction &transaction, const SlotView &view, const NonceAdvance &nonce)
{
    return Transaction(transaction, view, nonce).run();
}

std::optional<std::uint64_t> feeOf(const solana::Message &message, const FeeParameters &fees)
{
    const auto budget = computeBudgetOf(message);
    if (!budget)
        return std::nullopt;
    const std::uint64_t base = fees.lamportsPerSignature * (message.signatureCount + precompileSignatures(message));
    const std::uint64_t priority = budget->priorityFee();
    return priority > std::numeric_limits<std::uint64_t>::max() - base ? std::numeric_limits<std::uint64_t>::max()
                                                                       : base + priority;
}

std::uint64_t rentExemptMinimum(std::uint64_t dataSize, const FeeParameters &fees)
{
    return (accountOverheadBytes + dataSize) * fees.rentLamportsPerByteYear * fees.rentExemptionYears;
}

} // namespace paradox::ledger
