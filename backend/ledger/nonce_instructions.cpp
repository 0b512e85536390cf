#include "domain/base58.h"
#include "ledger/nonce.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

enum class NonceOrder : std::uint32_t { Advance = 4, Withdraw = 5, Initialize = 6, Authorize = 7, Upgrade = 12 };

// SystemError, as custom codes.
constexpr std::uint32_t nonceBlockhashNotExpired = 7;

/// One nonce instruction. Its first account is the nonce account; words and errors are those of the cluster's program.
class NonceInstruction {
public:
    explicit NonceInstruction(Invocation &invocation)
        : m_invocation(invocation),
          m_frame(invocation.frame()),
          m_reader(m_frame.data)
    {
        (void)m_reader.take<std::uint32_t>(); // the order
    }

    Status advance();
    Status withdraw();
    Status initialize();
    Status authorize();
    Status upgrade();

private:
    Status fail(std::string line, InstructionError error)
    {
        m_invocation.log(m_name + std::move(line));
        return std::unexpected(error);
    }
    std::string account() const { return "Account " + toBase58(m_frame.key(0)); }
    /// The instruction names this sysvar at this place.
    Status expect(std::size_t i, const PublicKey &sysvar) const
    {
        if (!m_frame.has(i + 1))
            return failure(InstructionErrorKind::MissingAccount);
        return m_frame.key(i) == sysvar ? Status{} : failure(InstructionErrorKind::InvalidArgument);
    }
    Status start(std::string name);
    std::expected<NonceState, InstructionError> load();
    Status store(const NonceState &nonce);
    Hash next() const { return durableNonceOf(m_invocation.slot().blockhash); }
    std::uint64_t minimum() const { return rentExemptMinimum(m_frame.view(0).data.size(), m_invocation.slot().fees); }
    std::string shortOf(std::uint64_t needed) const
    {
        return "insufficient lamports " + std::to_string(m_frame.view(0).lamports) + ", need " + std::to_string(needed);
    }

    Invocation &m_invocation;
    Frame &m_frame;
    solana::BorshReader m_reader;
    std::string m_name; ///< of the instruction, as log lines begin with it
};

Status NonceInstruction::start(std::string name)
{
    m_name = std::move(name) + " nonce account: ";
    if (!m_frame.isWritable(0))
        return fail(account() + " must be writeable", {InstructionErrorKind::InvalidArgument});
    return {};
}

std::expected<NonceState, InstructionError> NonceInstruction::load()
{
    std::optional<NonceState> nonce = NonceState::decode(m_frame.view(0).data);
    if (!nonce)
        return failure(InstructionErrorKind::InvalidAccountData);
    return *nonce;
}

/// What lies behind a shorter state stays.
Status NonceInstruction::store(const NonceState &nonce)
{
    const Bytes head = nonce.encode();
    Bytes data = m_frame.view(0).data;
    if (data.size() < head.size())
        return failure(InstructionErrorKind::AccountDataTooSmall);
    std::ranges::copy(head, data.begin());
    return m_frame.setData(0, data);
}

Status NonceInstruction::advance()
{
    if (!m_frame.has(1))
        return failure(InstructionErrorKind::MissingAccount);
    if (const Status named = expect(1, solana::recentBlockhashesSysvar); !named)
        return named;
    if (const Status ready = start("Advance"); !ready)
        return ready;
    auto nonce = load();
    if (!nonce)
        return std::unexpected(nonce.error());
    if (!nonce->data)
        return fail(account() + " state is invalid", {InstructionErrorKind::InvalidAccountData});
    if (!m_frame.signedBy(nonce->data->authority))
        return fail("Account " + toBase58(nonce->data->authority) + " must be a signer",
                    {InstructionErrorKind::MissingRequiredSignature});
    if (nonce->data->nonce == next())
        return fail("nonce can only advance once per slot", customError(nonceBlockhashNotExpired));
    nonce->version = NonceState::Version::Current;
    nonce->data->nonce = next();
    nonce->data->lamportsPerSignature = m_invocation.slot().fees.lamportsPerSignature;
    return store(*nonce);
}

