#include "programs/client/program_types.h"
#include "programs/client/vault_instructions.h"
#include "programs/vault/vault.h"

#include <algorithm>

namespace paradox::vault {

namespace {

namespace p = program::vault;
using programs::wire::fromBytes32;
using programs::wire::fromKey;
using solana::AccountMeta;

/// An instruction taken apart: arguments read, at least the accounts there that may not be left off.
template <class Ix>
struct Taken {
    const typename Ix::Args &args;
    std::span<const AccountMeta> accounts;
    const PublicKey &program;
    BatchId batch; ///< of a step of a chunked batch, as the caller knows it

    [[nodiscard]] const PublicKey &key(std::size_t index) const { return accounts[index].key; }
    [[nodiscard]] std::span<const AccountMeta> remaining() const
    {
        return accounts.subspan(program::countOf(Ix::accounts));
    }
    [[nodiscard]] bool hasTokens() const { return accounts.size() == program::countOf(Ix::accounts); }
    [[nodiscard]] std::optional<TokenAccounts> tokens() const
    {
        if (!hasTokens())
            return std::nullopt;
        return TokenAccounts{.mint = key(Ix::mint), .program = key(Ix::tokenProgram), .account = key(Ix::otherTokens)};
    }
};

using Result = std::optional<VaultInstruction>; ///< nothing when the remaining accounts cannot belong to the legs

std::vector<CashLeg> cashLegs(const program::ListView<std::uint64_t> &amounts, std::span<const AccountMeta> accounts)
{
    std::vector<CashLeg> legs;
    for (std::uint32_t i = 0; i < amounts.count; ++i)
        legs.push_back({accounts[i].key, {amounts.at(i)}});
    return legs;
}

std::vector<ItemLeg> itemLegs(const program::ListView<program::Pubkey> &owners, std::span<const AccountMeta> accounts)
{
    std::vector<ItemLeg> legs;
    for (std::uint32_t i = 0; i < owners.count; ++i)
        legs.push_back({accounts[2 * i].key, accounts[2 * i + 1].key, fromKey(owners.at(i))});
    return legs;
}

std::vector<PublicKey> keysOf(std::span<const AccountMeta> accounts)
{
    std::vector<PublicKey> keys;
    for (const AccountMeta &account : accounts)
        keys.push_back(account.key);
    return keys;
}

Result take(const Taken<p::InitConfig> &t)
{
    return InitConfig{.admin = t.key(p::InitConfig::admin), .programData = t.key(p::InitConfig::programData)};
}
Result take(const Taken<p::CreateGame> &t)
{
    return CreateGame{.admin = t.key(p::CreateGame::admin),
                      .id = {t.args.gameId},
                      .authority = fromKey(t.args.authority),
                      .treasury = fromKey(t.args.treasury),
                      .currency = fromKey(t.args.currency),
                      .tokenProgram = t.hasTokens() ? t.key(p::CreateGame::tokenProgram) : PublicKey{},
                      .feeBps = t.args.feeBps};
}
Result take(const Taken<p::SetPaused> &t)
{
    return SetPaused{.game = t.key(p::SetPaused::game),
                     .admin = t.key(p::SetPaused::admin),
                     .newActivity = t.args.newActivity,
                     .settlements = t.args.settlements};
}
Result take(const Taken<p::WithdrawProtocolFees> &t)
{
    using Ix = p::WithdrawProtocolFees;
    return WithdrawProtocolFees{.game = t.key(Ix::game),
                                .admin = t.key(Ix::admin),
                                .treasury = t.key(Ix::treasury),
                                .amount = {t.args.amount},
                                .tokens = t.tokens()};
}
Result take(const Taken<p::OpenPlayerLedger> &t)
{
    using Ix = p::OpenPlayerLedger;
    return OpenPlayerLedger{.game = t.key(Ix::game), .player = t.key(Ix::player), .payer = t.key(Ix::payer)};
}
Result take(const Taken<p::DepositCredits> &t)
{
    using Ix = p::DepositCredits;
    return DepositCredits{
        .game = t.key(Ix::game), .player = t.key(Ix::player), .amount = {t.args.amount}, .tokens = t.tokens()};
}
Result take(const Taken<p::WithdrawCredits> &t)
{
    using Ix = p::WithdrawCredits;
    return WithdrawCredits{
        .game = t.key(Ix::game), .player = t.key(Ix::player), .amount = {t.args.amount}, .tokens = t.tokens()};
}
Result take(const Taken<p::ClosePlayerLedger> &t)
{
    using Ix = p::ClosePlayerLedger;
    return ClosePlayerLedger{.game = t.key(Ix::game), .player = t.key(Ix::player)};
}
Result take(const Taken<p::RegisterItem> &t)
{
    using Ix = p::RegisterItem;
    return RegisterItem{.game = t.key(Ix::game), .owner = t.key(Ix::owner), .item = fromBytes32<ItemId>(t.args.itemId)};
}
Result take(const Taken<p::TransferItem> &t)
{
    using Ix = p::TransferItem;
    return TransferItem{.game = t.key(Ix::game),
                        .owner = t.key(Ix::owner),
                        .item = t.key(Ix::item),
                        .newOwner = fromKey(t.args.newOwner)};
}
Result take(const Taken<p::CreateListing> &t)
{
    using Ix = p::CreateListing;
    return CreateListing{.game = t.key(Ix::game),
                         .seller = t.key(Ix::seller),
                         .item = t.key(Ix::item),
                         .listingId = t.args.listingId,
                         .price = {t.args.price},
                         .expiresAt = {t.args.expiresAt}};
}
Result take(const Taken<p::CancelListing> &t)
{
    using Ix = p::CancelListing;
    return CancelListing{
        .game = t.key(Ix::game), .seller = t.key(Ix::seller), .item = t.key(Ix::item), .listingId = t.args.listingId};
}
Result take(const Taken<p::RegisterSessionKey> &t)
{
    using Ix = p::RegisterSessionKey;
    return RegisterSessionKey{.grant = {.genesis = fromBytes32<Hash>(t.args.genesis),
                                        .program = t.program,
                                        .engine = t.key(Ix::game),
                                        .owner = t.key(Ix::owner),
                                        .session = t.key(Ix::session),
                                        .actions = t.args.actions,
                                        .maxTotal = {t.args.maxTotal},
                                        .maxPerIntent = {t.args.maxPerIntent},
                                        .maxIntents = t.args.maxIntents,
                                        .notBefore = {t.args.notBefore},
                                        .expiresAt = {t.args.expiresAt},
                                        .epoch = t.args.epoch,
                                        .scopeRoot = fromBytes32<Hash>(t.args.scopeRoot)}};
}
Result take(const Taken<p::RevokeSessionKey> &t)
{
    using Ix = p::RevokeSessionKey;
    return RevokeSessionKey{.game = t.key(Ix::game),
                            .owner = t.key(Ix::owner),
                            .session = t.key(Ix::session),
                            .signer = t.key(Ix::revoker)};
}
Result take(const Taken<p::BumpSessionEpoch> &t)
{
    using Ix = p::BumpSessionEpoch;
    return BumpSessionEpoch{.game = t.key(Ix::game), .owner = t.key(Ix::owner)};
}
Result take(const Taken<p::SettleNetBatch> &t)
{
    using Ix = p::SettleNetBatch;
    const std::span<const AccountMeta> rest = t.remaining();
    const std::size_t cash = std::size_t{t.args.debits.count} + t.args.credits.count;
    if (rest.size() != cash + 2 * std::size_t{t.args.newOwners.count})
        return std::nullopt;
    return SettleNetBatch{.game = t.key(Ix::game),
                          .authority = t.key(Ix::authority),
                          .batch = fromBytes32<BatchId>(t.args.batchId),
                          .fees = {t.args.fees},
                          .debits = cashLegs(t.args.debits, rest),
                          .credits = cashLegs(t.args.credits, rest.subspan(t.args.debits.count)),
                          .items = itemLegs(t.args.newOwners, rest.subspan(cash))};
}
Result take(const Taken<p::OpenNetBatch> &t)
{
    using Ix = p::OpenNetBatch;
    return OpenNetBatch{.game = t.key(Ix::game),
                        .authority = t.key(Ix::authority),
                        .batch = fromBytes32<BatchId>(t.args.batchId),
                        .chunkCount = t.args.chunkCount,
                        .itemCount = t.args.itemCount,
                        .debitTotal = {t.args.debitTotal},
                        .creditTotal = {t.args.creditTotal},
                        .fees = {t.args.fees}};
}
Result take(const Taken<p::LockNetChunk> &t)
{
    using Ix = p::LockNetChunk;
    const std::span<const AccountMeta> rest = t.remaining();
    if (rest.size() != t.args.debits.count + 2 * std::size_t{t.args.newOwners.count})
        return std::nullopt;
    return LockNetChunk{.game = t.key(Ix::game),
                        .authority = t.key(Ix::authority),
                        .batch = t.batch,
                        .index = t.args.index,
                        .debits = cashLegs(t.args.debits, rest),
                        .items = itemLegs(t.args.newOwners, rest.subspan(t.args.debits.count))};
}
Result take(const Taken<p::CommitNetChunk> &t)
{
    using Ix = p::CommitNetChunk;
    const std::span<const AccountMeta> rest = t.remaining();
    if (rest.size() < t.args.credits.count)
        return std::nullopt;
    return CommitNetChunk{.game = t.key(Ix::game),
                          .authority = t.key(Ix::authority),
                          .batch = t.batch,
                          .index = t.args.index,
                          .credits = cashLegs(t.args.credits, rest),
                          .items = keysOf(rest.subspan(t.args.credits.count))};
}
Result take(const Taken<p::FinalizeNetBatch> &t)
{
    using Ix = p::FinalizeNetBatch;
    return FinalizeNetBatch{.game = t.key(Ix::game), .authority = t.key(Ix::authority), .batch = t.batch};
}
Result take(const Taken<p::AbortNetBatch> &t)
{
    using Ix = p::AbortNetBatch;
    return AbortNetBatch{.game = t.key(Ix::game),
                         .authority = t.key(Ix::authority),
                         .batch = t.batch,
                         .ledgers = keysOf(t.remaining()),
                         .items = {}};
}

using Decoded = std::expected<VaultInstruction, InstructionError>;

template <class Ix>
constexpr bool isBatchStep = std::is_same_v<Ix, p::LockNetChunk> || std::is_same_v<Ix, p::CommitNetChunk> ||
                             std::is_same_v<Ix, p::FinalizeNetBatch> || std::is_same_v<Ix, p::AbortNetBatch>;

/// The instruction is what `build` gives, with the same accounts in roles at least as wide.
bool isBuiltAs(const solana::Instruction &instruction, const solana::Instruction &built)
{
    const auto suffices = [](const AccountMeta &given, const AccountMeta &wanted) {
        return given.key == wanted.key && given.isSigner >= wanted.isSigner && given.isWritable >= wanted.isWritable;
    };
    return instruction.program == built.program && instruction.data == built.data &&
           std::ranges::equal(instruction.accounts, built.accounts, suffices);
}

template <class Ix>
Decoded decodeAs(const Addresses &addresses, const solana::Instruction &instruction,
                 const std::optional<BatchId> &batch)
{
    solana::BorshReader in(ByteSpan(instruction.data).subspan(8));
    typename Ix::Args args{};
    programs::wire::FieldReader reader{in};
    Ix::Args::fields(reader, args);
    if (!reader.isSound || !in.atEnd())
        return std::unexpected(InstructionError::BadData);
    if (instruction.accounts.size() < program::requiredOf(Ix::accounts))
        return std::unexpected(InstructionError::BadAccounts);
    if (isBatchStep<Ix> && !batch)
        return std::unexpected(InstructionError::UnknownBatch);
    const Result result = take(Taken<Ix>{args, instruction.accounts, instruction.program, batch.value_or(BatchId{})});
    if (!result || !isBuiltAs(instruction, build(addresses, *result)))
        return std::unexpected(InstructionError::BadAccounts);
    return *result;
}

struct NameOf {
    template <class T>
    std::string_view operator()(const T &) const;
};

#define VAULT_NAME(Type)                                                                                               \
    template <>                                                                                                        \
    std::string_view NameOf::operator()(const Type &) const                                                            \
    {                                                                                                                  \
        return p::Type::name;                                                                                          \
    }
VAULT_NAME(InitConfig)
VAULT_NAME(CreateGame)
VAULT_NAME(SetPaused)
VAULT_NAME(WithdrawProtocolFees)
VAULT_NAME(OpenPlayerLedger)
VAULT_NAME(DepositCredits)
VAULT_NAME(WithdrawCredits)
VAULT_NAME(ClosePlayerLedger)
VAULT_NAME(RegisterItem)
VAULT_NAME(TransferItem)
VAULT_NAME(CreateListing)
VAULT_NAME(CancelListing)
VAULT_NAME(RegisterSessionKey)
VAULT_NAME(RevokeSessionKey)
VAULT_NAME(BumpSessionEpoch)
VAULT_NAME(SettleNetBatch)
VAULT_NAME(OpenNetBatch)
VAULT_NAME(LockNetChunk)
VAULT_NAME(CommitNetChunk)
VAULT_NAME(FinalizeNetBatch)
VAULT_NAME(AbortNetBatch)
#undef VAULT_NAME

} // namespace

std::string_view nameOf(const VaultInstruction &instruction)
{
    return std::visit(NameOf{}, instruction);
}

std::expected<VaultInstruction, InstructionError> decodeInstruction(const Addresses &addresses,
                                                                    const solana::Instruction &instruction,
                                                                    const std::optional<BatchId> &batch)
{
    if (instruction.program != addresses.program())
        return std::unexpected(InstructionError::OtherProgram);
    if (instruction.data.size() < 8)
        return std::unexpected(InstructionError::BadData);
    const auto wanted = solana::BorshReader(instruction.data).take<std::uint64_t>();
    Decoded result = std::unexpected(InstructionError::UnknownInstruction);
    p::Instructions::each([&]<class Ix>(Ix *) {
        if (wanted == Ix::discriminator)
            result = decodeAs<Ix>(addresses, instruction, batch);
    });
    return result;
}

} // namespace paradox::vault
