#include "ledger/bank.h"

#include "domain/assert.h"
#include "ledger/nonce.h"
#include "ledger/spl/native_mint.h"
#include "ledger/spl/program.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

AccountRef programAccount(const PublicKey &owner, ByteSpan data, const FeeParameters &fees)
{
    Account account;
    account.owner = owner;
    account.executable = true;
    account.data.assign(data.begin(), data.end());
    account.lamports = rentExemptMinimum(account.data.size(), fees);
    return std::make_shared<const Account>(std::move(account));
}

AccountRef nativeMintAccount(const FeeParameters &fees)
{
    Account account;
    account.owner = solana::tokenProgram;
    account.data = spl::nativeMintData();
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

Bank::Bank(Options options) : m_options(std::move(options)), m_finality(m_options.finality)
{
    PARADOX_ASSERT(m_finality >= 1);
    PARADOX_ASSERT(m_finality <= finalityMax);
    for (const NativeProgram &program : m_options.programs)
        m_programs.insert_or_assign(program.id, program.entry);
    Block first;
    first.hash = sha256({asBytes("genesis block"), m_options.genesis.hash.span()});
    first.time = m_options.genesis.time;
    m_blocks.push_back(first);
    m_hashes.emplace(first.hash, first.height);
    openAfter(first, {first.slot.value + 1});
    m_time = m_options.genesis.time;
}

std::vector<AccountWrite> Bank::install()
{
    std::vector<AccountWrite> writes;
    const auto add = [&](const PublicKey &key, AccountRef account) { writes.push_back({key, std::move(account)}); };
    if (!m_store.current(solana::systemProgram)) {
        Account faucet;
        faucet.lamports = m_options.genesis.faucetLamports;
        add(m_options.genesis.faucet, std::make_shared<const Account>(std::move(faucet)));
    }
    const auto builtins = std::to_array<std::pair<PublicKey, std::string_view>>({
        {solana::systemProgram, "system_program"},
        {solana::computeBudgetProgram, "compute_budget_program"},
        {solana::addressLookupTableProgram, "address_lookup_table_program"},
        {solana::ed25519Program, ""},
        {solana::secp256k1Program, ""},
        {solana::secp256r1Program, ""},
        {solana::loaderV1, "solana_bpf_loader_deprecated_program"},
        {solana::loaderV2, "solana_bpf_loader_program"},
        {solana::loaderV4, "loader_v4"},
        {solana::upgradeableLoader, "solana_bpf_loader_upgradeable_program"},
    });
    for (const auto &[id, name] : builtins) {
        if (!m_store.current(id))
            add(id, programAccount(solana::nativeLoader, asBytes(name), m_options.fees));
    }
    for (const spl::Program &program : spl::programs()) {
        if (!m_store.current(program.id))
            add(program.id, programAccount(program.loader, program.data, m_options.fees));
    }
    if (!m_store.current(spl::nativeMint))
        add(spl::nativeMint, nativeMintAccount(m_options.fees));
    for (const NativeProgram &program : m_options.programs) {
        const AccountRef now = m_store.current(program.id);
        if (!now || !now->executable)
            add(program.id, programAccount(solana::loaderV2, {}, m_options.fees));
    }
    place(writes);
    return writes;
}

void Bank::place(const std::vector<AccountWrite> &accounts)
{
    for (const AccountWrite &one : accounts) {
        const AccountRef before = m_store.current(one.key);
        m_capitalisation += one.account->lamports - (before ? before->lamports : 0);
        m_store.restore(one.key, one.account);
    }
}

void Bank::openAfter(const Block &block, Slot working)
{
    PARADOX_ASSERT(block.slot < working);
    m_working = working;
    m_height = {block.height.value + 1};
    m_slotHasher = Sha256();
    m_slotTransactions = 0;
    m_signatures.push_back({m_working, m_height, {}});
}

SlotView Bank::viewAt(const View &accounts, Slot slot) const
{
    return {accounts, m_programs, m_options.fees, slot, timeAt(slot), latestBlockhash(slot).hash};
}

std::expected<NonceAdvance, TransactionError> Bank::findLifetime(const solana::Message &message, Slot slot) const
{
    constexpr TransactionError expired{TransactionErrorKind::BlockhashNotFound};
    if (isBlockhashValid(message.recentBlockhash, slot))
        return NonceAdvance{};
    const std::optional<PublicKey> key = nonceAccountOf(message);
    const AccountRef account = key ? this->account(*key, slot) : nullptr;
    if (!account)
        return std::unexpected(expired);
    const View accounts(*this, slot);
    AccountRef advanced = advancedNonce(*account, message, viewAt(accounts, slot));
    if (!advanced)
        return std::unexpected(expired);
    return NonceAdvance{AccountWrite{*key, std::move(advanced)}};
}

std::expected<NonceAdvance, TransactionError> Bank::checkAge(const solana::Transaction &transaction, Slot slot) const
{
    auto lifetime = findLifetime(transaction.message, slot);
    if (lifetime && m_messages.contains(sha256(transaction.messageBytes)))
        return std::unexpected(TransactionError{TransactionErrorKind::AlreadyProcessed});
    return lifetime;
}

std::expected<RecordRef, TransactionError> Bank::process(const solana::Transaction &transaction)
{
    const auto lifetime = checkAge(transaction, m_working);
    if (!lifetime)
        return std::unexpected(lifetime.error());
    const View accounts(*this, m_working);
    auto record = std::make_shared<TransactionRecord>();
    record->execution = execute(transaction, viewAt(accounts, m_working), *lifetime);
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

void Bank::rewrite(const std::vector<AccountWrite> &writes)
{
    for (const AccountWrite &write : writes) {
        const AccountRef before = m_store.current(write.key);
        m_capitalisation += (write.account ? write.account->lamports : 0) - (before ? before->lamports : 0);
        m_store.apply(m_working, {write});
    }
}

AccountStore::Rollback Bank::reopen(Slot parent, Slot working)
{
    PARADOX_ASSERT(parent >= m_finalized);
    PARADOX_ASSERT(m_working < working);
    while (m_blocks.back().slot > parent) {
        m_hashes.erase(m_blocks.back().hash);
        m_blocks.pop_back();
        PARADOX_ASSERT(!m_blocks.empty());
    }
    PARADOX_ASSERT(m_blocks.back().slot == parent);
    for (; !m_signatures.empty() && m_signatures.back().slot > parent; m_signatures.pop_back()) {
        for (const auto &[signature, messageHash] : m_signatures.back().signatures) {
            m_statuses.erase(signature);
            m_messages.erase(messageHash);
        }
    }
    AccountStore::Rollback undone = m_store.rollback(parent);
    m_capitalisation += undone.lamportsGained;
    m_transactions = m_blocks.back().transactions;
    m_confirmed = std::min(m_confirmed, parent);
    openAfter(m_blocks.back(), working);
    return undone;
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
    while (!m_signatures.empty() && m_signatures.front().height.value + 2 * blockhashLife < block.height.value) {
        for (const auto &[signature, messageHash] : m_signatures.front().signatures) {
            m_statuses.erase(signature);
            m_messages.erase(messageHash);
        }
        m_signatures.pop_front();
    }
    openAfter(block, {block.slot.value + 1});
}

void Bank::setDurable(Slot slot)
{
    PARADOX_ASSERT(slot < m_working);
    m_confirmed = std::max(m_confirmed, slot);
    advance();
}

void Bank::advance()
{
    const Slot deep = m_blocks.size() >= m_finality ? slotBehind(m_working, m_finality) : Slot{};
    m_finalized = std::max(m_finalized, std::min(m_confirmed, deep));
    m_store.finalize(slotBehind(m_finalized, m_options.lagMax));
}

void Bank::beginRestore()
{
    m_finality = finalityMax;
}

void Bank::resume(UnixSeconds now)
{
    m_finality = m_options.finality;
    m_time = std::max(m_time, now);
    setDurable(m_blocks.back().slot);
}

Execution Bank::simulate(const solana::Transaction &transaction, Slot slot) const
{
    const auto lifetime = checkAge(transaction, slot);
    if (!lifetime) {
        Execution refused;
        refused.error = lifetime.error();
        return refused;
    }
    const View accounts(*this, slot);
    return execute(transaction, viewAt(accounts, slot), *lifetime);
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
