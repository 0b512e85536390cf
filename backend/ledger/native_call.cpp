#include "ledger/native_call.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/loader.h"
#include "ledger/precompile.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <cstring>

namespace paradox::ledger {

namespace {

thread_local NativeCall *running = nullptr;

// The loader's aligned layout of an account: marker, flags and padding, key, owner, lamports, size, data, room to grow.
constexpr std::size_t keyPlace = 8;
constexpr std::size_t ownerAt = 40;
constexpr std::size_t lamportsAt = 72;
constexpr std::size_t sizeAt = 80;
constexpr std::size_t dataAt = 88;
constexpr std::uint8_t notDuplicate = 0xff;

constexpr std::size_t aligned(std::size_t size)
{
    return (size + 7) / 8 * 8;
}
constexpr std::size_t accountSize(std::size_t dataSize)
{
    return aligned(dataAt + dataSize + dataGrowthMax) + 8;
}

std::uint64_t load64(const std::uint8_t *from)
{
    std::uint64_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return value;
}

void store64(std::uint8_t *to, std::uint64_t value)
{
    std::memcpy(to, &value, sizeof value);
}

PublicKey keyAtAddress(const void *address)
{
    PublicKey key;
    std::memcpy(key.data(), address, PublicKey::size);
    return key;
}

} // namespace

NativeCall::NativeCall(Invocation &invocation) : m_invocation(invocation), m_frame(invocation.frame())
{
}

NativeCall *NativeCall::current()
{
    return running;
}

bool NativeCall::charge(std::uint64_t units)
{
    if (m_invocation.consume(units))
        return true;
    fail({InstructionErrorKind::ComputationalBudgetExceeded});
    return false;
}

void NativeCall::serialise()
{
    const std::size_t count = m_frame.accounts.size();
    std::size_t size = 8;
    for (std::size_t i = 0; i < count; ++i)
        size += m_frame.find(m_frame.accounts[i].index) == i ? accountSize(m_frame.view(i).data.size()) : 8;
    size += 8 + m_frame.data.size() + PublicKey::size;
    m_input.assign(aligned(size) / 8, 0);
    m_places.resize(count);
    store64(at(0), count);
    std::size_t offset = 8;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t first = *m_frame.find(m_frame.accounts[i].index);
        if (first != i) {
            *at(offset) = static_cast<std::uint8_t>(first);
            m_places[i] = m_places[first];
            offset += 8;
            continue;
        }
        const Account &account = m_frame.view(i);
        std::uint8_t *place = at(offset);
        place[0] = notDuplicate;
        place[1] = m_frame.isSigner(i) ? 1 : 0;
        place[2] = m_frame.isWritable(i) ? 1 : 0;
        place[3] = account.executable ? 1 : 0;
        std::memcpy(place + keyPlace, m_frame.key(i).data(), PublicKey::size);
        std::memcpy(place + ownerAt, account.owner.data(), PublicKey::size);
        store64(place + lamportsAt, account.lamports);
        store64(place + sizeAt, account.data.size());
        if (!account.data.empty())
            std::memcpy(place + dataAt, account.data.data(), account.data.size());
        m_places[i] = {offset, account.data.size()};
        offset += accountSize(account.data.size());
        store64(at(offset - 8), rentEpochNever);
    }
    store64(at(offset), m_frame.data.size());
    if (!m_frame.data.empty())
        std::memcpy(at(offset + 8), m_frame.data.data(), m_frame.data.size());
    std::memcpy(at(offset + 8 + m_frame.data.size()), m_frame.program.data(), PublicKey::size);
}

std::uint64_t NativeCall::enter(NativeEntry entry)
{
    if (setjmp(m_escape) != 0)
        return 1; // the failure is noted
    return entry(at(0));
}

Status NativeCall::run(NativeEntry entry)
{
    const std::uint64_t estimate =
        cost::entry + cost::entryPerAccount * m_frame.accounts.size() + cost::entryPerDataByte * m_frame.data.size();
    if (!m_invocation.consume(estimate)) {
        // A virtual machine would stop at some instruction, not in a syscall: another error, and these words.
        m_invocation.explain("exceeded CUs meter at BPF instruction");
        return failure(InstructionErrorKind::ProgramFailedToComplete);
    }
    serialise();
    m_outer = std::exchange(running, this);
    const std::uint64_t result = enter(entry);
    running = m_outer;
    if (m_failure)
        return std::unexpected(*m_failure);
    if (const std::optional<InstructionError> error = fromProgramResult(result))
        return std::unexpected(*error);
    return takeBack();
}

Status NativeCall::takeBack()
{
    for (std::size_t i = 0; i < m_frame.accounts.size(); ++i) {
        if (m_frame.find(m_frame.accounts[i].index) != i)
            continue;
        if (const Status status = takeBack(i); !status)
            return status;
    }
    return {};
}

Status NativeCall::takeBack(std::size_t i)
{
    const std::uint8_t *place = at(m_places[i].offset);
    if (const Status status = m_frame.setLamports(i, load64(place + lamportsAt)); !status)
        return status;
    const std::uint64_t size = load64(place + sizeAt);
    if (size > m_places[i].originalSize + dataGrowthMax || size > accountDataSizeMax)
        return failure(InstructionErrorKind::InvalidRealloc);
    if (const Status status = m_frame.setData(i, ByteSpan(place + dataAt, size)); !status)
        return status;
    return m_frame.setOwner(i, keyAtAddress(place + ownerAt));
}

