#include "ledger/spl/call.h"

#include "domain/assert.h"
#include "ledger/compute_budget.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>
#include <limits>

namespace paradox::ledger::spl {

namespace {

constexpr std::uint64_t unitsOfMultisig = 60;
constexpr std::uint64_t unitsOfMultisig2022 = 500;
constexpr std::uint64_t unitsPerSignerCompared = 18;

void requireSignersOf(Call &call, Multisig multisig, const Accounts &signers)
{
    require(multisig.initialised() <= 1, InstructionErrorKind::InvalidAccountData);
    require(multisig.initialised() == 1, InstructionErrorKind::UninitializedAccount);
    std::array<bool, multisigSignersMax> matched{};
    const std::size_t count = std::min<std::size_t>(multisig.count(), multisigSignersMax);
    std::size_t signedBy = 0;
    call.charge((call.program() == solana::tokenProgram ? unitsOfMultisig : unitsOfMultisig2022) +
                unitsPerSignerCompared * count * signers.count());
    for (std::size_t i = 0; i < signers.count(); ++i) {
        const Slot signer = signers.at(i);
        for (std::size_t j = 0; j < count; ++j) {
            if (matched[j] || multisig.signer(j) != signer.key())
                continue;
            require(signer.isSigner(), InstructionErrorKind::MissingRequiredSignature);
            matched[j] = true;
            ++signedBy;
        }
    }
    require(signedBy >= multisig.required(), InstructionErrorKind::MissingRequiredSignature);
}

} // namespace

void refuse(InstructionErrorKind kind)
{
    throw Refusal{{kind}};
}

void refuse(TokenError error)
{
    throw Refusal{customError(static_cast<std::uint32_t>(error))};
}

void panic(Call &call, std::string_view place)
{
    call.invocation().explain("SBF program Panicked in program/src/" + std::string(place));
    throw Abort{{InstructionErrorKind::ProgramFailedToComplete}};
}

const PublicKey &Slot::key() const
{
    return m_call->m_frame.key(m_first);
}

const PublicKey &Slot::owner() const
{
    return m_call->m_changes[m_first].closed ? solana::systemProgram : m_call->m_frame.view(m_first).owner;
}

std::uint64_t Slot::lamports() const
{
    return m_call->m_changes[m_first].lamports.value_or(m_call->m_frame.view(m_first).lamports);
}

std::size_t Slot::size() const
{
    const std::optional<Bytes> &changed = m_call->m_changes[m_first].data;
    return changed ? changed->size() : m_call->m_frame.view(m_first).data.size();
}

bool Slot::isSigner() const
{
    return m_call->m_frame.isSigner(m_named);
}

EditableBytes Slot::data() const
{
    std::optional<Bytes> &changed = m_call->m_changes[m_first].data;
    if (!changed)
        changed = m_call->m_frame.view(m_first).data;
    return *changed;
}

void Slot::setLamports(std::uint64_t lamports) const
{
    m_call->m_changes[m_first].lamports = lamports;
}

void Slot::resize(std::size_t size) const
{
    (void)data();
    m_call->m_changes[m_first].data->resize(size);
}

void Slot::close() const
{
    Call::Changes &changes = m_call->m_changes[m_first];
    changes.lamports = 0;
    changes.data.emplace();
    changes.closed = true;
}

void Accounts::need(std::size_t count) const
{
    require(this->count() >= count, InstructionErrorKind::NotEnoughAccountKeys);
}

Slot Accounts::at(std::size_t i) const
{
    PARADOX_ASSERT(m_first + i < m_end);
    const std::size_t named = m_first + i;
    return {*m_call, *m_call->m_frame.find(m_call->m_frame.accounts[named].index), named};
}

Slot Accounts::next()
{
    need(1);
    const Slot slot = at(0);
    ++m_first;
    return slot;
}

Accounts Accounts::take(std::size_t count)
{
    need(count);
    const Accounts taken(*m_call, m_first, m_first + count);
    m_first += count;
    return taken;
}

Call::Call(Invocation &invocation)
    : m_invocation(invocation),
      m_frame(invocation.frame()),
      m_changes(m_frame.accounts.size())
{
}

std::uint64_t Call::rentExempt(std::size_t size) const
{
    return rentExemptMinimum(size, m_invocation.slot().fees);
}

std::uint64_t Call::epoch() const
{
    return m_invocation.slot().slot.value / slotsPerEpoch;
}

void Call::charge(std::uint64_t units)
{
    if (!m_invocation.consume(units))
        throw Abort{{InstructionErrorKind::ComputationalBudgetExceeded}};
}

void Call::log(std::string_view text)
{
    charge(std::max<std::uint64_t>(cost::syscallBase, text.size()));
    m_invocation.log("Program log: " + std::string(text));
}

void Call::setReturnData(ByteSpan data)
{
    charge(cost::syscallBase + data.size() / cost::bytesPerUnit);
    m_invocation.returnData = {program(), Bytes(data.begin(), data.end())};
}

void Call::invoke(const Invocation::Call &call)
{
    charge(cost::invoke + call.data.size() / cost::bytesPerUnit);
    if (const Status status = commit(); !status)
        throw Abort{status.error()};
    auto accounts = m_invocation.resolve(call);
    if (!accounts)
        throw Abort{accounts.error()};
    for (const FrameAccount &account : *accounts)
        charge(m_invocation.accounts()[account.index].view().data.size() / cost::bytesPerUnit);
    if (const Status status = m_invocation.run(call, std::move(*accounts)); !status)
        throw Abort{status.error()};
}

Status Call::commit()
{
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        const Changes changes = std::exchange(m_changes[i], {});
        if (changes.lamports) {
            if (const Status status = m_frame.setLamports(i, *changes.lamports); !status)
                return status;
        }
        if (changes.data) {
            if (changes.data->size() > m_frame.view(i).data.size() + dataGrowthMax)
                return failure(InstructionErrorKind::InvalidRealloc);
            if (const Status status = m_frame.setData(i, *changes.data); !status)
                return status;
        }
        if (changes.closed) {
            if (const Status status = m_frame.setOwner(i, solana::systemProgram); !status)
                return status;
        }
    }
    return {};
}

