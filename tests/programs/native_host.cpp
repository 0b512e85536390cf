#include "native_host.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/sha256.h"
#include "programs/native/natives.h"
#include "programs/sdk/syscalls.h"
#include "solana/pda.h"

#include <algorithm>
#include <cstring>

namespace paradox::test {

namespace {

constexpr std::size_t growth = 10240;

/// The call that runs on this thread.
struct Running {
    NativeHost &host;
    const solana::Instruction &instruction;
    HostResult &result;
};
thread_local Running *current = nullptr;

PublicKey keyOf(const program::Pubkey *key)
{
    PublicKey result;
    std::memcpy(result.data(), key->bytes, 32);
    return result;
}

void violate(const std::string &what)
{
    if (current->result.violation.empty())
        current->result.violation = what;
}

std::vector<ByteSpan> seedsOf(const program::Slice *seeds, std::uint64_t count)
{
    std::vector<ByteSpan> list;
    for (std::uint64_t i = 0; i < count; ++i)
        list.emplace_back(seeds[i].data, seeds[i].size);
    return list;
}

struct Serialised {
    std::vector<std::uint64_t> words;
    std::vector<std::size_t> offsets; ///< of each account; the first mention's for repeated ones
};

Serialised serialise(NativeHost &host, const solana::Instruction &instruction)
{
    Bytes bytes;
    const auto put = [&](std::uint64_t value) {
        for (int i = 0; i < 8; ++i)
            bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    Serialised out;
    put(instruction.accounts.size());
    for (std::size_t i = 0; i < instruction.accounts.size(); ++i) {
        const solana::AccountMeta &meta = instruction.accounts[i];
        std::size_t first = 0;
        while (instruction.accounts[first].key != meta.key)
            ++first;
        if (first != i) {
            put(first);
            out.offsets.push_back(out.offsets[first]);
            continue;
        }
        // A transaction gives one account one role: the widest of its mentions.
        bool isSigner = false;
        bool isWritable = false;
        for (const solana::AccountMeta &other : instruction.accounts) {
            isSigner = isSigner || (other.key == meta.key && other.isSigner);
            isWritable = isWritable || (other.key == meta.key && other.isWritable);
        }
        const HostAccount &account = host.accounts[meta.key];
        out.offsets.push_back(bytes.size());
        const std::uint8_t head[8] = {0xff, isSigner, isWritable, 0, 0, 0, 0, 0};
        bytes.insert(bytes.end(), head, head + 8);
        bytes.insert(bytes.end(), meta.key.bytes.begin(), meta.key.bytes.end());
        bytes.insert(bytes.end(), account.owner.bytes.begin(), account.owner.bytes.end());
        put(account.lamports);
        put(account.data.size());
        bytes.insert(bytes.end(), account.data.begin(), account.data.end());
        bytes.resize((bytes.size() + growth + 7) / 8 * 8);
        put(~std::uint64_t{0});
    }
    put(instruction.data.size());
    bytes.insert(bytes.end(), instruction.data.begin(), instruction.data.end());
    bytes.insert(bytes.end(), host.program.bytes.begin(), host.program.bytes.end());
    out.words.resize(bytes.size() / 8 + 1);
    std::memcpy(out.words.data(), bytes.data(), bytes.size());
    return out;
}

/// What the account has become, held against the runtime's rules.
HostAccount readBack(const NativeHost &host, const HostAccount &before, const std::uint8_t *at)
{
    HostAccount after;
    std::uint64_t size = 0;
    std::memcpy(after.owner.data(), at + 40, 32);
    std::memcpy(&after.lamports, at + 72, 8);
    std::memcpy(&size, at + 80, 8);
    if (size > before.data.size() + growth) {
        violate("account grew too much");
        return after;
    }
    after.data.assign(at + 88, at + 88 + size);
    if (after == before)
        return after;
    const bool wasOurs = before.owner == host.program;
    const bool becameOurs = before.owner.isZero() && after.owner == host.program;
    if (at[2] == 0)
        violate("read-only account changed");
    if (after.data != before.data && !wasOurs && !becameOurs)
        violate("data changed by another than the owner");
    if (after.owner != before.owner && !becameOurs && !(wasOurs && after.data.empty()))
        violate("owner changed");
    if (after.lamports != 0 && after.lamports < host.rent(after.data.size()) && after.lamports < before.lamports)
        violate("account fell below its rent");
    if (!after.data.empty() && after.lamports < host.rent(after.data.size()))
        violate("account with data below its rent");
    return after;
}

} // namespace

std::uint64_t NativeHost::totalLamports() const
{
    std::uint64_t sum = 0;
    for (const auto &[key, account] : accounts)
        sum += account.lamports;
    return sum;
}

HostResult NativeHost::run(const solana::Instruction &instruction)
{
    HostResult result;
    Running running{*this, instruction, result};
    current = &running;
    const std::string name = base58Encode(program.span());
    result.logs.push_back("Program " + name + " invoke [1]");
    Serialised input = serialise(*this, instruction);
    auto *bytes = reinterpret_cast<std::uint8_t *>(input.words.data());
    result.code = paradox_vault_entrypoint(bytes);
    if (result.code == 0) {
        std::map<PublicKey, HostAccount> next = accounts;
        for (std::size_t i = 0; i < instruction.accounts.size(); ++i) {
            const PublicKey &key = instruction.accounts[i].key;
            next[key] = readBack(*this, accounts[key], bytes + input.offsets[i]);
        }
        const std::uint64_t before = totalLamports();
        std::swap(accounts, next);
        if (totalLamports() != before)
            violate("lamports were made or lost");
        if (!result.violation.empty())
            std::swap(accounts, next);
    }
    result.logs.push_back("Program " + name + (result.ok() ? " success" : " failed"));
    current = nullptr;
    return result;
}

namespace {

struct Callee {
    const program::CpiInstruction &instruction;
    std::vector<PublicKey> signers; ///< program-derived

