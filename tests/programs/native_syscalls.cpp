#include "domain/encoding.h"
#include "domain/sha256.h"
#include "native_frame.h"
#include "programs/sdk/native_units.h"
#include "programs/sdk/syscalls.h"
#include "solana/pda.h"

#include <algorithm>
#include <cstring>

namespace paradox::test {

namespace {

// Errors of the runtime and of the System program.
constexpr std::uint64_t builtin(std::uint64_t number)
{
    return number << 32;
}
constexpr std::uint64_t missingSignature = builtin(8);
constexpr std::uint64_t notEnoughKeys = builtin(11);
constexpr std::uint64_t insufficientLamports = 1;

PublicKey keyAt(const program::Pubkey *key)
{
    PublicKey result;
    std::memcpy(result.data(), key->bytes, PublicKey::size);
    return result;
}

std::vector<ByteSpan> seedsOf(const program::Slice *seeds, std::uint64_t count)
{
    std::vector<ByteSpan> list;
    for (std::uint64_t i = 0; i < count; ++i)
        list.emplace_back(seeds[i].data, seeds[i].size);
    return list;
}

std::uint64_t number(const std::uint8_t *from, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::uint64_t{from[i]} << (8 * i);
    return value;
}

/// Transfer (2), allocate (8) and assign (1).
std::uint64_t systemProgram(const solana::Instruction &call, Accounts &accounts)
{
    const std::uint8_t *data = call.data.data();
    HostAccount &first = accounts[call.accounts[0].key];
    if (!call.accounts[0].isSigner)
        return missingSignature;
    switch (number(data, 4)) {
    case 2: {
        const std::uint64_t lamports = number(data + 4, 8);
        if (!first.data.empty() || !first.owner.isZero())
            return builtin(2);
        if (first.lamports < lamports)
            return insufficientLamports;
        first.lamports -= lamports;
        accounts[call.accounts[1].key].lamports += lamports;
        return 0;
    }
    case 8:
        if (!first.data.empty() || !first.owner.isZero())
            return alreadyInUse;
        first.data.resize(number(data + 4, 8));
        return 0;
    case 1:
        if (!first.owner.isZero())
            return builtin(7);
        std::memcpy(first.owner.data(), data + 4, PublicKey::size);
        return 0;
    default:
        return builtin(3);
    }
}

/// The call as an instruction, with the privileges the caller has to give.
solana::Instruction asInstruction(Frame &caller, const program::CpiInstruction &cpi,
                                  const std::vector<PublicKey> &derivedSigners)
{
    solana::Instruction call{.program = keyAt(cpi.program), .accounts = {}, .data = {}};
    call.data.assign(cpi.data, cpi.data + cpi.dataSize);
    for (std::uint64_t i = 0; i < cpi.metaCount; ++i) {
        const PublicKey key = keyAt(cpi.metas[i].key);
        const bool mayDerive = std::ranges::find(derivedSigners, key) != derivedSigners.end();
        if (cpi.metas[i].isSigner && !mayDerive && !caller.grants({key, true, false}))
            caller.violate("signer privilege escalated");
        if (cpi.metas[i].isWritable && !caller.grants({key, false, true}))
            caller.violate("writable privilege escalated");
        call.accounts.push_back({key, cpi.metas[i].isSigner, cpi.metas[i].isWritable});
    }
    if (!caller.grants({call.program}))
        caller.violate("the called program is not among the accounts");
    return call;
}

std::uint64_t invoke(Frame &caller, const solana::Instruction &call)
{
    if (!caller.result.violation.empty())
        return missingSignature;
    if (call.program.isZero())
        return systemProgram(call, caller.accounts);
    if (!caller.host.programs.contains(call.program))
        return builtin(3);
    return Frame({caller.host, call, caller.accounts, caller.result, caller.depth + 1}).run();
}

} // namespace

} // namespace paradox::test

extern "C" void paradox_charge_units(uint64_t)
{
    // This host sets no limits.
}

namespace paradox::program {

using namespace paradox::test;

extern "C" {

void sol_log_(const char *text, uint64_t size)
{
    Frame::current()->result.logs.push_back("Program log: " + std::string(text, size));
}

void sol_log_data(const Slice *slices, uint64_t count)
{
    std::string line = "Program data:";
    for (uint64_t i = 0; i < count; ++i)
        line += " " + base64Encode(ByteSpan(slices[i].data, slices[i].size));
    Frame::current()->result.logs.push_back(line);
}

uint64_t sol_sha256(const Slice *parts, uint64_t count, uint8_t *hash32)
{
    Sha256 hasher;
    for (uint64_t i = 0; i < count; ++i)
        hasher.update(ByteSpan(parts[i].data, parts[i].size));
    const Hash hash = hasher.finish();
    std::memcpy(hash32, hash.data(), 32);
    return 0;
}

uint64_t sol_try_find_program_address(const Slice *seeds, uint64_t count, const Pubkey *program, Pubkey *address,
                                      uint8_t *bump)
{
    const auto found = solana::findProgramAddress(seedsOf(seeds, count), keyAt(program));
    if (!found)
        return 1;
    std::memcpy(address->bytes, found->key.data(), 32);
    *bump = found->bump;
    return 0;
}

uint64_t sol_get_clock_sysvar(Clock *clock)
{
    *clock = {};
    clock->unixTime = Frame::current()->host.now;
    return 0;
}

uint64_t sol_get_rent_sysvar(Rent *rent)
{
    *rent = {3480, 0x4000000000000000, 50}; // a threshold of 2.0 years
    return 0;
}

uint64_t sol_invoke_signed_c(const CpiInstruction *instruction, const CpiAccount *accounts, uint64_t accountCount,
                             const SignerSeeds *signers, uint64_t signerCount)
{
    Frame &caller = *Frame::current();
    std::vector<PublicKey> derived;
    for (uint64_t i = 0; i < signerCount; ++i) {
        const auto key =
            solana::createProgramAddress(seedsOf(signers[i].seeds, signers[i].count), caller.instruction.program);
        if (key)
            derived.push_back(*key);
    }
    const auto isGiven = [&](const CpiMeta &meta) {
        return std::any_of(accounts, accounts + accountCount,
                           [&](const CpiAccount &account) { return keyAt(account.key) == keyAt(meta.key); });
    };
    if (!std::all_of(instruction->metas, instruction->metas + instruction->metaCount, isGiven))
        return notEnoughKeys;
    const solana::Instruction call = asInstruction(caller, *instruction, derived);
    caller.takeChanges();
    const uint64_t code = invoke(caller, call);
    if (code == 0)
        caller.showChanges();
    return code;
}

void sol_memcpy_(void *to, const void *from, uint64_t size)
{
    std::memcpy(to, from, size);
}
void sol_memset_(void *to, uint8_t value, uint64_t size)
{
    std::memset(to, value, size);
}

void sol_set_return_data(const uint8_t *data, uint64_t size)
{
    Frame &frame = *Frame::current();
    frame.result.returned.assign(data, data + size);
    frame.result.returner = frame.instruction.program;
}

uint64_t sol_get_return_data(uint8_t *data, uint64_t size, Pubkey *program)
{
    const HostResult &result = Frame::current()->result;
    std::copy_n(result.returned.begin(), std::min<std::size_t>(size, result.returned.size()), data);
    std::memcpy(program->bytes, result.returner.data(), PublicKey::size);
    return result.returned.size();
}

} // extern "C"

} // namespace paradox::program
