#include "tests/settlement/bank_chain.h"

#include "programs/native/natives.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr std::uint32_t finality = 4;
constexpr std::uint32_t lagMax = 256;

ledger::Commitment depthOf(chain::Commitment commitment)
{
    return static_cast<ledger::Commitment>(commitment);
}

std::string errorText(const std::optional<ledger::TransactionError> &error)
{
    return error ? ledger::toJson(error) : std::string();
}

Bytes seed(std::uint8_t byte)
{
    return Bytes(32, byte);
}

} // namespace

BankChain::BankChain(const PublicKey &vaultProgram, UnixSeconds startTime)
    : m_program(vaultProgram),
      m_startTime(startTime),
      m_faucet(solana::Keypair::fromSeed(seed(77)))
{
    makeBank();
}

void BankChain::makeBank()
{
    ledger::Genesis genesis;
    genesis.hash = sha256(asBytes("a chain in a test"));
    genesis.identity = solana::Keypair::fromSeed(seed(78)).publicKey();
    genesis.faucet = m_faucet.publicKey();
    genesis.time = m_startTime;
    m_bank =
        std::make_unique<ledger::Bank>(ledger::Bank::Options{.genesis = genesis,
                                                             .finality = finality,
                                                             .lagMax = lagMax,
                                                             .programs = {{m_program, &paradox_vault_entrypoint}}});
    m_bank->install();
    m_records.clear();
}

std::optional<chain::ChainError> BankChain::before()
{
    ++calls;
    if (calls == crashAtCall && !crashAfterEffect)
        throw Crash{};
    const std::optional<chain::ErrorClass> kind = onCall ? onCall() : std::nullopt;
    return kind ? std::optional(chain::ChainError{.kind = *kind, .words = "no"}) : std::nullopt;
}

void BankChain::after()
{
    if (calls == crashAtCall && crashAfterEffect)
        throw Crash{};
}

void BankChain::process(const solana::Transaction &transaction)
{
    if (auto record = m_bank->process(transaction))
        m_records.push_back(*record);
}

void BankChain::close(UnixSeconds now)
{
    const ledger::Block block = m_bank->closeSlot(now);
    m_bank->setDurable(block.slot);
}

void BankChain::advance(std::size_t slots, UnixSeconds now)
{
    for (std::size_t i = 0; i < slots; ++i) {
        m_steps.push_back({std::nullopt, now});
        close(now);
    }
}

void BankChain::fork(std::size_t slots, UnixSeconds now)
{
    std::size_t closed = 0;
    while (!m_steps.empty() && closed < slots) {
        closed += m_steps.back().transaction ? 0U : 1U;
        m_steps.pop_back();
    }
    while (!m_steps.empty() && m_steps.back().transaction)
        m_steps.pop_back();
    makeBank();
    for (const Step &step : m_steps) {
        if (step.transaction)
            process(*step.transaction);
        else
            close(step.time);
    }
    advance(slots, now);
}

chain::Result<Hash> BankChain::genesis()
{
    return m_bank->genesis().hash;
}

chain::Result<chain::LatestBlockhash> BankChain::latestBlockhash(chain::Commitment commitment)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    const Slot slot = m_bank->slotAt(depthOf(commitment));
    const ledger::Bank::Blockhash latest = m_bank->latestBlockhash(slot);
    after();
    return chain::LatestBlockhash{latest.hash, latest.lastValid, slot};
}

chain::Result<BlockHeight> BankChain::blockHeight(chain::Commitment commitment)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    after();
    return m_bank->heightAt(m_bank->slotAt(depthOf(commitment)));
}

chain::Result<Slot> BankChain::slot(chain::Commitment commitment)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    after();
    return m_bank->slotAt(depthOf(commitment));
}

chain::Result<chain::AccountsAt> BankChain::accounts(std::span<const PublicKey> keys, chain::Commitment commitment)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    accountsRead += keys.size();
    chain::AccountsAt read{.slot = m_bank->slotAt(depthOf(commitment), lag), .accounts = {}};
    for (const PublicKey &key : keys) {
        const ledger::AccountRef account = m_bank->account(key, read.slot);
        read.accounts.push_back(account ? std::optional(chain::AccountInfo{
                                              {account->lamports}, account->owner, account->executable, account->data})
                                        : std::nullopt);
    }
    after();
    return read;
}

chain::Result<chain::StatusesAt> BankChain::statuses(std::span<const Signature> signatures)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    chain::StatusesAt read{.slot = m_bank->slotAt(ledger::Commitment::Processed), .statuses = {}};
    for (const Signature &signature : signatures) {
        const auto status = m_bank->status(signature);
        if (!status) {
            read.statuses.emplace_back();
            continue;
        }
        read.statuses.push_back(
            chain::SignatureStatus{status->slot, errorText(status->error),
                                   static_cast<chain::Commitment>(m_bank->commitmentOf(status->slot))});
    }
    after();
    return read;
}