    [[nodiscard]] bool signs(const program::CpiAccount &account) const
    {
        const PublicKey key = keyOf(account.key);
        return account.isSigner || std::find(signers.begin(), signers.end(), key) != signers.end();
    }
};

std::uint64_t number(const std::uint8_t *from, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::uint64_t{from[i]} << (8 * i);
    return value;
}

/// Transfer (2), allocate (8) and assign (1) of the system program.
std::uint64_t system(const Callee &callee, std::vector<const program::CpiAccount *> accounts)
{
    const std::uint8_t *data = callee.instruction.data;
    const program::CpiAccount &first = *accounts[0];
    if (!callee.signs(first)) {
        violate("missing signature in a cross-program call");
        return 8ULL << 32;
    }
    if (!keyOf(first.owner).isZero())
        return 7ULL << 32;
    switch (number(data, 4)) {
    case 2: {
        const std::uint64_t lamports = number(data + 4, 8);
        if (first.dataSize != 0 || *first.lamports < lamports)
            return 1;
        *first.lamports -= lamports;
        *accounts[1]->lamports += lamports;
        return 0;
    }
    case 8: {
        if (first.dataSize != 0)
            return 0;
        const std::uint64_t space = number(data + 4, 8);
        std::memcpy(first.data - 8, &space, 8);
        std::memset(first.data, 0, space);
        return 0;
    }
    case 1:
        std::memcpy(const_cast<std::uint8_t *>(first.owner->bytes), data + 4, 32);
        return 0;
    default:
        return 3ULL << 32;
    }
}

} // namespace

} // namespace paradox::test

namespace paradox::program {

using namespace paradox::test;

extern "C" {

void sol_log_(const char *text, uint64_t size)
{
    current->result.logs.push_back("Program log: " + std::string(text, size));
}

void sol_log_data(const Slice *slices, uint64_t count)
{
    std::string line = "Program data:";
    for (uint64_t i = 0; i < count; ++i)
        line += " " + base64Encode(ByteSpan(slices[i].data, slices[i].size));
    current->result.logs.push_back(line);
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
    const auto found = solana::findProgramAddress(seedsOf(seeds, count), keyOf(program));
    if (!found)
        return 1;
    std::memcpy(address->bytes, found->key.data(), 32);
    *bump = found->bump;
    return 0;
}

uint64_t sol_get_clock_sysvar(Clock *clock)
{
    *clock = {};
    clock->unixTime = current->host.now;
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
    Callee callee{*instruction, {}};
    for (uint64_t i = 0; i < signerCount; ++i) {
        const auto key =
            solana::createProgramAddress(seedsOf(signers[i].seeds, signers[i].count), current->host.program);
        if (key)
            callee.signers.push_back(*key);
    }
    if (!keyOf(instruction->program).isZero())
        return 3ULL << 32;
    bool isSystemThere = false;
    for (const solana::AccountMeta &meta : current->instruction.accounts)
        isSystemThere = isSystemThere || meta.key.isZero();
    if (!isSystemThere)
        violate("the called program is not among the accounts");
    std::vector<const CpiAccount *> named;
    for (uint64_t i = 0; i < instruction->metaCount; ++i) {
        for (uint64_t k = 0; k < accountCount; ++k) {
            if (keyOf(accounts[k].key) == keyOf(instruction->metas[i].key)) {
                if (instruction->metas[i].isWritable && !accounts[k].isWritable)
                    violate("writable privilege escalated");
                named.push_back(&accounts[k]);
                break;
            }
        }
    }
    if (named.size() != instruction->metaCount)
        return 11ULL << 32;
    return paradox::test::system(callee, named);
}

void sol_memcpy_(void *to, const void *from, uint64_t size)
{
    std::memcpy(to, from, size);
}
void sol_memset_(void *to, uint8_t value, uint64_t size)
{
    std::memset(to, value, size);
}

} // extern "C"

} // namespace paradox::program
