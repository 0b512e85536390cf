#include "domain/base58.h"
#include "ledger/spl/token2022.h"
#include "ledger/spl/units.h"

#include <algorithm>

namespace paradox::ledger::spl::token2022 {

namespace {

constexpr std::uint16_t basisPointsMax = 10'000;

// Offsets within the mint's extension.
constexpr std::size_t withdrawAuthorityAt = 32;
constexpr std::size_t withheldAt = 64;
constexpr std::size_t olderAt = 72;
constexpr std::size_t newerAt = 90;
constexpr std::size_t termsSize = 18;

/// What is withheld, from an epoch on.
struct Terms {
    std::uint64_t epoch = 0;
    std::uint64_t feeMax = 0;
    std::uint16_t basisPoints = 0;
};

Terms termsAt(ByteSpan config, std::size_t offset)
{
    return {loadAt<std::uint64_t>(config, offset), loadAt<std::uint64_t>(config, offset + 8),
            loadAt<std::uint16_t>(config, offset + 16)};
}

void storeTerms(EditableBytes config, std::size_t offset, const Terms &terms)
{
    storeAt(config, offset, terms.epoch);
    storeAt(config, offset + 8, terms.feeMax);
    storeAt(config, offset + 16, terms.basisPoints);
}

/// Rounded up, so that no transfer is too small to pay.
std::uint64_t feeBy(const Terms &terms, std::uint64_t amount)
{
    // Split so that nothing overflows: amount = whole * 10000 + part.
    const std::uint64_t whole = amount / basisPointsMax;
    const std::uint64_t part = amount % basisPointsMax;
    const std::uint64_t fee =
        whole * terms.basisPoints + (part * terms.basisPoints + basisPointsMax - 1) / basisPointsMax;
    return std::min(fee, terms.feeMax);
}

void initialise(Step step, Input input)
{
    const std::optional<PublicKey> configAuthority = input.optionalKey();
    const std::optional<PublicKey> withdrawAuthority = input.optionalKey();
    const std::uint16_t basisPoints = input.shortNumber();
    const std::uint64_t feeMax = input.number();
    Extended mint = loadFreshMint(step.accounts.next());
    const EditableBytes config =
        take(mint.entries.init(Extension::TransferFeeConfig, *valueSizeOf(Extension::TransferFeeConfig)));
    putNullable(config.first(PublicKey::size), configAuthority);
    putNullable(config.subspan(withdrawAuthorityAt, PublicKey::size), withdrawAuthority);
    require(basisPoints <= basisPointsMax, TokenError::TransferFeeExceedsMaximum);
    const Terms terms{step.call.epoch(), feeMax, basisPoints};
    storeTerms(config, olderAt, terms);
    storeTerms(config, newerAt, terms);
}

void setFee(Step step, Input input)
{
    const std::uint16_t basisPoints = input.shortNumber();
    const std::uint64_t feeMax = input.number();
    step.call.log("TransferFeeInstruction: SetTransferFee");
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    const Extended mint = loadMint(slot);
    const EditableBytes config = take(mint.entries.find(Extension::TransferFeeConfig));
    const std::optional<PublicKey> holder = nullableKey(config);
    require(holder.has_value(), TokenError::NoAuthorityExists);
    requireAuthority(step.call, *holder, authority, step.accounts);
    require(basisPoints <= basisPointsMax, TokenError::TransferFeeExceedsMaximum);
    const std::uint64_t epoch = step.call.epoch();
    if (termsAt(config, newerAt).epoch <= epoch)
        storeTerms(config, olderAt, termsAt(config, newerAt));
    // Two epochs ahead: nobody is surprised by a fee at the end of one.
    storeTerms(config, newerAt, {epoch + 2, feeMax, basisPoints});
}

EditableBytes requireWithdrawal(Step &step, const Slot &slot, const Slot &authority, const Accounts &signers)
{
    requireOwned(slot);
    const EditableBytes config = take(loadMint(slot).entries.find(Extension::TransferFeeConfig));
    const std::optional<PublicKey> holder = nullableKey(config.subspan(withdrawAuthorityAt));
    require(holder.has_value(), TokenError::NoAuthorityExists);
    requireAuthority(step.call, *holder, authority, signers);
    return config;
}

TokenAccount loadDestination(const Slot &slot, const Slot &mint)
{
    TokenAccount account(loadAccount(slot).base);
    require(account.mint() == mint.key(), TokenError::MintMismatch);
    require(!account.isFrozen(), TokenError::AccountFrozen);
    return account;
}

void withdrawFromMint(Step step)
{
    const Slot mint = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(to);
    const EditableBytes config = requireWithdrawal(step, mint, authority, step.accounts);
    if (to.is(mint))
        panic(step.call, "extension/transfer_fee/processor.rs at 146:70");
    TokenAccount destination = loadDestination(to, mint);
    const std::uint64_t withheld = loadAt<std::uint64_t>(config, withheldAt);
    storeAt<std::uint64_t>(config, withheldAt, 0);
    destination.setAmount(plus(destination.amount(), withheld));
}

/// Takes what an account withheld; an account that cannot give is passed over with a line in the log.
std::uint64_t harvest(Step &step, const Slot &mint, const Slot &slot)
{
    step.call.charge(unitsPerHarvest);
    if (slot.is(mint))
        panic(step.call, "extension/transfer_fee/processor.rs at 169:58");
    const Read<Extended> account = unpack(slot.data(), AccountKind::Account);
    const Read<EditableBytes> withheld =
        account ? account->entries.find(Extension::TransferFeeAmount) : std::unexpected(account.error());
    const bool foreign = account && TokenAccount(account->base).mint() != mint.key();
    if (foreign || !withheld || slot.owner() != step.call.program()) {
        step.call.log("Error harvesting from " + toBase58(slot.key()) + ": " +
                      (foreign ? "Account not associated with this Mint" : "State is invalid for requested operation"));
        return 0;
    }
    const std::uint64_t amount = loadAt<std::uint64_t>(*withheld, 0);
    storeAt<std::uint64_t>(*withheld, 0, 0);
    return amount;
}

void harvestToMint(Step step)
{
    const Slot mint = step.accounts.next();
    requireOwned(mint);
    const EditableBytes config = take(loadMint(mint).entries.find(Extension::TransferFeeConfig));
    while (step.accounts.count() > 0) {
        const std::uint64_t amount = harvest(step, mint, step.accounts.next());
        storeAt(config, withheldAt, plus(loadAt<std::uint64_t>(config, withheldAt), amount));
    }
}

void withdrawFromAccounts(Step step, std::uint8_t count)
{
    const Slot mint = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    const std::size_t signers = step.accounts.count() - std::min<std::size_t>(step.accounts.count(), count);
    const Accounts signing = step.accounts.take(signers);
    requireOwned(to);
    (void)requireWithdrawal(step, mint, authority, signing);
    if (to.is(mint))
        panic(step.call, "extension/transfer_fee/processor.rs at 246:70");
    TokenAccount destination = loadDestination(to, mint);
    while (step.accounts.count() > 0) {
        const std::uint64_t amount = harvest(step, mint, step.accounts.next());
        destination.setAmount(plus(destination.amount(), amount));
    }
}

} // namespace

std::uint64_t feeOf(const Step &step, const Extended &mint, std::uint64_t amount)
{
    const Read<EditableBytes> config = mint.entries.find(Extension::TransferFeeConfig);
    if (!config)
        return 0;
    step.call.charge(unitsOfFee);
    const Terms newer = termsAt(*config, newerAt);
    return feeBy(step.call.epoch() >= newer.epoch ? newer : termsAt(*config, olderAt), amount);
}

void transferFee(Step step)
{
    Input input(step.data, customError(static_cast<std::uint32_t>(TokenError::InvalidInstruction)));
    enum Verb : std::uint8_t { Initialise, Transfer, FromMint, FromAccounts, Harvest, Set };
    const std::uint8_t verb = input.byte();
    if (verb == Initialise) {
        initialise(step, input);
    } else if (verb == Transfer) {
        Quantity quantity;
        quantity.amount = input.number();
        quantity.decimals = input.byte();
        quantity.fee = input.number();
        step.call.charge(unitsOfCheckedFee);
        step.call.log("TransferFeeInstruction: TransferCheckedWithFee");
        transfer(step, quantity);
    } else if (verb == FromMint) {
        step.call.log("TransferFeeInstruction: WithdrawWithheldTokensFromMint");
        withdrawFromMint(step);
    } else if (verb == FromAccounts) {
        const std::uint8_t count = input.byte();
        step.call.log("TransferFeeInstruction: WithdrawWithheldTokensFromAccounts");
        withdrawFromAccounts(step, count);
    } else if (verb == Harvest) {
        step.call.log("TransferFeeInstruction: HarvestWithheldTokensToMint");
        harvestToMint(step);
    } else {
        require(verb == Set, TokenError::InvalidInstruction);
        setFee(step, input);
    }
}

} // namespace paradox::ledger::spl::token2022
