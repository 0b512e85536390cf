#include "tests/svm/twins.h"

#include "domain/amount.h"
#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/sha256.h"
#include "programs/native/natives.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <set>

namespace paradox::test {

namespace {

constexpr std::int64_t startTime = 1'760'000'000;

ledger::Bank::Options bankOptions(const std::vector<Twins::Program> &programs)
{
    ledger::Bank::Options options;
    options.genesis.hash.bytes.fill(7);
    options.genesis.faucet.bytes.fill(8);
    options.genesis.time = {startTime};
    // As the machine has it: the exemption folded into the price of a byte.
    options.fees.rentLamportsPerByteYear = 6'960;
    options.fees.rentExemptionYears = 1;
    for (const Twins::Program &program : programs) {
        const auto native = std::ranges::find(programs::natives, program.name, &programs::NativeProgram::name);
        PARADOX_ASSERT(native != programs::natives.end());
        options.programs.push_back({program.id, native->entry});
    }
    return options;
}

SvmAccount toSvm(const ledger::Account &account)
{
    return {account.lamports, account.owner, account.executable, account.data};
}

std::optional<SvmAccount> ifAlive(std::optional<SvmAccount> account)
{
    return account && account->lamports > 0 ? account : std::nullopt;
}

std::string inWords(const std::optional<SvmAccount> &account)
{
    if (!account)
        return "none";
    return std::to_string(account->lamports) + " lamports of " + toBase58(account->owner) + ", " +
           std::to_string(account->data.size()) + " bytes " + hexEncode(account->data);
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += "\n    " + line;
    return text;
}

std::vector<std::vector<SvmInnerInstruction>> innerOf(const ledger::Execution &execution, std::size_t instructions)
{
    std::vector<std::vector<SvmInnerInstruction>> all(instructions);
    for (const ledger::InnerInstructions &list : execution.inner) {
        for (const ledger::InnerInstruction &one : list.instructions)
            all.at(list.index)
                .push_back({one.instruction.programIndex, one.instruction.accountIndexes, one.instruction.data,
                            one.stackHeight});
    }
    return all;
}

} // namespace

std::optional<std::uint64_t> Outcome::code() const
{
    if (!error.is_object() || !error.contains("InstructionError"))
        return std::nullopt;
    const nlohmann::json &inner = error.at("InstructionError").at(1);
    return inner.is_object() && inner.contains("Custom") ? std::optional(inner.at("Custom").get<std::uint64_t>())
                                                         : std::nullopt;
}

std::vector<std::string> withoutUnits(std::vector<std::string> logs)
{
    for (std::string &line : logs) {
        if (const auto at = line.find(" consumed "); at != std::string::npos && line.ends_with("compute units"))
            line.erase(at);
        else if (line.starts_with("Program consumption: "))
            line = "Program consumption";
    }
    return logs;
}

Twins::Twins(std::vector<Program> programs)
    : m_programs(std::move(programs)),
      m_now(startTime),
      m_bank(bankOptions(m_programs)),
      m_machine({.verifySignatures = false, .checkBlockhash = false})
{
    static_cast<void>(m_bank.install());
    syncClock();
    for (const Program &program : m_programs)
        m_machine.addProgram(program.id, PARADOX_BINARY_DIR "/programs/" + program.name + ".so");
    advance(1); // what was put in place in a slot runs from the next one
}

PublicKey Twins::wallet(std::uint64_t number)
{
    const Bytes name = solana::BorshWriter().put(number).take();
    solana::Keypair pair = solana::Keypair::fromSeed(sha256({asBytes("twins"), name}).span());
    const PublicKey key = pair.publicKey();
    m_wallets.try_emplace(key, std::move(pair));
    return key;
}

void Twins::put(const PublicKey &key, const SvmAccount &account)
{
    m_machine.setAccount(key, account);
    ledger::AccountRef written;
    if (account.lamports > 0)
        written = std::make_shared<const ledger::Account>(
            ledger::Account{account.lamports, account.owner, account.executable, account.data});
    m_bank.store().apply(workingSlot(), {{key, written}});
}

solana::LookupTable Twins::putTable(std::vector<PublicKey> addresses)
{
    constexpr std::uint32_t initialised = 1;
    solana::BorshWriter writer;
    writer.put(initialised).put(~std::uint64_t{0}).put(std::uint64_t{0}).put(std::uint8_t{0});
    writer.put(std::uint8_t{0}).raw(PublicKey{}.span()).put(std::uint16_t{0}); // no authority: frozen
    for (const PublicKey &address : addresses)
        writer.put(address);
    Bytes data = writer.take();
    const PublicKey key = *PublicKey::from(sha256({asBytes("table"), data}).span());
    put(key,
        {.lamports = lamportsPerSol, .owner = solana::addressLookupTableProgram, .executable = false, .data = data});
    advance(0); // usable from the next slot on
    return {key, std::move(addresses)};
}

std::optional<SvmAccount> Twins::account(const PublicKey &key) const
{
    const ledger::AccountRef account = m_bank.account(key, workingSlot());
    return account ? ifAlive(toSvm(*account)) : std::nullopt;
}

Bytes Twins::data(const PublicKey &key) const
{
    const auto found = account(key);
    return found ? found->data : Bytes{};
}

void Twins::advance(std::int64_t seconds)
{
    m_now += seconds;
    m_bank.setDurable(m_bank.closeSlot({m_now}).slot);
    syncClock();
}

void Twins::syncClock()
{
    const ledger::AccountRef sysvar = m_bank.account(solana::clockSysvar, workingSlot());
    solana::BorshReader reader(sysvar->data);
    SvmClock clock;
    clock.slot = reader.take<std::uint64_t>();
    clock.epochStart = reader.take<std::int64_t>();
    clock.epoch = reader.take<std::uint64_t>();
    clock.leaderScheduleEpoch = reader.take<std::uint64_t>();
    clock.unixTime = reader.take<std::int64_t>();
    m_machine.setClock(clock);
}

void Twins::sign(solana::Transaction &transaction) const
{
    for (std::size_t i = 0; i < transaction.message.signatureCount; ++i) {
        const PublicKey &key = transaction.message.staticKeys[i];
        if (const auto pair = m_wallets.find(key); pair != m_wallets.end()) {
            transaction.signatures[i] = pair->second.sign(transaction.messageBytes);
            continue;
        }
        const Hash half = sha256({key.span(), transaction.messageBytes});
        std::ranges::copy(half.bytes, transaction.signatures[i].bytes.begin());
    }
}

std::vector<PublicKey> Twins::stateAccounts(const Move &move) const
{
    std::set<PublicKey> keys{move.payer};
    for (const solana::Instruction &instruction : move.instructions) {
        for (const solana::AccountMeta &meta : instruction.accounts)
            keys.insert(meta.key);
    }
    std::erase_if(keys, [&](const PublicKey &key) { return !isState(key); });
    return {keys.begin(), keys.end()};
}

std::optional<Outcome> Twins::run(const Move &move)
{
    auto message =
        solana::compileMessage(move.instructions, {.feePayer = move.payer,
                                                   .recentBlockhash = m_bank.latestBlockhash(workingSlot()).hash,
                                                   .version = move.tables.empty() ? solana::MessageVersion::Legacy
                                                                                  : solana::MessageVersion::V0,
                                                   .tables = move.tables});
    if (!message)
        return std::nullopt;
    solana::Transaction transaction = solana::makeTransaction(std::move(*message));
    sign(transaction);
    // What a cluster would not even take for a transaction.
    const Bytes bytes = solana::serialiseTransaction(transaction);
    if (!solana::decodeTransaction(bytes))
        return std::nullopt;

    const std::vector<PublicKey> watched = stateAccounts(move);
    ledger::Execution native;
    if (const auto record = m_bank.process(transaction))
        native = (*record)->execution;
    else
        native.error = record.error();
    const SvmResult machine = m_machine.send(transaction, watched);
    Outcome outcome;
    outcome.transactionBytes = bytes.size();
    compare(transaction, native, machine, outcome);
    compareAccounts(watched, machine, outcome);
    return outcome;
}

void Twins::compare(const solana::Transaction &transaction, const ledger::Execution &native, const SvmResult &machine,
                    Outcome &outcome) const
{
    outcome.error = nlohmann::json::parse(toJson(native.error));
    outcome.logs = native.logs;
    outcome.nativeUnits = native.computeUnits;
    outcome.machineUnits = machine.computeUnits;
    const auto differ = [&](std::string what, const std::string &here, const std::string &there) {
        if (here != there)
            outcome.differences.push_back(std::move(what) + "\n  native:  " + here + "\n  machine: " + there);
    };
    differ("error", outcome.error.dump(), machine.error.dump());
    differ("logs", joined(withoutUnits(native.logs)), joined(withoutUnits(machine.logs)));
    if (native.error || !machine.ok())
        return;
    const Bytes returned = native.returnData ? native.returnData->data : Bytes{};
    differ("return data", hexEncode(returned), hexEncode(machine.returnData));
    if (native.returnData)
        differ("program of return data", toBase58(native.returnData->program), toBase58(machine.returnProgram));
    if (innerOf(native, transaction.message.instructions.size()) != machine.inner)
        outcome.differences.push_back("inner instructions");
    if (native.computeUnits < machine.computeUnits)
        outcome.differences.push_back("compute units: " + std::to_string(native.computeUnits) + " charged, " +
                                      std::to_string(machine.computeUnits) + " needed");
}

/// Neither a program, whose bytes are another kind of program here and there, nor a sysvar, which no transaction
/// writes.
bool Twins::isState(const PublicKey &key) const
{
    const ledger::AccountRef account = m_bank.account(key, workingSlot());
    return !account ||
           (!account->executable && account->owner != solana::sysvarOwner && account->owner != solana::nativeLoader);
}

void Twins::compareAccounts(std::span<const PublicKey> keys, const SvmResult &machine, Outcome &outcome) const
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto here = account(keys[i]);
        const auto there = ifAlive(machine.accounts.at(i));
        if (here != there)
            outcome.differences.push_back("account " + toBase58(keys[i]) + "\n  native:  " + inWords(here) +
                                          "\n  machine: " + inWords(there));
    }
}

} // namespace paradox::test
