#include "ledger/instructions_sysvar.h"

#include "domain/assert.h"
#include "solana/borsh.h"
#include "solana/programs.h"

namespace paradox::ledger {

namespace {

constexpr std::uint8_t signerFlag = 1;
constexpr std::uint8_t writableFlag = 2;

void store16(std::uint8_t *to, std::size_t value)
{
    to[0] = static_cast<std::uint8_t>(value);
    to[1] = static_cast<std::uint8_t>(value >> 8);
}

} // namespace

Account makeInstructionsSysvar(const solana::Message &message, std::span<const solana::AccountMeta> accounts)
{
    const std::size_t count = message.instructions.size();
    Bytes offsets(2 + 2 * count);
    store16(offsets.data(), count);
    solana::BorshWriter body;
    for (std::size_t i = 0; i < count; ++i) {
        const solana::CompiledInstruction &instruction = message.instructions[i];
        store16(offsets.data() + 2 + 2 * i, offsets.size() + body.bytes().size());
        body.put(static_cast<std::uint16_t>(instruction.accountIndexes.size()));
        for (const std::uint8_t index : instruction.accountIndexes) {
            const solana::AccountMeta &meta = accounts[index];
            body.put(
                static_cast<std::uint8_t>((meta.isSigner ? signerFlag : 0) | (meta.isWritable ? writableFlag : 0)));
            body.put(meta.key);
        }
        body.put(accounts[instruction.programIndex].key);
        body.put(static_cast<std::uint16_t>(instruction.data.size())).raw(instruction.data);
    }
    Account sysvar;
    sysvar.owner = solana::sysvarOwner;
    sysvar.data = std::move(offsets);
    sysvar.data.insert(sysvar.data.end(), body.bytes().begin(), body.bytes().end());
    sysvar.data.resize(sysvar.data.size() + 2);
    return sysvar;
}

void setCurrentInstruction(Account &sysvar, std::uint16_t index)
{
    PARADOX_ASSERT(sysvar.data.size() >= 2);
    store16(sysvar.data.data() + sysvar.data.size() - 2, index);
}

} // namespace paradox::ledger
