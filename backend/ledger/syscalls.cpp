#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/sha256.h"
#include "ledger/native_call.h"
#include "programs/sdk/native_units.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

// The sol_* syscalls of native programs, for the program that runs on this thread. Each does its work in a function
// of its own, so that nothing is left to destroy when the program has to be left.

namespace paradox::ledger {

namespace {

constexpr std::uint64_t slicesMax = 20'000;

NativeCall &call()
{
    NativeCall *current = NativeCall::current();
    PARADOX_ASSERT(current != nullptr);
    return *current;
}

// A program may point anywhere, also where no Pubkey is aligned: its own id lies behind the instruction's data.
PublicKey keyOf(const program::Pubkey *key)
{
    return *PublicKey::from(ByteSpan(reinterpret_cast<const std::uint8_t *>(key), PublicKey::size));
}

void putKey(program::Pubkey *to, const PublicKey &key)
{
    std::ranges::copy(key.bytes, reinterpret_cast<std::uint8_t *>(to));
}

void logText(ByteSpan text)
{
    if (!call().charge(std::max<std::uint64_t>(cost::syscallBase, text.size())))
        return;
    // As the runtime does, text that is not UTF-8 ends the program; ASCII is what ours write.
    call().invocation().log("Program log: " + std::string(asText(text)));
}

void logNumbers(std::span<const std::uint64_t, 5> values)
{
    if (!call().charge(cost::syscallBase))
        return;
    std::string line = "Program log: ";
    for (std::size_t i = 0; i < values.size(); ++i) {
        char hex[24];
        std::snprintf(hex, sizeof hex, "%s0x%llx", i == 0 ? "" : ", ", static_cast<unsigned long long>(values[i]));
        line += hex;
    }
    call().invocation().log(std::move(line));
}

void logKey(const program::Pubkey *key)
{
    if (call().charge(cost::syscallBase))
        call().invocation().log("Program log: " + toBase58(keyOf(key)));
}

void logUnits()
{
    if (call().charge(cost::syscallBase))
        call().invocation().log("Program consumption: " + std::to_string(call().invocation().unitsLeft()) +
                                " units remaining");
}

void logData(std::span<const program::Slice> slices)
{
    std::uint64_t units = cost::syscallBase + cost::syscallBase * slices.size();
    for (const program::Slice &slice : slices)
        units += slice.size * (1 + cost::eventPerByte);
    if (!call().charge(units))
        return;
    std::string line = "Program data:";
    for (const program::Slice &slice : slices)
        line += ' ' + base64Encode(ByteSpan(slice.data, slice.size));
    call().invocation().log(std::move(line));
}

std::uint64_t hash(std::span<const program::Slice> parts, std::uint8_t *out)
{
    std::uint64_t units = cost::sha256Base;
    for (const program::Slice &part : parts)
        units += std::max<std::uint64_t>(cost::sha256MinPerSlice, part.size / 2);
    if (!call().charge(units))
        return 1;
    Sha256 hasher;
    for (const program::Slice &part : parts)
        hasher.update(ByteSpan(part.data, part.size));
    const Hash result = hasher.finish();
    std::memcpy(out, result.data(), Hash::size);
    return 0;
}

/// At most one seed more than allowed is looked at: enough to be refused.
std::vector<ByteSpan> seedsOf(const program::Slice *seeds, std::uint64_t count)
{
    std::vector<ByteSpan> spans;
    for (const program::Slice &seed : std::span(seeds, std::min<std::uint64_t>(count, solana::seedsMax + 1)))
        spans.emplace_back(seed.data, seed.size);
    return spans;
}

std::uint64_t createAddress(std::span<const ByteSpan> seeds, const PublicKey &program, program::Pubkey *address)
{
    if (!call().charge(cost::programAddress))
        return 1;
    const auto derived = solana::createProgramAddress(seeds, program);
    if (!derived)
        return 1;
    putKey(address, *derived);
    return 0;
}

std::uint64_t findAddress(std::span<const ByteSpan> seeds, const PublicKey &program, program::Pubkey *address,
                          std::uint8_t *bump)
{
    const auto derived = solana::findProgramAddress(seeds, program);
    const std::uint64_t tries = derived ? 256U - derived->bump : 1U;
    if (!call().charge(cost::programAddress * tries) || !derived)
        return 1;
    putKey(address, derived->key);
    *bump = derived->bump;
    return 0;
}

std::uint64_t readSysvar(const PublicKey &key, void *out, std::size_t size)
{
    if (!call().charge(cost::syscallBase + size))
        return 1;
    const AccountRef sysvar = call().invocation().slot().accounts.load(key);
    if (!sysvar || sysvar->data.size() < size)
        return 1;
    std::memcpy(out, sysvar->data.data(), size);
    return 0;
}

[[nodiscard]] bool chargeMemory(std::uint64_t size)
{
    return call().charge(std::max<std::uint64_t>(cost::memoryMin, size / cost::bytesPerUnit));
}

void setReturnData(ByteSpan data)
{
    if (!call().charge(cost::syscallBase + data.size() / cost::bytesPerUnit))
        return;
    if (data.size() > returnDataMax) {
        call().fail({InstructionErrorKind::ProgramFailedToComplete});
        return;
    }
    call().invocation().returnData = {call().invocation().frame().program, Bytes(data.begin(), data.end())};
}

std::uint64_t getReturnData(std::span<std::uint8_t> out, program::Pubkey *program)
{
    const ReturnData &held = call().invocation().returnData;
    const std::size_t size = std::min(out.size(), held.data.size());
    if (!call().charge(cost::syscallBase + (size + PublicKey::size) / cost::bytesPerUnit))
        return 0;
    if (size > 0) {
        std::memcpy(out.data(), held.data.data(), size);
        putKey(program, held.program);
    }
    return held.data.size();
}

void panic(ByteSpan file, std::uint64_t line, std::uint64_t column)
{
    if (!call().charge(file.size()))
        return;
    call().invocation().log("Program failed to complete: SBF program Panicked in " + std::string(asText(file)) +
                            " at " + std::to_string(line) + ':' + std::to_string(column));
    call().fail({InstructionErrorKind::ProgramFailedToComplete});
}

void leaveIfFailed()
{
    if (call().failed())
        call().leave();
}

} // namespace

} // namespace paradox::ledger