Status NativeCall::giveBack(std::size_t i)
{
    const Account &account = m_frame.view(i);
    std::uint8_t *place = at(m_places[i].offset);
    const std::size_t room = m_places[i].originalSize + dataGrowthMax;
    if (account.data.size() > room) {
        m_invocation.log("Account data size realloc limited to 10240 in inner instructions");
        return failure(InstructionErrorKind::InvalidRealloc);
    }
    store64(place + lamportsAt, account.lamports);
    std::memcpy(place + ownerAt, account.owner.data(), PublicKey::size);
    store64(place + sizeAt, account.data.size());
    if (!account.data.empty())
        std::memcpy(place + dataAt, account.data.data(), account.data.size());
    std::memset(place + dataAt + account.data.size(), 0, room - account.data.size());
    return {};
}

/// The pointers a program hands over must be those of its own input: anything else would read or write elsewhere.
bool NativeCall::isOwnAccount(const program::CpiAccount &account) const
{
    return std::ranges::any_of(m_places, [&](const Place &place) {
        const std::uint8_t *start = at(place.offset);
        return static_cast<const void *>(account.key) == start + keyPlace &&
               static_cast<const void *>(account.owner) == start + ownerAt &&
               static_cast<const void *>(account.lamports) == start + lamportsAt && account.data == start + dataAt;
    });
}

void NativeCall::invoke(const program::CpiInstruction &instruction, std::span<const program::CpiAccount> accounts,
                        std::span<const program::SignerSeeds> signers)
{
    if (const Status status = perform(instruction, accounts, signers); !status)
        fail(status.error());
}

Status NativeCall::perform(const program::CpiInstruction &instruction, std::span<const program::CpiAccount> accounts,
                           std::span<const program::SignerSeeds> signers)
{
    constexpr std::size_t accountInfosMax = 128;
    constexpr std::size_t instructionDataMax = 10 * 1024;
    const std::uint64_t preparation = cost::callPreparation + cost::callPerAccount * accounts.size();
    if (!charge(preparation + cost::invoke + instruction.dataSize / cost::bytesPerUnit))
        return std::unexpected(*m_failure);
    if (accounts.size() > accountInfosMax || instruction.metaCount > 255 || signers.size() > solana::seedsMax ||
        instruction.dataSize > instructionDataMax)
        return failure(InstructionErrorKind::ProgramFailedToComplete);
    Invocation::Call call;
    call.program = keyAtAddress(instruction.program);
    call.data.assign(instruction.data, instruction.data + instruction.dataSize);
    for (const program::CpiMeta &meta : std::span(instruction.metas, instruction.metaCount))
        call.accounts.push_back({keyAtAddress(meta.key), meta.isSigner, meta.isWritable});
    for (const program::SignerSeeds &signer : signers) {
        std::vector<ByteSpan> seeds;
        for (const program::Slice &seed : std::span(signer.seeds, std::min<std::uint64_t>(signer.count, 17)))
            seeds.emplace_back(seed.data, seed.size);
        const auto address = solana::createProgramAddress(seeds, m_frame.program);
        if (!address)
            return failure(InstructionErrorKind::ProgramFailedToComplete);
        call.signers.push_back(*address);
    }
    if (isPrecompile(call.program) || (isLoader(call.program) && call.program != solana::upgradeableLoader)) {
        m_invocation.explain("Program " + toBase58(call.program) + " not supported by inner instructions");
        return failure(InstructionErrorKind::ProgramFailedToComplete);
    }
    auto resolved = m_invocation.resolve(call);
    if (!resolved)
        return std::unexpected(resolved.error());
    if (!std::ranges::all_of(accounts, [&](const auto &account) { return isOwnAccount(account); }))
        return failure(InstructionErrorKind::ProgramFailedToComplete);
    std::vector<std::size_t> shared; // places in this frame of what the callee gets
    for (const FrameAccount &account : *resolved) {
        const std::size_t i = *m_frame.find(account.index);
        const bool passed =
            std::ranges::any_of(accounts, [&](const auto &info) { return keyAtAddress(info.key) == m_frame.key(i); });
        if (!passed) {
            m_invocation.log("Instruction references an unknown account " + toBase58(m_frame.key(i)));
            return failure(InstructionErrorKind::MissingAccount);
        }
        if (std::ranges::find(shared, i) == shared.end())
            shared.push_back(i);
    }
    for (const std::size_t i : shared) {
        if (!charge(m_frame.view(i).data.size() / cost::bytesPerUnit))
            return std::unexpected(*m_failure);
        if (const Status status = takeBack(i); !status)
            return status;
    }
    if (const Status status = m_invocation.run(call, std::move(*resolved)); !status)
        return status;
    for (const std::size_t i : shared) {
        if (const Status status = giveBack(i); !status)
            return status;
    }
    return {};
}

Status runNativeProgram(Invocation &invocation, NativeEntry entry)
{
    return NativeCall(invocation).run(entry);
}

} // namespace paradox::ledger
