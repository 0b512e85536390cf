#include "ledger/invocation.h"

#include <algorithm>

namespace paradox::ledger {

Frame::Frame(std::vector<RunAccount> &all, const PublicKey &runs, std::vector<FrameAccount> named, ByteSpan input)
    : program(runs),
      accounts(std::move(named)),
      data(input),
      m_all(all)
{
}

bool Frame::signedBy(const PublicKey &key) const
{
    return std::ranges::any_of(
        accounts, [&](const FrameAccount &account) { return account.isSigner && m_all[account.index].key == key; });
}

std::optional<std::size_t> Frame::find(std::size_t transactionIndex) const
{
    const auto at = std::ranges::find(accounts, transactionIndex, &FrameAccount::index);
    if (at == accounts.end())
        return std::nullopt;
    return static_cast<std::size_t>(at - accounts.begin());
}

Status Frame::setLamports(std::size_t i, std::uint64_t lamports)
{
    const Account &account = view(i);
    if (account.lamports == lamports)
        return {};
    if (account.owner != program && lamports < account.lamports)
        return failure(InstructionErrorKind::ExternalAccountLamportSpend);
    if (!isWritable(i))
        return failure(InstructionErrorKind::ReadonlyLamportChange);
    m_all[accounts[i].index].edit().lamports = lamports;
    return {};
}

Status Frame::setOwner(std::size_t i, const PublicKey &owner)
{
    const Account &account = view(i);
    if (account.owner == owner)
        return {};
    const bool zeroed = std::ranges::all_of(account.data, [](std::uint8_t byte) { return byte == 0; });
    if (account.owner != program || !isWritable(i) || account.executable || !zeroed)
        return failure(InstructionErrorKind::ModifiedProgramId);
    m_all[accounts[i].index].edit().owner = owner;
    return {};
}

Status Frame::mayWrite(std::size_t i) const
{
    const Account &account = view(i);
    if (account.executable)
        return failure(InstructionErrorKind::ExecutableDataModified);
    if (!isWritable(i))
        return failure(InstructionErrorKind::ReadonlyDataModified);
    if (account.owner != program)
        return failure(InstructionErrorKind::ExternalAccountDataModified);
    return {};
}

Status Frame::setData(std::size_t i, ByteSpan bytes)
{
    const Account &account = view(i);
    if (bytes.size() == account.data.size() && std::ranges::equal(bytes, account.data))
        return {};
    if (bytes.size() != account.data.size()) {
        if (account.owner != program)
            return failure(InstructionErrorKind::AccountDataSizeChanged);
        if (bytes.size() > accountDataSizeMax)
            return failure(InstructionErrorKind::InvalidRealloc);
    }
    if (const Status allowed = mayWrite(i); !allowed)
        return allowed;
    m_all[accounts[i].index].edit().data.assign(bytes.begin(), bytes.end());
    return {};
}

Status Frame::resize(std::size_t i, std::size_t size)
{
    const Account &account = view(i);
    if (account.data.size() == size)
        return {};
    if (account.owner != program)
        return failure(InstructionErrorKind::AccountDataSizeChanged);
    if (size > accountDataSizeMax)
        return failure(InstructionErrorKind::InvalidRealloc);
    if (const Status allowed = mayWrite(i); !allowed)
        return allowed;
    m_all[accounts[i].index].edit().data.resize(size);
    return {};
}

Status Frame::transfer(std::size_t from, std::size_t to, std::uint64_t lamports)
{
    if (view(from).lamports < lamports)
        return failure(InstructionErrorKind::InsufficientFunds);
    if (const Status debited = setLamports(from, view(from).lamports - lamports); !debited)
        return debited;
    // Read again: both may be the same account.
    if (view(to).lamports > std::numeric_limits<std::uint64_t>::max() - lamports)
        return failure(InstructionErrorKind::ArithmeticOverflow);
    return setLamports(to, view(to).lamports + lamports);
}

Frame::Sum Frame::lamportsSum() const
{
    Sum sum;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        if (find(accounts[i].index) != i)
            continue;
        const std::uint64_t low = sum.low + view(i).lamports;
        sum.high += low < sum.low ? 1 : 0;
        sum.low = low;
    }
    return sum;
}

} // namespace paradox::ledger