extern "C" void paradox_charge_units(uint64_t units)
{
    static_cast<void>(paradox::ledger::call().charge(units));
    paradox::ledger::leaveIfFailed();
}

namespace paradox::program {

namespace host = paradox::ledger;

extern "C" {

void sol_log_(const char *text, uint64_t size)
{
    host::logText(ByteSpan(reinterpret_cast<const std::uint8_t *>(text), size));
    host::leaveIfFailed();
}

void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
    const std::uint64_t values[5] = {a, b, c, d, e};
    host::logNumbers(values);
    host::leaveIfFailed();
}

void sol_log_pubkey(const Pubkey *key)
{
    host::logKey(key);
    host::leaveIfFailed();
}

void sol_log_compute_units_(void)
{
    host::logUnits();
    host::leaveIfFailed();
}

void sol_log_data(const Slice *slices, uint64_t count)
{
    host::logData(std::span(slices, std::min(count, host::slicesMax)));
    host::leaveIfFailed();
}

uint64_t sol_sha256(const Slice *parts, uint64_t count, uint8_t *hash32)
{
    const std::uint64_t result = host::hash(std::span(parts, std::min(count, host::slicesMax)), hash32);
    host::leaveIfFailed();
    return result;
}

uint64_t sol_create_program_address(const Slice *seeds, uint64_t count, const Pubkey *program, Pubkey *address)
{
    const std::uint64_t result = host::createAddress(host::seedsOf(seeds, count), host::keyOf(program), address);
    host::leaveIfFailed();
    return result;
}

uint64_t sol_try_find_program_address(const Slice *seeds, uint64_t count, const Pubkey *program, Pubkey *address,
                                      uint8_t *bump)
{
    const std::uint64_t result = host::findAddress(host::seedsOf(seeds, count), host::keyOf(program), address, bump);
    host::leaveIfFailed();
    return result;
}

uint64_t sol_get_clock_sysvar(Clock *clock)
{
    const std::uint64_t result = host::readSysvar(paradox::solana::clockSysvar, clock, 40);
    host::leaveIfFailed();
    return result;
}

uint64_t sol_get_rent_sysvar(Rent *rent)
{
    const std::uint64_t result = host::readSysvar(paradox::solana::rentSysvar, rent, 17);
    host::leaveIfFailed();
    return result;
}

uint64_t sol_invoke_signed_c(const CpiInstruction *instruction, const CpiAccount *accounts, uint64_t accountCount,
                             const SignerSeeds *signers, uint64_t signerCount)
{
    host::call().invoke(*instruction, std::span(accounts, accountCount), std::span(signers, signerCount));
    host::leaveIfFailed();
    return 0;
}

void sol_memcpy_(void *to, const void *from, uint64_t size)
{
    if (host::chargeMemory(size) && size > 0)
        std::memcpy(to, from, size);
    host::leaveIfFailed();
}

void sol_memmove_(void *to, const void *from, uint64_t size)
{
    if (host::chargeMemory(size) && size > 0)
        std::memmove(to, from, size);
    host::leaveIfFailed();
}

void sol_memset_(void *to, uint8_t value, uint64_t size)
{
    if (host::chargeMemory(size) && size > 0)
        std::memset(to, value, size);
    host::leaveIfFailed();
}

void sol_memcmp_(const void *a, const void *b, uint64_t size, int32_t *result)
{
    if (host::chargeMemory(size))
        *result = size > 0 ? std::memcmp(a, b, size) : 0;
    host::leaveIfFailed();
}

void sol_set_return_data(const uint8_t *data, uint64_t size)
{
    host::setReturnData(ByteSpan(data, size));
    host::leaveIfFailed();
}

uint64_t sol_get_return_data(uint8_t *data, uint64_t size, Pubkey *program)
{
    const std::uint64_t result = host::getReturnData(std::span(data, size), program);
    host::leaveIfFailed();
    return result;
}

void sol_panic_(const char *file, uint64_t fileSize, uint64_t line, uint64_t column)
{
    host::panic(ByteSpan(reinterpret_cast<const std::uint8_t *>(file), fileSize), line, column);
    host::call().leave();
}

} // extern "C"

} // namespace paradox::program
