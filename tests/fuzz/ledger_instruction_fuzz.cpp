#include "domain/assert.h"
#include "ledger/bank.h"
#include "ledger/nonce.h"
#include "solana/keypair.h"
#include "solana/programs.h"
#include "tests/fuzz/input.h"

#include <array>

using namespace paradox;

namespace {

constexpr std::size_t accountsCount = 8;
constexpr std::size_t instructionsMax = 6;

PublicKey keyOf(std::uint8_t number)
{
    PublicKey key;
    key.bytes.fill(number);
    return key;
}

/// A chain with accounts of the kinds that the built-in programs look for. The first one pays; whoever it is to be,
/// signatures are not the bank's matter.
class Chain {
public:
    Chain()
        : m_bank({.genesis = {.hash = Hash{{1}}, .identity = keyOf(90), .faucet = keyOf(100), .time = {1'000}},
                  .fees = {},
                  .finality = 2})
    {
        (void)m_bank.install();
        closeSlot();
        closeSlot();
        ledger::NonceState nonce;
        nonce.data = {keyOf(100), ledger::durableNonceOf(Hash{{9}}), 5'000};
        add(101, solana::systemProgram, nonce.encode());
        add(102, solana::systemProgram, Bytes(ledger::nonceAccountSize));
        add(103, solana::addressLookupTableProgram, Bytes(56 + 64));
        add(104, solana::systemProgram, {});
        add(105, keyOf(91), Bytes(33, 1));
    }

    void run(fuzz::Input &input)
    {
        solana::Transaction transaction;
        solana::Message &message = transaction.message;
        message.signatureCount = static_cast<std::uint8_t>(1 + input.choice(accountsCount));
        message.readonlySignedCount = static_cast<std::uint8_t>(input.choice(message.signatureCount));
        for (std::uint8_t i = 0; i < accountsCount; ++i)
            message.staticKeys.push_back(keyOf(static_cast<std::uint8_t>(100 + i)));
        const std::array others{solana::recentBlockhashesSysvar, solana::rentSysvar, solana::instructionsSysvar};
        message.staticKeys.insert(message.staticKeys.end(), others.begin(), others.end());
        const std::array programs{solana::systemProgram,     solana::addressLookupTableProgram,
                                  solana::ed25519Program,    solana::computeBudgetProgram,
                                  solana::upgradeableLoader, solana::secp256k1Program};
        message.readonlyUnsignedCount = static_cast<std::uint8_t>(others.size() + programs.size());
        const std::size_t firstProgram = message.staticKeys.size();
        message.staticKeys.insert(message.staticKeys.end(), programs.begin(), programs.end());
        message.recentBlockhash = input.choice(4) == 0 ? ledger::durableNonceOf(Hash{{9}}) : latest();
        for (std::size_t i = input.choice(instructionsMax); i < instructionsMax && !input.bytes().empty(); ++i)
            message.instructions.push_back(takeInstruction(input, firstProgram, programs.size()));
        transaction.messageBytes = solana::serialiseMessage(message);
        transaction.signatures.resize(message.signatureCount);
        transaction.signatures.front() = Signature{{static_cast<std::uint8_t>(m_count), 1}};
        process(transaction);
        if (++m_count % 8 == 0)
            closeSlot();
    }

private:
    static solana::CompiledInstruction takeInstruction(fuzz::Input &input, std::size_t firstProgram,
                                                       std::size_t programs)
    {
        solana::CompiledInstruction instruction;
        instruction.programIndex =
            static_cast<std::uint8_t>(firstProgram + input.choice(static_cast<unsigned>(programs)));
        for (unsigned count = input.choice(6); count > 0; --count)
            instruction.accountIndexes.push_back(
                static_cast<std::uint8_t>(input.choice(static_cast<unsigned>(firstProgram))));
        for (unsigned size = input.choice(160); size > 0; --size)
            instruction.data.push_back(input.byte());
        return instruction;
    }
    void process(const solana::Transaction &transaction)
    {
        const std::uint64_t before = m_bank.capitalisation();
        const auto record = m_bank.process(transaction);
        PARADOX_ASSERT(!record || m_bank.capitalisation() == before - (*record)->execution.fee);
        std::uint64_t sum = 0;
        for (const ledger::AccountWrite &one : m_bank.store().allAt(m_bank.slotAt(ledger::Commitment::Processed)))
            sum += one.account->lamports;
        PARADOX_ASSERT(sum == m_bank.capitalisation());
    }
    void add(std::uint8_t number, const PublicKey &owner, Bytes data)
    {
        ledger::Account account;
        account.lamports = 10'000'000;
        account.owner = owner;
        account.data = std::move(data);
        m_bank.rewrite({{keyOf(number), std::make_shared<const ledger::Account>(std::move(account))}});
    }
    Hash latest() const { return m_bank.latestBlockhash(m_bank.slotAt(ledger::Commitment::Processed)).hash; }
    void closeSlot() { m_bank.setDurable(m_bank.closeSlot({2'000}).slot); }

    ledger::Bank m_bank;
    std::uint32_t m_count = 0;
};

} // namespace

/// Instructions of the ledger's own programs with any accounts and data: money is conserved, whatever they say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Chain chain;
    fuzz::Input input(data, size);
    for (int i = 0; i < 8 && !input.bytes().empty(); ++i)
        chain.run(input);
    return 0;
}
