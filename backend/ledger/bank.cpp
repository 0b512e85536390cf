#include "ledger/bank.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/compute_budget.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

PublicKey loaderOfNativePrograms()
{
    return fromBase58<PublicKey>("BPFLoader2111111111111111111111111111111111").value_or(PublicKey{});
}

AccountRef programAccount(const PublicKey &owner, std::string_view name, const FeeParameters &fees)
{
    Account account;
    account.owner = owner;
    account.executable = true;
    account.data.assign(name.begin(), name.end());
    account.lamports = rentExemptMinimum(account.data.size(), fees);
    return std::make_shared<const Account>(std::move(account));
}

} // namespace

/// The accounts of one slot, sysvars included.
class Bank::View final : public AccountSource {
public:
    View(const Bank &bank, Slot slot) : m_bank(bank), m_slot(slot) {}
    AccountRef load(const PublicKey &key) const override { return m_bank.account(key, m_slot); }

private:
    const Bank &m_bank;
    Slot m_slot;
};

Bank::Bank(Options options) : m_options(std::move(options))
{
    PARADOX_ASSERT(m_options.finality >= 1);
    for (const NativeProgram &program : m_options.programs)
        m_programs.insert_or_assign(program.id, program.entry);
    Block first;
    first.hash = sha256({asBytes("genesis block"), m_options.genesis.hash.span()});
    first.time = m_options.genesis.time;
    m_blocks.push_back(first);
    m_hashes.emplace(first.hash, first.height);
    openAfter(first);
    m_time = m_options.genesis.time;
}

std::vector<AccountWrite> Bank::install()
{
    std::vector<AccountWrite> writes;
    const auto add = [&](const PublicKey &key, AccountRef account) {
        m_capitalisation += account->lamports;
        writes.push_back({key, std::move(account)});
    };
    if (!m_store.current(solana::systemProgram)) {
        Account faucet;
        faucet.lamports = m_options.genesis.faucetLamports;
        add(m_options.genesis.faucet, std::make_shared<const Account>(std::move(faucet)));
        const FeeParameters &fees = m_options.fees;
        add(solana::systemProgram, programAccount(solana::nativeLoader, "system_program", fees));
        add(solana::computeBudgetProgram, programAccount(solana::nativeLoader, "compute_budget_program", fees));
        add(solana::addressLookupTableProgram,
            programAccount(solana::nativeLoader, "address_lookup_table_program", fees));
    }
    for (const NativeProgram &program : m_options.programs) {
        const AccountRef now = m_store.current(program.id);
        if (!now || !now->executable)
            add(program.id, programAccount(loaderOfNativePrograms(), "", m_options.fees));
    }
    if (!writes.empty())
        m_store.apply(m_working, writes);
    return writes;
}

void Bank::openAfter(const Block &block)
{
    m_working = {block.slot.value + 1};
    m_height = {block.height.value + 1};
    m_slotHasher = Sha256();
    m_slotTransactions = 0;
    m_signatures.push_back({m_working, {}});
}

std::optional<TransactionError> Bank::checkAge(const solana::Transaction &transaction, Slot slot) const
{
    if (!isBlockhashValid(transaction.message.recentBlockhash, slot))
        return TransactionError{TransactionErrorKind::BlockhashNotFound};
    if (m_messages.contains(sha256(transaction.messageBytes)))
        return TransactionError{TransactionErrorKind::AlreadyProcessed};
    return std::nullopt;
}

std::expected<RecordRef, TransactionError> Bank::process(const solana::Transaction &transaction)
{
    if (const auto error = checkAge(transaction, m_working))
        return std::unexpected(*error);
    const View accounts(*this, m_working);
    auto record = std::make_shared<TransactionRecord>();
    record->execution = execute(transaction, {accounts, m_programs, m_options.fees, m_working, m_time});
    if (!record->execution.charged)
        return std::unexpected(*record->execution.error);
    record->slot = m_working;
    record->index = m_slotTransactions;
    record->time = m_time;
    record->transaction = transaction;
    restoreRecord(record);
    return record;
}

void Bank::restoreRecord(RecordRef record)
{
    PARADOX_ASSERT(record->slot == m_working);
    m_store.apply(m_working, record->execution.writes);
    remember(record->signature(), sha256(record->transaction.messageBytes), {record->slot, record->execution.error});
    m_slotHasher.update(record->signature().span());
    ++m_slotTransactions;
    ++m_transactions;
    m_capitalisation -= record->execution.fee; // fees are burnt: there is nobody else to pay
}