Status NonceInstruction::withdraw()
{
    const std::uint64_t lamports = m_reader.take<std::uint64_t>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (!m_frame.has(2))
        return failure(InstructionErrorKind::MissingAccount);
    for (const auto &[place, sysvar] :
         {std::pair(std::size_t{2}, solana::recentBlockhashesSysvar), std::pair(std::size_t{3}, solana::rentSysvar)}) {
        if (const Status named = expect(place, sysvar); !named)
            return named;
    }
    if (const Status ready = start("Withdraw"); !ready)
        return ready;
    auto nonce = load();
    if (!nonce)
        return std::unexpected(nonce.error());
    const std::uint64_t held = m_frame.view(0).lamports;
    const PublicKey signer = nonce->data ? nonce->data->authority : m_frame.key(0);
    if (!nonce->data && lamports > held)
        return fail(shortOf(lamports), {InstructionErrorKind::InsufficientFunds});
    if (nonce->data && lamports == held) {
        if (nonce->data->nonce == next())
            return fail("nonce can only advance once per slot", customError(nonceBlockhashNotExpired));
        if (const Status stored = store({NonceState::Version::Current, std::nullopt}); !stored)
            return stored;
    } else if (nonce->data) {
        if (lamports > ~std::uint64_t{0} - minimum())
            return failure(InstructionErrorKind::InsufficientFunds);
        if (lamports + minimum() > held)
            return fail(shortOf(lamports + minimum()), {InstructionErrorKind::InsufficientFunds});
    }
    if (!m_frame.signedBy(signer))
        return fail("Account " + toBase58(signer) + " must sign", {InstructionErrorKind::MissingRequiredSignature});
    return m_frame.transfer(0, 1, lamports);
}

Status NonceInstruction::initialize()
{
    const PublicKey authority = m_reader.take<PublicKey>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (!m_frame.has(1))
        return failure(InstructionErrorKind::MissingAccount);
    for (const auto &[place, sysvar] :
         {std::pair(std::size_t{1}, solana::recentBlockhashesSysvar), std::pair(std::size_t{2}, solana::rentSysvar)}) {
        if (const Status named = expect(place, sysvar); !named)
            return named;
    }
    if (const Status ready = start("Initialize"); !ready)
        return ready;
    const auto nonce = load();
    if (!nonce)
        return std::unexpected(nonce.error());
    if (nonce->data)
        return fail(account() + " state is invalid", {InstructionErrorKind::InvalidAccountData});
    if (m_frame.view(0).lamports < minimum())
        return fail(shortOf(minimum()), {InstructionErrorKind::InsufficientFunds});
    return store({NonceState::Version::Current,
                  NonceState::Data{authority, next(), m_invocation.slot().fees.lamportsPerSignature}});
}

Status NonceInstruction::authorize()
{
    const PublicKey authority = m_reader.take<PublicKey>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (!m_frame.has(1))
        return failure(InstructionErrorKind::MissingAccount);
    if (const Status ready = start("Authorize"); !ready)
        return ready;
    auto nonce = load();
    if (!nonce)
        return std::unexpected(nonce.error());
    if (!nonce->data)
        return fail(account() + " state is invalid", {InstructionErrorKind::InvalidAccountData});
    if (!m_frame.signedBy(nonce->data->authority))
        return fail("Account " + toBase58(nonce->data->authority) + " must sign",
                    {InstructionErrorKind::MissingRequiredSignature});
    nonce->data->authority = authority;
    return store(*nonce);
}

/// Only an initialised account of the old version has anything to upgrade: its blockhash becomes a nonce.
Status NonceInstruction::upgrade()
{
    if (!m_frame.has(1))
        return failure(InstructionErrorKind::MissingAccount);
    if (m_frame.view(0).owner != solana::systemProgram)
        return failure(InstructionErrorKind::InvalidAccountOwner);
    if (!m_frame.isWritable(0))
        return failure(InstructionErrorKind::InvalidArgument);
    auto nonce = load();
    if (!nonce)
        return std::unexpected(nonce.error());
    if (nonce->version != NonceState::Version::Legacy || !nonce->data)
        return failure(InstructionErrorKind::InvalidArgument);
    nonce->version = NonceState::Version::Current;
    nonce->data->nonce = durableNonceOf(nonce->data->nonce);
    return store(*nonce);
}

} // namespace

std::optional<Status> runNonceInstruction(Invocation &invocation, std::uint32_t order)
{
    NonceInstruction instruction(invocation);
    if (order == static_cast<std::uint32_t>(NonceOrder::Advance))
        return instruction.advance();
    if (order == static_cast<std::uint32_t>(NonceOrder::Withdraw))
        return instruction.withdraw();
    if (order == static_cast<std::uint32_t>(NonceOrder::Initialize))
        return instruction.initialize();
    if (order == static_cast<std::uint32_t>(NonceOrder::Authorize))
        return instruction.authorize();
    if (order == static_cast<std::uint32_t>(NonceOrder::Upgrade))
        return instruction.upgrade();
    return std::nullopt;
}

} // namespace paradox::ledger
