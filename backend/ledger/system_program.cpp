#include "domain/base58.h"
#include "domain/sha256.h"
#include "ledger/nonce.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

namespace paradox::ledger {

namespace {

enum class SystemOrder : std::uint32_t {
    CreateAccount = 0,
    Assign = 1,
    Transfer = 2,
    CreateAccountWithSeed = 3,
    Allocate = 8,
    AllocateWithSeed = 9,
    AssignWithSeed = 10,
    TransferWithSeed = 11,
};

// SystemError, as custom codes.
constexpr std::uint32_t accountAlreadyInUse = 0;
constexpr std::uint32_t resultWithNegativeLamports = 1;
constexpr std::uint32_t invalidAccountDataLength = 3;
constexpr std::uint32_t addressWithSeedMismatch = 5;
// PubkeyError, as custom codes too.
constexpr std::uint32_t seedTooLong = 0;
constexpr std::uint32_t ownerIllegal = 2;

/// An address and, when it is derived from a seed, who signs for it.
struct Address {
    PublicKey key;
    std::optional<PublicKey> base;

    [[nodiscard]] const PublicKey &signer() const { return base ? *base : key; }
    [[nodiscard]] std::string text() const
    {
        const std::string from = base ? "Some(" + toBase58(*base) + ')' : "None";
        return "Address { address: " + toBase58(key) + ", base: " + from + " }";
    }
};

class System {
public:
    explicit System(Invocation &invocation)
        : m_invocation(invocation),
          m_frame(invocation.frame()),
          m_reader(m_frame.data)
    {
    }

    Status run();

private:
    Status createAccount();
    Status createAccountWithSeed();
    Status assign();
    Status assignWithSeed();
    Status allocate();
    Status allocateWithSeed();
    Status transfer();
    Status transferWithSeed();

    struct Creation {
        std::uint64_t lamports = 0;
        std::uint64_t space = 0;
        PublicKey owner;
    };
    Status create(const Address &to, const Creation &creation);
    Status allocateAt(std::size_t i, const Address &address, std::uint64_t space);
    Status assignAt(std::size_t i, const Address &address, const PublicKey &owner);
    Status move(std::size_t from, std::size_t to, std::uint64_t lamports);
    Status derivedFrom(const Address &address, ByteSpan seed, const PublicKey &owner,
                       std::string_view subject = "Create: address");

    /// bincode: the length of a string takes eight bytes.
    ByteSpan text() { return m_reader.raw(m_reader.take<std::uint64_t>()); }
    Status fail(std::string line, InstructionError error)
    {
        m_invocation.log(std::move(line));
        return std::unexpected(error);
    }
    Status wellFormed(std::size_t accounts) const
    {
        if (!m_reader.ok())
            return failure(InstructionErrorKind::InvalidInstructionData);
        return m_frame.has(accounts) ? Status{} : failure(InstructionErrorKind::MissingAccount);
    }

    Invocation &m_invocation;
    Frame &m_frame;
    solana::BorshReader m_reader;
};

Status System::run()
{
    const std::uint32_t order = m_reader.take<std::uint32_t>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (order == static_cast<std::uint32_t>(SystemOrder::CreateAccount))
        return createAccount();
    if (order == static_cast<std::uint32_t>(SystemOrder::Assign))
        return assign();
    if (order == static_cast<std::uint32_t>(SystemOrder::Transfer))
        return transfer();
    if (order == static_cast<std::uint32_t>(SystemOrder::CreateAccountWithSeed))
        return createAccountWithSeed();
    if (order == static_cast<std::uint32_t>(SystemOrder::Allocate))
        return allocate();
    if (order == static_cast<std::uint32_t>(SystemOrder::AllocateWithSeed))
        return allocateWithSeed();
    if (order == static_cast<std::uint32_t>(SystemOrder::AssignWithSeed))
        return assignWithSeed();
    if (order == static_cast<std::uint32_t>(SystemOrder::TransferWithSeed))
        return transferWithSeed();
    return runNonceInstruction(m_invocation, order).value_or(failure(InstructionErrorKind::InvalidInstructionData));
}

Status System::createAccount()
{
    Creation creation;
    creation.lamports = m_reader.take<std::uint64_t>();
    creation.space = m_reader.take<std::uint64_t>();
    creation.owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(2); !status)
        return status;
    return create({m_frame.key(1), std::nullopt}, creation);
}

Status System::createAccountWithSeed()
{
    const PublicKey base = m_reader.take<PublicKey>();
    const ByteSpan seed = text();
    Creation creation;
    creation.lamports = m_reader.take<std::uint64_t>();
    creation.space = m_reader.take<std::uint64_t>();
    creation.owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(2); !status)
        return status;
    const Address to{m_frame.key(1), base};
    if (const Status status = derivedFrom(to, seed, creation.owner); !status)
        return status;
    return create(to, creation);
}

Status System::create(const Address &to, const Creation &creation)
{
    if (m_frame.view(1).lamports > 0)
        return fail("Create Account: account " + to.text() + " already in use", customError(accountAlreadyInUse));
    if (const Status status = allocateAt(1, to, creation.space); !status)
        return status;
    if (const Status status = assignAt(1, to, creation.owner); !status)
        return status;
    return move(0, 1, creation.lamports);
}