chain::Result<chain::HistoryAt> BankChain::history(std::span<const Signature> signatures)
{
    const BlockHeight height = m_bank->heightAt(m_bank->slotAt(ledger::Commitment::Finalized));
    chain::Result<chain::StatusesAt> read = statuses(signatures);
    if (!read)
        return std::unexpected(read.error());
    chain::HistoryAt told{height, read->slot, std::move(read->statuses)};
    if (onHistory)
        onHistory(told);
    return told;
}

chain::Result<Signature> BankChain::send(ByteSpan bytes, chain::Preflight)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    ++sends;
    const auto transaction = solana::decodeTransaction(bytes);
    if (!transaction || !solana::verifySignatures(*transaction))
        return std::unexpected(chain::ChainError{.kind = chain::ErrorClass::Deterministic, .words = "bad transaction"});
    switch (onSend ? onSend(*transaction) : SendFault::None) {
    case SendFault::NotSent:
        return std::unexpected(chain::ChainError{.kind = chain::ErrorClass::Transient, .words = "no connection"});
    case SendFault::Swallow:
        break;
    case SendFault::LoseAnswer:
        m_steps.push_back({*transaction, {}});
        process(*transaction);
        return std::unexpected(chain::ChainError{.kind = chain::ErrorClass::Ambiguous, .words = "no answer"});
    case SendFault::None:
        m_steps.push_back({*transaction, {}});
        process(*transaction);
        break;
    }
    after();
    return transaction->signatures.front();
}

chain::Result<chain::Simulation> BankChain::simulate(ByteSpan bytes, const chain::SimulateOptions &options)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    const auto transaction = solana::decodeTransaction(bytes);
    if (!transaction)
        return std::unexpected(chain::ChainError{.kind = chain::ErrorClass::Deterministic, .words = "bad transaction"});
    if (std::string refusal = onSimulate ? onSimulate(*transaction) : std::string(); !refusal.empty()) {
        after();
        return chain::Simulation{.slot = {}, .error = std::move(refusal), .logs = {}, .accounts = {}};
    }
    const Slot slot = m_bank->slotAt(depthOf(options.commitment), lag);
    const ledger::Execution execution = m_bank->simulate(*transaction, slot);
    after();
    return chain::Simulation{.slot = slot,
                             .error = errorText(execution.error),
                             .logs = execution.logs,
                             .unitsConsumed = execution.computeUnits,
                             .accounts = {}};
}

chain::Result<Signature> BankChain::airdrop(const PublicKey &to, Lamports amount)
{
    const std::vector<solana::Instruction> instructions = {solana::systemTransfer(m_faucet.publicKey(), to, amount)};
    settle(instructions, m_faucet, m_startTime);
    return Signature{};
}

bool BankChain::settle(const std::vector<solana::Instruction> &instructions, const solana::Keypair &signer,
                       UnixSeconds now)
{
    const Slot slot = m_bank->slotAt(ledger::Commitment::Confirmed);
    const auto message = solana::compileMessage(
        instructions, {.feePayer = signer.publicKey(), .recentBlockhash = m_bank->latestBlockhash(slot).hash});
    solana::Transaction transaction = solana::makeTransaction(*message);
    const solana::Keypair *key = &signer;
    if (!solana::signTransaction(transaction, std::span(&key, 1)))
        return false;
    m_steps.push_back({transaction, {}});
    process(transaction);
    advance(finality + 1, now);
    const auto status = m_bank->status(transaction.signatures.front());
    return status && !status->error;
}

chain::Result<std::vector<chain::SignatureInfo>> BankChain::signaturesFor(const chain::SignaturesQuery &query)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    std::vector<chain::SignatureInfo> infos;
    bool isReached = !query.before.has_value();
    for (auto at = m_records.rbegin(); at != m_records.rend() && infos.size() < query.limit; ++at) {
        const ledger::TransactionRecord &record = **at;
        if (query.until && record.signature() == *query.until)
            break;
        const bool isNamed = std::ranges::count(record.keys(), query.address) > 0;
        if (isReached && isNamed && record.slot <= m_bank->slotAt(depthOf(query.commitment)))
            infos.push_back({record.signature(), record.slot, errorText(record.execution.error), record.time});
        isReached = isReached || record.signature() == *query.before;
    }
    after();
    return infos;
}

chain::Result<std::optional<chain::LandedTransaction>> BankChain::transaction(const Signature &signature,
                                                                              chain::Commitment)
{
    if (const auto refused = before())
        return std::unexpected(*refused);
    std::optional<chain::LandedTransaction> landed;
    for (const ledger::RecordRef &record : m_records) {
        if (record->signature() == signature) {
            landed = chain::LandedTransaction{.slot = record->slot,
                                              .blockTime = record->time,
                                              .error = errorText(record->execution.error),
                                              .fee = {record->execution.fee},
                                              .logs = record->execution.logs,
                                              .bytes = solana::serialiseTransaction(record->transaction),
                                              .loaded = {}};
        }
    }
    after();
    return landed;
}

chain::Result<Lamports> BankChain::rentExemption(std::size_t dataSize)
{
    return Lamports{ledger::rentExemptMinimum(dataSize, m_bank->fees())};
}

chain::Result<std::uint64_t> BankChain::recentUnitPrice(std::span<const PublicKey>)
{
    return std::uint64_t{0};
}

} // namespace paradox::settlement
