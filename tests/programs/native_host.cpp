#include "native_host.h"

#include "domain/base58.h"
#include "native_frame.h"
#include "programs/native/natives.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace paradox::test {

namespace {

constexpr std::size_t growth = 10240;

// The loader's aligned layout of an account.
constexpr std::size_t ownerAt = 40;
constexpr std::size_t lamportsAt = 72;
constexpr std::size_t sizeAt = 80;
constexpr std::size_t dataAt = 88;

std::uint64_t sumOf(const Accounts &accounts)
{
    std::uint64_t sum = 0;
    for (const auto &[key, account] : accounts)
        sum += account.lamports;
    return sum;
}

} // namespace

Frame *&Frame::current()
{
    thread_local Frame *running = nullptr;
    return running;
}

bool Frame::grants(const solana::AccountMeta &wanted) const
{
    // A transaction gives one account one role: the widest of its mentions.
    return std::ranges::any_of(instruction.accounts,
                               [&](const solana::AccountMeta &meta) {
                                   return meta.key == wanted.key && meta.isSigner >= wanted.isSigner;
                               }) &&
           std::ranges::any_of(instruction.accounts, [&](const solana::AccountMeta &meta) {
               return meta.key == wanted.key && meta.isWritable >= wanted.isWritable;
           });
}

void Frame::violate(const std::string &what)
{
    if (result.violation.empty())
        result.violation = what;
}

void Frame::serialise()
{
    Bytes bytes;
    const auto put = [&](std::uint64_t value) {
        for (int i = 0; i < 8; ++i)
            bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    put(instruction.accounts.size());
    for (std::size_t i = 0; i < instruction.accounts.size(); ++i) {
        const PublicKey &key = instruction.accounts[i].key;
        std::size_t first = 0;
        while (instruction.accounts[first].key != key)
            ++first;
        if (first != i) {
            put(first);
            m_places.push_back(m_places[first]);
            continue;
        }
        const HostAccount &account = accounts[key];
        m_before[key] = account;
        m_places.push_back(bytes.size());
        const std::uint8_t head[8] = {0xff, grants({key, true, false}), grants({key, false, true})};
        bytes.insert(bytes.end(), head, head + 8);
        bytes.insert(bytes.end(), key.bytes.begin(), key.bytes.end());
        bytes.insert(bytes.end(), account.owner.bytes.begin(), account.owner.bytes.end());
        put(account.lamports);
        put(account.data.size());
        bytes.insert(bytes.end(), account.data.begin(), account.data.end());
        bytes.resize((bytes.size() + growth + 7) / 8 * 8);
        put(~std::uint64_t{0});
    }
    put(instruction.data.size());
    bytes.insert(bytes.end(), instruction.data.begin(), instruction.data.end());
    bytes.insert(bytes.end(), instruction.program.bytes.begin(), instruction.program.bytes.end());
    m_input.resize(bytes.size() / 8 + 1);
    std::memcpy(m_input.data(), bytes.data(), bytes.size());
}

void Frame::take(const PublicKey &key, const std::uint8_t *at)
{
    HostAccount &before = accounts[key];
    HostAccount after;
    std::uint64_t size = 0;
    std::memcpy(after.owner.data(), at + ownerAt, PublicKey::size);
    std::memcpy(&after.lamports, at + lamportsAt, sizeof after.lamports);
    std::memcpy(&size, at + sizeAt, sizeof size);
    if (size > m_before[key].data.size() + growth)
        return violate("account grew too much");
    after.data.assign(at + dataAt, at + dataAt + size);
    if (after == before)
        return;
    const bool isOurs = before.owner == instruction.program;
    const std::uint64_t rent = host.rent(after.data.size());
    if (!grants({key, false, true}))
        violate("read-only account changed");
    if (after.data != before.data && !isOurs)
        violate("data changed by another than the owner");
    if (after.lamports < before.lamports && !isOurs)
        violate("lamports taken by another than the owner");
    if (after.owner != before.owner && !(isOurs && after.data.empty()))
        violate("owner changed");
    if (after.lamports != 0 && after.lamports < rent && after.lamports < before.lamports)
        violate("account fell below its rent");
    if (!after.data.empty() && after.lamports < rent)
        violate("account with data below its rent");
    before = std::move(after);
}

void Frame::takeChanges()
{
    const std::uint64_t before = sumOf(accounts);
    const auto *input = reinterpret_cast<const std::uint8_t *>(m_input.data());
    for (std::size_t i = 0; i < m_places.size(); ++i)
        take(instruction.accounts[i].key, input + m_places[i]);
    if (sumOf(accounts) != before)
        violate("lamports were made or lost");
}

void Frame::showChanges()
{
    auto *input = reinterpret_cast<std::uint8_t *>(m_input.data());
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const HostAccount &account = accounts[instruction.accounts[i].key];
        std::uint8_t *at = input + m_places[i];
        const std::uint64_t size = account.data.size();
        std::memcpy(at + ownerAt, account.owner.data(), PublicKey::size);
        std::memcpy(at + lamportsAt, &account.lamports, sizeof account.lamports);
        std::memcpy(at + sizeAt, &size, sizeof size);
        std::ranges::copy(account.data, at + dataAt);
    }
}

std::uint64_t Frame::run()
{
    const std::string name = base58Encode(instruction.program.span());
    Frame *const caller = std::exchange(current(), this);
    result.logs.push_back("Program " + name + " invoke [" + std::to_string(depth) + "]");
    result.returned.clear();
    serialise();
    const std::uint64_t code = host.programs.at(instruction.program)(reinterpret_cast<std::uint8_t *>(m_input.data()));
    if (code == 0)
        takeChanges();
    result.logs.push_back("Program " + name + (code == 0 && result.violation.empty() ? " success" : " failed"));
    current() = caller;
    return code;
}

NativeHost::NativeHost()
{
    for (const programs::NativeProgram &native : programs::natives)
        programs[*fromBase58<PublicKey>(native.defaultId)] = native.entry;
}

std::uint64_t NativeHost::totalLamports() const
{
    return sumOf(accounts);
}

HostResult NativeHost::run(const solana::Instruction &instruction)
{
    HostResult result;
    Accounts next = accounts;
    result.code = Frame({*this, instruction, next, result, 1}).run();
    if (result.ok())
        accounts = std::move(next);
    return result;
}

} // namespace paradox::test