Status System::allocateAt(std::size_t i, const Address &address, std::uint64_t space)
{
    if (!m_frame.signedBy(address.signer()))
        return fail("Allocate: 'to' account " + address.text() + " must sign",
                    {InstructionErrorKind::MissingRequiredSignature});
    const Account &account = m_frame.view(i);
    if (!account.data.empty() || account.owner != solana::systemProgram)
        return fail("Allocate: account " + address.text() + " already in use", customError(accountAlreadyInUse));
    if (space > accountDataSizeMax)
        return fail("Allocate: requested " + std::to_string(space) + ", max allowed " +
                        std::to_string(accountDataSizeMax),
                    customError(invalidAccountDataLength));
    return m_frame.resize(i, space);
}

Status System::assignAt(std::size_t i, const Address &address, const PublicKey &owner)
{
    if (m_frame.view(i).owner == owner)
        return {};
    if (!m_frame.signedBy(address.signer()))
        return fail("Assign: account " + address.text() + " must sign",
                    {InstructionErrorKind::MissingRequiredSignature});
    return m_frame.setOwner(i, owner);
}

Status System::move(std::size_t from, std::size_t to, std::uint64_t lamports)
{
    if (!m_frame.isSigner(from))
        return fail("Transfer: `from` account " + toBase58(m_frame.key(from)) + " must sign",
                    {InstructionErrorKind::MissingRequiredSignature});
    const Account &account = m_frame.view(from);
    if (!account.data.empty())
        return fail("Transfer: `from` must not carry data", {InstructionErrorKind::InvalidArgument});
    if (lamports > account.lamports)
        return fail("Transfer: insufficient lamports " + std::to_string(account.lamports) + ", need " +
                        std::to_string(lamports),
                    customError(resultWithNegativeLamports));
    return m_frame.transfer(from, to, lamports);
}

Status System::derivedFrom(const Address &address, ByteSpan seed, const PublicKey &owner, std::string_view subject)
{
    if (seed.size() > solana::seedSizeMax)
        return std::unexpected(customError(seedTooLong));
    // A program-derived address must stay out of reach of seeds.
    constexpr std::string_view marker = "ProgramDerivedAddress";
    if (asText(owner.span().last(marker.size())) == marker)
        return std::unexpected(customError(ownerIllegal));
    const Hash derived = sha256({address.base->span(), seed, owner.span()});
    if (derived.bytes == address.key.bytes)
        return {};
    return fail(std::string(subject) + ' ' + toBase58(address.key) + " does not match derived address " +
                    toBase58(derived),
                customError(addressWithSeedMismatch));
}

Status System::assign()
{
    const PublicKey owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(1); !status)
        return status;
    return assignAt(0, {m_frame.key(0), std::nullopt}, owner);
}

Status System::assignWithSeed()
{
    const PublicKey base = m_reader.take<PublicKey>();
    const ByteSpan seed = text();
    const PublicKey owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(1); !status)
        return status;
    const Address address{m_frame.key(0), base};
    if (const Status status = derivedFrom(address, seed, owner); !status)
        return status;
    return assignAt(0, address, owner);
}

Status System::allocate()
{
    const std::uint64_t space = m_reader.take<std::uint64_t>();
    if (const Status status = wellFormed(1); !status)
        return status;
    return allocateAt(0, {m_frame.key(0), std::nullopt}, space);
}

Status System::allocateWithSeed()
{
    const PublicKey base = m_reader.take<PublicKey>();
    const ByteSpan seed = text();
    const std::uint64_t space = m_reader.take<std::uint64_t>();
    const PublicKey owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(1); !status)
        return status;
    const Address address{m_frame.key(0), base};
    if (const Status status = derivedFrom(address, seed, owner); !status)
        return status;
    if (const Status status = allocateAt(0, address, space); !status)
        return status;
    return assignAt(0, address, owner);
}

Status System::transfer()
{
    const std::uint64_t lamports = m_reader.take<std::uint64_t>();
    if (const Status status = wellFormed(2); !status)
        return status;
    return move(0, 1, lamports);
}

Status System::transferWithSeed()
{
    const std::uint64_t lamports = m_reader.take<std::uint64_t>();
    const ByteSpan seed = text();
    const PublicKey owner = m_reader.take<PublicKey>();
    if (const Status status = wellFormed(3); !status)
        return status;
    if (!m_frame.isSigner(1))
        return fail("Transfer: 'from' account " + toBase58(m_frame.key(1)) + " must sign",
                    {InstructionErrorKind::MissingRequiredSignature});
    const Address derived{m_frame.key(0), m_frame.key(1)};
    if (const Status status = derivedFrom(derived, seed, owner, "Transfer: 'from' address"); !status)
        return status;
    const Account &from = m_frame.view(0);
    if (!from.data.empty())
        return fail("Transfer: `from` must not carry data", {InstructionErrorKind::InvalidArgument});
    if (lamports > from.lamports)
        return fail("Transfer: insufficient lamports " + std::to_string(from.lamports) + ", need " +
                        std::to_string(lamports),
                    customError(resultWithNegativeLamports));
    return m_frame.transfer(0, 2, lamports);
}

} // namespace

Status runSystemProgram(Invocation &invocation)
{
    return System(invocation).run();
}

} // namespace paradox::ledger
