#include "domain/assert.h"
#include "programs/client/vault.h"
#include "tests/fuzz/input.h"

using namespace paradox;

namespace {

/// Signers and writers as a fee payer would be: the widest roles, which decodeInstruction must take.
solana::Instruction instructionOf(fuzz::Input input, const vault::Addresses &addresses)
{
    constexpr std::size_t accountBytes = 33;
    solana::Instruction instruction{.program = addresses.program(), .accounts = {}, .data = {}};
    const std::size_t wish = input.choice(64);
    ByteSpan rest = input.bytes();
    for (std::size_t i = 0; i < wish && rest.size() >= accountBytes; ++i) {
        instruction.accounts.push_back({.key = *PublicKey::from(rest.first(32)),
                                        .isSigner = (rest[32] & 1) != 0,
                                        .isWritable = (rest[32] & 2) != 0});
        rest = rest.subspan(accountBytes);
    }
    instruction.data.assign(rest.begin(), rest.end());
    return instruction;
}

void readInstruction(const fuzz::Input &input)
{
    const vault::Addresses addresses(vault::defaultProgram);
    const solana::Instruction instruction = instructionOf(input, addresses);
    const auto decoded = vault::decodeInstruction(addresses, instruction);
    if (!decoded)
        return;
    const solana::Instruction again = vault::build(addresses, *decoded);
    PARADOX_ASSERT(fuzz::areEqual(again.data, instruction.data));
    PARADOX_ASSERT(again.accounts.size() == instruction.accounts.size());
    for (std::size_t i = 0; i < again.accounts.size(); ++i) {
        PARADOX_ASSERT(again.accounts[i].key == instruction.accounts[i].key);
        PARADOX_ASSERT(again.accounts[i].isSigner <= instruction.accounts[i].isSigner);
        PARADOX_ASSERT(again.accounts[i].isWritable <= instruction.accounts[i].isWritable);
    }
    PARADOX_ASSERT(!vault::nameOf(*decoded).empty());
}

void readAccount(ByteSpan bytes)
{
    const auto account = vault::decodeAccount(bytes);
    if (!account)
        return;
    if (const auto *ledger = std::get_if<vault::PlayerLedger>(&*account)) {
        PARADOX_ASSERT(ledger->grants.size() <= vault::grantSlotsMax);
        static_cast<void>(ledger->allowance({1'800'000'000}));
        static_cast<void>(ledger->allowanceExpiresAt({1'800'000'000}));
    }
}

void readEvent(const fuzz::Input &input)
{
    if (const auto event = vault::decodeEvent(input.bytes()))
        PARADOX_ASSERT(!vault::nameOf(*event).empty());
    std::vector<std::string> lines;
    for (std::string_view text = input.text(); !text.empty();) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    const vault::EventLog log = vault::eventsOf(vault::defaultProgram, lines);
    PARADOX_ASSERT(log.events.size() + log.undecodable <= lines.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    switch (input.choice(3)) {
    case 0:
        readInstruction(input);
        break;
    case 1:
        readAccount(input.bytes());
        break;
    case 2:
        readEvent(input);
        break;
    }
    return 0;
}