void Bank::restoreWrites(Slot slot, const std::vector<AccountWrite> &writes)
{
    PARADOX_ASSERT(slot == m_working);
    for (const AccountWrite &write : writes)
        m_capitalisation += write.account ? write.account->lamports : 0;
    m_store.apply(slot, writes);
}

void Bank::remember(const Signature &signature, const Hash &messageHash, const SignatureStatus &status)
{
    m_statuses.insert_or_assign(signature, status);
    m_messages.insert(messageHash);
    m_signatures.back().signatures.emplace_back(signature, messageHash);
}

void Bank::restoreStatus(const Signature &signature, const Hash &messageHash, const SignatureStatus &status)
{
    const auto list = std::ranges::lower_bound(m_signatures, status.slot, {}, &SlotSignatures::slot);
    if (list == m_signatures.end() || list->slot != status.slot)
        return; // older than anything that could still be sent again
    m_statuses.insert_or_assign(signature, status);
    m_messages.insert(messageHash);
    list->signatures.emplace_back(signature, messageHash);
}

void Bank::restoreRoot(std::uint64_t capitalisation)
{
    m_blocks.clear();
    m_hashes.clear();
    m_signatures.clear();
    m_capitalisation = capitalisation;
}

Block Bank::closeSlot(UnixSeconds now)
{
    const Block &parent = m_blocks.back();
    Block block;
    block.slot = m_working;
    block.parent = parent.slot;
    block.height = m_height;
    block.previousHash = parent.hash;
    block.time = m_time;
    block.transactions = m_transactions;
    const Bytes place = solana::BorshWriter().put(m_working.value).put(m_height.value).take();
    const Hash body = m_slotHasher.finish();
    block.hash = sha256({parent.hash.span(), place, body.span()});
    restoreBlock(block);
    m_time = std::max(m_time, now);
    return block;
}

void Bank::restoreBlock(const Block &block)
{
    m_transactions = block.transactions;
    m_time = std::max(m_time, block.time);
    m_blocks.push_back(block);
    m_hashes.insert_or_assign(block.hash, block.height);
    if (m_blocks.size() > recentBlocksMax) {
        m_hashes.erase(m_blocks.front().hash);
        m_blocks.pop_front();
    }
    // Signatures live twice as long as blockhashes: nothing that could still be sent again is forgotten.
    while (!m_signatures.empty() && m_signatures.front().slot.value + 2 * blockhashLife < block.slot.value) {
        for (const auto &[signature, messageHash] : m_signatures.front().signatures) {
            m_statuses.erase(signature);
            m_messages.erase(messageHash);
        }
        m_signatures.pop_front();
    }
    openAfter(block);
}

void Bank::setDurable(Slot slot)
{
    PARADOX_ASSERT(slot < m_working);
    m_confirmed = std::max(m_confirmed, slot);
    advance();
}

void Bank::advance()
{
    const std::uint64_t behind = m_options.finality;
    const std::uint64_t deep = m_working.value > behind ? m_working.value - behind : 0;
    m_finalized = std::max(m_finalized, std::min(m_confirmed, Slot{deep}));
    m_store.finalize(m_finalized);
}

void Bank::resume(UnixSeconds now)
{
    m_time = std::max(m_time, now);
    setDurable(m_blocks.back().slot);
}

Execution Bank::simulate(const solana::Transaction &transaction, const Simulation &options) const
{
    const Slot slot = slotAt(options.commitment);
    Execution execution;
    if (options.checkBlockhash) {
        execution.error = checkAge(transaction, slot);
        if (execution.error)
            return execution;
    }
    const View accounts(*this, slot);
    return execute(transaction, {accounts, m_programs, m_options.fees, slot, timeAt(slot)});
}

std::vector<Bank::Remembered> Bank::remembered(Slot upTo) const
{
    std::vector<Remembered> all;
    for (const SlotSignatures &list : m_signatures) {
        if (list.slot > upTo)
            break;
        for (const auto &[signature, messageHash] : list.signatures)
            all.push_back({signature, messageHash, m_statuses.at(signature)});
    }
    return all;
}

} // namespace paradox::ledger
