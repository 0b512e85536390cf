#include "tests/svm/deploy.h"

#include "domain/sha256.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace paradox::test {

namespace {

// The upgradeable loader's instructions and the sizes of its accounts' headers.
enum class Order : std::uint32_t { InitializeBuffer = 0, Write = 1, DeployWithMaxDataLen = 2 };
constexpr std::uint64_t bufferHeader = 37;
constexpr std::uint64_t programAccountSize = 36;
constexpr std::size_t chunkBytes = 900;
constexpr std::uint64_t rentPerByte = 6'960;
constexpr std::uint64_t accountOverhead = 128;

Lamports rentFor(std::uint64_t size)
{
    return {(accountOverhead + size) * rentPerByte};
}

class Deployment {
public:
    Deployment(SvmHost &machine, const solana::Keypair &payer, Bytes image)
        : m_machine(machine),
          m_payer(payer),
          m_image(std::move(image)),
          m_buffer(solana::Keypair::fromSeed(sha256({asBytes("buffer"), m_image}).span())),
          m_program(solana::Keypair::fromSeed(sha256({asBytes("program"), m_image}).span()))
    {
    }

    Deployed run();

private:
    void writeBuffer();
    void send(const std::vector<solana::Instruction> &instructions, std::vector<const solana::Keypair *> signers);
    [[nodiscard]] solana::Instruction order(std::vector<solana::AccountMeta> accounts, Bytes data) const
    {
        return {solana::upgradeableLoader, std::move(accounts), std::move(data)};
    }
    [[nodiscard]] solana::AccountMeta authority() const { return {m_payer.publicKey(), true, false}; }
    static solana::BorshWriter begin(Order order)
    {
        solana::BorshWriter writer;
        writer.put(static_cast<std::uint32_t>(order));
        return writer;
    }

    SvmHost &m_machine;
    const solana::Keypair &m_payer;
    Bytes m_image;
    solana::Keypair m_buffer;
    solana::Keypair m_program;
};

void Deployment::send(const std::vector<solana::Instruction> &instructions,
                      std::vector<const solana::Keypair *> signers)
{
    signers.push_back(&m_payer);
    solana::Transaction transaction = solana::makeTransaction(*solana::compileMessage(
        instructions, {.feePayer = m_payer.publicKey(), .recentBlockhash = m_machine.blockhash()}));
    ASSERT_TRUE(solana::signTransaction(transaction, signers));
    const SvmResult result = m_machine.send(transaction);
    ASSERT_TRUE(result.ok()) << result.errorText() << ::testing::PrintToString(result.logs);
}

void Deployment::writeBuffer()
{
    const std::uint64_t size = bufferHeader + m_image.size();
    send({solana::systemCreateAccount({.payer = m_payer.publicKey(),
                                       .account = m_buffer.publicKey(),
                                       .lamports = rentFor(size),
                                       .space = size,
                                       .owner = solana::upgradeableLoader}),
          order({{m_buffer.publicKey(), false, true}, {m_payer.publicKey(), false, false}},
                begin(Order::InitializeBuffer).take())},
         {&m_buffer});
    for (std::size_t at = 0; at < m_image.size(); at += chunkBytes) {
        const ByteSpan chunk = ByteSpan(m_image).subspan(at, std::min(chunkBytes, m_image.size() - at));
        solana::BorshWriter data = begin(Order::Write);
        data.put(static_cast<std::uint32_t>(at)).put(std::uint64_t{chunk.size()}).raw(chunk);
        send({order({{m_buffer.publicKey(), false, true}, authority()}, data.take())}, {});
    }
}

Deployed Deployment::run()
{
    writeBuffer();
    const PublicKey program = m_program.publicKey();
    const ByteSpan seed = program.span();
    const PublicKey programData = solana::findProgramAddress(std::span(&seed, 1), solana::upgradeableLoader)->key;
    solana::BorshWriter data = begin(Order::DeployWithMaxDataLen);
    data.put(std::uint64_t{m_image.size()});
    send({solana::systemCreateAccount({.payer = m_payer.publicKey(),
                                       .account = program,
                                       .lamports = rentFor(programAccountSize),
                                       .space = programAccountSize,
                                       .owner = solana::upgradeableLoader}),
          order({{m_payer.publicKey(), true, true},
                 {programData, false, true},
                 {program, false, true},
                 {m_buffer.publicKey(), false, true},
                 {solana::rentSysvar, false, false},
                 {solana::clockSysvar, false, false},
                 {solana::systemProgram, false, false},
                 authority()},
                data.take())},
         {&m_program});
    SvmClock clock = m_machine.clock();
    ++clock.slot; // a program runs from the slot after its deployment
    m_machine.setClock(clock);
    return {program, programData};
}

} // namespace

Deployed deploy(SvmHost &machine, const std::filesystem::path &file, const solana::Keypair &payer)
{
    std::ifstream stream(file, std::ios::binary);
    return Deployment(machine, payer, Bytes(std::istreambuf_iterator<char>(stream), {})).run();
}

} // namespace paradox::test
