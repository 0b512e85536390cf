#include "ledger/spl/call.h"
#include "ledger/spl/program.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>

namespace paradox::ledger::spl::associated {

namespace {

constexpr std::uint32_t invalidOwner = 0; // the program's only code of its own
// Between its calls, measured like the token programs' (units.h).
constexpr std::uint64_t unitsOfEntry = 1'950;
constexpr std::uint64_t unitsOfExisting = 1'300;
constexpr std::uint64_t unitsOfCreate = 4'800;
constexpr std::uint64_t unitsOfPrefunded = 600;
constexpr std::uint64_t unitsOfRecovery = 9'000;

[[noreturn]] void stop(Call &call, std::string_view line, InstructionErrorKind kind)
{
    call.log(line);
    throw Refusal{{kind}};
}

/// The account in which a wallet holds a mint's tokens.
struct Association {
    std::array<PublicKey, 3> seeds; ///< wallet, token program, mint
    std::uint8_t bump = 0;
    PublicKey key;
};

Association associate(Call &call, const PublicKey &wallet, const PublicKey &tokenProgram, const PublicKey &mint)
{
    Association association;
    association.seeds = {wallet, tokenProgram, mint};
    const std::array<ByteSpan, 3> seeds{association.seeds[0].span(), association.seeds[1].span(),
                                        association.seeds[2].span()};
    const auto address = solana::findProgramAddress(seeds, call.program());
    require(address.has_value(), InstructionErrorKind::InvalidSeeds);
    call.charge(cost::programAddress * (256U - address->bump));
    association.key = address->key;
    association.bump = address->bump;
    return association;
}

enum class Mode : std::uint8_t { Always, Idempotent };

struct Creation {
    Slot payer;
    Slot account;
    Slot wallet;
    Slot mint;
    Slot tokenProgram;
};

/// Whether the account is there already, as it should be.
bool exists(Call &call, const Creation &creation)
{
    if (creation.account.owner() != creation.tokenProgram.key())
        return false;
    const Read<Extended> there = unpack(creation.account.data(), AccountKind::Account);
    if (!there)
        return false;
    const TokenAccount account(there->base);
    if (account.owner() != creation.wallet.key()) {
        call.log("Associated token account owner does not match address derivation");
        throw Refusal{customError(invalidOwner)};
    }
    require(account.mint() == creation.mint.key(), InstructionErrorKind::InvalidAccountData);
    return true;
}

/// The token program says how large an account of this mint is.
std::uint64_t askSize(Call &call, const Creation &creation)
{
    const Bytes data{21, static_cast<std::uint8_t>(Extension::ImmutableOwner), 0};
    call.invoke({creation.tokenProgram.key(), {{creation.mint.key(), false, false}}, data, {}});
    const ReturnData &answer = call.invocation().returnData;
    require(answer.program == creation.tokenProgram.key(), InstructionErrorKind::IncorrectProgramId);
    require(answer.data.size() == 8, InstructionErrorKind::InvalidInstructionData);
    return loadAt<std::uint64_t>(answer.data, 0);
}

void allocate(Call &call, const Creation &creation, std::uint64_t space)
{
    const PublicKey &key = creation.account.key();
    const PublicKey &owner = creation.tokenProgram.key();
    const std::uint64_t needed = call.rentExempt(space);
    const std::uint64_t held = creation.account.lamports();
    if (held == 0) {
        solana::Instruction create = solana::systemCreateAccount({creation.payer.key(), key, {needed}, space, owner});
        call.invoke({create.program, std::move(create.accounts), std::move(create.data), {key}});
        return;
    }
    // Somebody sent lamports ahead: a plain creation would fail.
    call.charge(unitsOfPrefunded);
    if (needed > held) {
        solana::Instruction pay = solana::systemTransfer(creation.payer.key(), key, {needed - held});
        call.invoke({pay.program, std::move(pay.accounts), std::move(pay.data), {}});
    }
    const std::vector<solana::AccountMeta> account{{key, true, true}};
    call.invoke({solana::systemProgram, account, solana::BorshWriter().put(std::uint32_t{8}).put(space).take(), {key}});
    call.invoke({solana::systemProgram, account, solana::BorshWriter().put(std::uint32_t{1}).put(owner).take(), {key}});
}

void create(Call &call, Mode mode)
{
    Accounts accounts = call.accounts();
    const Slot payer = accounts.next();
    const Slot account = accounts.next();
    const Slot wallet = accounts.next();
    const Slot mint = accounts.next();
    (void)accounts.next(); // the System program
    const Creation creation{payer, account, wallet, mint, accounts.next()};
    const PublicKey &tokenProgram = creation.tokenProgram.key();
    call.charge(unitsOfExisting);
    if (associate(call, wallet.key(), tokenProgram, mint.key()).key != account.key())
        stop(call, "Error: Associated address does not match seed derivation", InstructionErrorKind::InvalidSeeds);
    if (mode == Mode::Idempotent && exists(call, creation))
        return;
    require(account.owner() == solana::systemProgram, InstructionErrorKind::IllegalOwner);
    call.charge(unitsOfCreate);
    allocate(call, creation, askSize(call, creation));
    call.log("Initialize the associated token account");
    call.invoke({tokenProgram, {{account.key(), false, true}}, {22}, {}});
    call.invoke({tokenProgram,
                 {{account.key(), false, true}, {mint.key(), false, false}},
                 solana::BorshWriter().put(std::uint8_t{18}).put(wallet.key()).take(),
                 {}});
}

struct Nested {
    Slot nested;
    Slot nestedMint;
    Slot destination;
    Slot owner;
    Slot ownerMint;
    Slot wallet;
    Slot tokenProgram;
};

void requireAddresses(Call &call, const Nested &accounts)
{
    const PublicKey &tokenProgram = accounts.tokenProgram.key();
    if (associate(call, accounts.wallet.key(), tokenProgram, accounts.ownerMint.key()).key != accounts.owner.key())
        stop(call, "Error: Owner associated address does not match seed derivation",
             InstructionErrorKind::InvalidSeeds);
    if (associate(call, accounts.owner.key(), tokenProgram, accounts.nestedMint.key()).key != accounts.nested.key())
        stop(call, "Error: Nested associated address does not match seed derivation",
             InstructionErrorKind::InvalidSeeds);
    if (associate(call, accounts.wallet.key(), tokenProgram, accounts.nestedMint.key()).key !=
        accounts.destination.key())
        stop(call, "Error: Destination associated address does not match seed derivation",
             InstructionErrorKind::InvalidSeeds);
    if (!accounts.wallet.isSigner())
        stop(call, "Wallet of the owner associated token account must sign",
             InstructionErrorKind::MissingRequiredSignature);
}

/// The amount in the nested account and its mint's decimals, when everybody owns what they should.
std::pair<std::uint64_t, std::uint8_t> requireOwners(Call &call, const Nested &accounts)
{
    const PublicKey &tokenProgram = accounts.tokenProgram.key();
    if (accounts.ownerMint.owner() != tokenProgram)
        stop(call, "Owner mint not owned by provided token program", InstructionErrorKind::IllegalOwner);
    if (accounts.owner.owner() != tokenProgram)
        stop(call,
             "Owner associated token account not owned by provided token program, recreate the owner associated token "
             "account first",
             InstructionErrorKind::IllegalOwner);
    const TokenAccount owner(take(unpack(accounts.owner.data(), AccountKind::Account)).base);
    if (owner.owner() != accounts.wallet.key()) {
        call.log("Owner associated token account not owned by provided wallet");
        throw Refusal{customError(invalidOwner)};
    }
    if (accounts.nested.owner() != tokenProgram)
        stop(call, "Nested associated token account not owned by provided token program",
             InstructionErrorKind::IllegalOwner);
    const TokenAccount nested(take(unpack(accounts.nested.data(), AccountKind::Account)).base);
    if (nested.owner() != accounts.owner.key()) {
        call.log("Nested associated token account not owned by provided associated token account");
        throw Refusal{customError(invalidOwner)};
    }
    if (accounts.nestedMint.owner() != tokenProgram)
        stop(call, "Nested mint account not owned by provided token program", InstructionErrorKind::IllegalOwner);
    const Mint mint(take(unpack(accounts.nestedMint.data(), AccountKind::Mint)).base);
    return {nested.amount(), mint.decimals()};
}

/// Tokens sent to the associated account of an associated account, which no wallet could reach.
void recoverNested(Call &call)
{
    Accounts all = call.accounts();
    const Slot nested = all.next();
    const Slot nestedMint = all.next();
    const Slot destination = all.next();
    const Slot owner = all.next();
    const Slot ownerMint = all.next();
    const Slot wallet = all.next();
    const Nested accounts{nested, nestedMint, destination, owner, ownerMint, wallet, all.next()};
    call.charge(unitsOfRecovery);
    requireAddresses(call, accounts);
    const auto [amount, decimals] = requireOwners(call, accounts);
    const PublicKey &tokenProgram = accounts.tokenProgram.key();
    call.invoke({tokenProgram,
                 {{nested.key(), false, true},
                  {nestedMint.key(), false, false},
                  {destination.key(), false, true},
                  {owner.key(), true, false}},
                 solana::BorshWriter().put(std::uint8_t{12}).put(amount).put(decimals).take(),
                 {owner.key()}});
    call.invoke({tokenProgram,
                 {{nested.key(), false, true}, {wallet.key(), false, true}, {owner.key(), true, false}},
                 {9},
                 {owner.key()}});
}

void run(Call &call)
{
    call.charge(unitsOfEntry);
    const ByteSpan data = call.data();
    const std::uint8_t number = data.empty() ? 0 : data[0];
    constexpr std::array<std::string_view, 3> names{"Create", "CreateIdempotent", "RecoverNested"};
    require(data.size() <= 1 && number < names.size(), InstructionErrorKind::InvalidInstructionData);
    call.log(names[number]);
    if (number == 2)
        recoverNested(call);
    else
        create(call, number == 0 ? Mode::Always : Mode::Idempotent);
}

} // namespace

Status enter(Invocation &invocation)
{
    return runQuiet(invocation, run);
}

} // namespace paradox::ledger::spl::associated