Status runQuiet(Invocation &invocation, Body body)
{
    Call call(invocation);
    try {
        body(call);
    } catch (const Refusal &refusal) {
        return std::unexpected(refusal.error);
    } catch (const Abort &abort) {
        return std::unexpected(abort.error);
    }
    return call.commit();
}

Status runLogged(Invocation &invocation, Body body)
{
    Call call(invocation);
    try {
        try {
            body(call);
        } catch (const Refusal &refusal) {
            const bool custom = refusal.error.kind == InstructionErrorKind::Custom;
            call.log(custom ? std::string(toText(static_cast<TokenError>(refusal.error.custom)))
                            : "Error: " + std::string(toName(refusal.error.kind)));
            return std::unexpected(refusal.error);
        }
    } catch (const Abort &abort) {
        return std::unexpected(abort.error);
    }
    return call.commit();
}

void requireAuthority(Call &call, const PublicKey &expected, const Slot &authority, const Accounts &signers)
{
    require(authority.key() == expected, TokenError::OwnerMismatch);
    // A multisig of the older program serves Token-2022 too.
    const bool ours = authority.owner() == call.program() ||
                      (call.program() == solana::token2022Program && authority.owner() == solana::tokenProgram);
    if (ours && authority.size() == multisigSize)
        requireSignersOf(call, Multisig(authority.data()), signers);
    else
        require(authority.isSigner(), InstructionErrorKind::MissingRequiredSignature);
}

std::uint64_t rentFor(std::size_t size, Step &step, RentFrom rent)
{
    if (rent == RentFrom::Account)
        require(step.accounts.next().key() == solana::rentSysvar, InstructionErrorKind::InvalidArgument);
    else
        step.call.charge(unitsOfRentSyscall);
    return step.call.rentExempt(size);
}

std::uint64_t minus(std::uint64_t from, std::uint64_t amount, TokenError error)
{
    require(from >= amount, error);
    return from - amount;
}

std::uint64_t plus(std::uint64_t to, std::uint64_t amount)
{
    require(to <= std::numeric_limits<std::uint64_t>::max() - amount, TokenError::Overflow);
    return to + amount;
}

void moveLamports(const Slot &from, const Slot &to, std::uint64_t lamports)
{
    from.setLamports(minus(from.lamports(), lamports, TokenError::Overflow));
    to.setLamports(plus(to.lamports(), lamports));
}

bool isNobodys(const TokenAccount &account)
{
    const PublicKey owner = account.owner();
    return owner == solana::systemProgram || owner == solana::incinerator;
}

void fillMultisig(const Step &step, Multisig multisig, std::uint8_t required)
{
    const std::size_t count = step.accounts.count();
    require(count >= 1 && count <= multisigSignersMax, TokenError::InvalidNumberOfProvidedSigners);
    require(required >= 1 && required <= multisigSignersMax, TokenError::InvalidNumberOfRequiredSigners);
    multisig.setRequired(required);
    multisig.setCount(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i)
        multisig.setSigner(i, step.accounts.at(i).key());
    multisig.setInitialised();
}

void withdrawExcess(const Step &step, const Slot &from, const Slot &to)
{
    step.call.charge(unitsOfRentSyscall);
    const std::uint64_t needed = step.call.rentExempt(from.size());
    const std::uint64_t excess = minus(from.lamports(), needed, TokenError::NotRentExempt);
    from.setLamports(needed);
    to.setLamports(to.lamports() + excess);
}

ByteSpan Input::raw(std::size_t size)
{
    if (m_rest.size() < size)
        throw Refusal{m_error};
    const ByteSpan bytes = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return bytes;
}

bool Input::isPresent()
{
    const std::uint8_t mark = byte();
    if (mark > 1)
        throw Refusal{m_error};
    return mark == 1;
}

std::optional<PublicKey> Input::optionalKey()
{
    return isPresent() ? std::optional(key()) : std::nullopt;
}

std::optional<std::uint64_t> Input::optionalNumber()
{
    return isPresent() ? std::optional(number()) : std::nullopt;
}

void Input::end() const
{
    if (!m_rest.empty())
        throw Refusal{m_error};
}

} // namespace paradox::ledger::spl
