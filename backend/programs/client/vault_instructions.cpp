#include "programs/client/vault_instructions.h"

#include "programs/client/program_call.h"
#include "programs/vault/vault.h"
#include "solana/programs.h"

#include <array>

namespace paradox::vault {

namespace {

namespace p = program::vault;
using programs::wire::toBytes32;
using programs::wire::toKey;
using solana::AccountMeta;

template <class Ix>
solana::Instruction assemble(const Addresses &addresses, const typename Ix::Args &args,
                             const std::array<PublicKey, program::countOf(Ix::accounts)> &keys,
                             const std::vector<AccountMeta> &remaining = {})
{
    return programs::assembleCall<Ix>(addresses.program(), args, keys, remaining);
}

Bytes amountsOf(const std::vector<CashLeg> &legs)
{
    solana::BorshWriter out;
    for (const CashLeg &leg : legs)
        out.put(leg.amount.value);
    return out.take();
}

Bytes newOwnersOf(const std::vector<ItemLeg> &legs)
{
    solana::BorshWriter out;
    for (const ItemLeg &leg : legs)
        out.put(leg.newOwner);
    return out.take();
}

template <class T>
program::ListView<T> listOf(const Bytes &bytes)
{
    return {bytes.data(), static_cast<std::uint32_t>(bytes.size() / sizeof(T))};
}

void putCash(std::vector<AccountMeta> &metas, const std::vector<CashLeg> &legs)
{
    for (const CashLeg &leg : legs)
        metas.push_back({leg.ledger, false, true});
}

void putItems(std::vector<AccountMeta> &metas, const std::vector<ItemLeg> &legs)
{
    for (const ItemLeg &leg : legs) {
        metas.push_back({leg.item, false, true});
        metas.push_back({leg.sellerLedger, false, false});
    }
}

void putWritable(std::vector<AccountMeta> &metas, const std::vector<PublicKey> &keys)
{
    for (const PublicKey &key : keys)
        metas.push_back({key, false, true});
}

struct Builder {
    const Addresses &at;
    const PublicKey &system = solana::systemProgram;

    /// What stands behind the accounts of a call at a venue of tokens: the vault's account, the other one, mint and
    /// token program; absent with lamports.
    [[nodiscard]] std::array<PublicKey, 4> tokens(const PublicKey &game, const std::optional<TokenAccounts> &side) const
    {
        const PublicKey &none = at.program();
        if (!side)
            return {none, none, none, none};
        return {at.vaultTokens(game, side->mint, side->program), side->account, side->mint, side->program};
    }

    solana::Instruction operator()(const InitConfig &i) const
    {
        return assemble<p::InitConfig>(at, {}, {at.config(), i.admin, at.program(), i.programData, system});
    }
    solana::Instruction operator()(const CreateGame &i) const
    {
        const PublicKey game = at.game(i.id);
        std::array<PublicKey, 4> token;
        token.fill(at.program());
        if (!i.tokenProgram.isZero())
            token = {at.vaultTokens(game, i.currency, i.tokenProgram), i.currency, i.tokenProgram,
                     solana::associatedTokenProgram};
        return assemble<p::CreateGame>(
            at, {i.id.value, toKey(i.authority), toKey(i.treasury), toKey(i.currency), i.feeBps},
            {at.config(), game, at.vault(game), i.admin, system, token[0], token[1], token[2], token[3]});
    }
    solana::Instruction operator()(const SetPaused &i) const
    {
        return assemble<p::SetPaused>(at, {i.newActivity, i.settlements}, {at.config(), i.game, i.admin});
    }
    solana::Instruction operator()(const WithdrawProtocolFees &i) const
    {
        const auto token = tokens(i.game, i.tokens);
        return assemble<p::WithdrawProtocolFees>(at, {i.amount.value},
                                                 {at.config(), i.game, at.vault(i.game), i.treasury, i.admin, system,
                                                  token[0], token[1], token[2], token[3]});
    }
    solana::Instruction operator()(const OpenPlayerLedger &i) const
    {
        return assemble<p::OpenPlayerLedger>(at, {}, {i.game, at.ledger(i.game, i.player), i.player, i.payer, system});
    }
    solana::Instruction operator()(const DepositCredits &i) const
    {
        const auto token = tokens(i.game, i.tokens);
        return assemble<p::DepositCredits>(at, {i.amount.value},
                                           {i.game, at.ledger(i.game, i.player), at.vault(i.game), i.player, system,
                                            token[0], token[1], token[2], token[3]});
    }
    solana::Instruction operator()(const WithdrawCredits &i) const
    {
        const auto token = tokens(i.game, i.tokens);
        return assemble<p::WithdrawCredits>(at, {i.amount.value},
                                            {i.game, at.ledger(i.game, i.player), at.vault(i.game), i.player, system,
                                             token[0], token[1], token[2], token[3]});
    }
    solana::Instruction operator()(const ClosePlayerLedger &i) const
    {
        return assemble<p::ClosePlayerLedger>(at, {}, {i.game, at.ledger(i.game, i.player), i.player});
    }
    solana::Instruction operator()(const RegisterItem &i) const
    {
        return assemble<p::RegisterItem>(at, {toBytes32(i.item)}, {i.game, at.item(i.game, i.item), i.owner, system});
    }
    solana::Instruction operator()(const TransferItem &i) const
    {
        return assemble<p::TransferItem>(at, {toKey(i.newOwner)}, {i.game, i.item, i.owner});
    }
    solana::Instruction operator()(const CreateListing &i) const
    {
        return assemble<p::CreateListing>(at, {i.listingId, i.price.value, i.expiresAt.value},
                                          {i.game, at.listing(i.game, i.listingId), i.item, i.seller, system});
    }
    solana::Instruction operator()(const CancelListing &i) const
    {
        return assemble<p::CancelListing>(at, {i.listingId},
                                          {i.game, at.listing(i.game, i.listingId), i.item, i.seller});
    }
    solana::Instruction operator()(const RegisterSessionKey &i) const
    {
        const Grant &g = i.grant;
        return assemble<p::RegisterSessionKey>(
            at,
            {toBytes32(g.genesis), g.actions, g.maxTotal.value, g.maxPerIntent.value, g.maxIntents, g.notBefore.value,
             g.expiresAt.value, g.epoch, toBytes32(g.scopeRoot)},
            {g.engine, at.ledger(g.engine, g.owner), at.session(g.owner, g.session), g.session, g.owner, system});
    }
    solana::Instruction operator()(const RevokeSessionKey &i) const
    {
        return assemble<p::RevokeSessionKey>(
            at, {}, {i.game, at.ledger(i.game, i.owner), at.session(i.owner, i.session), i.owner, i.session, i.signer});
    }
    solana::Instruction operator()(const BumpSessionEpoch &i) const
    {
        return assemble<p::BumpSessionEpoch>(at, {}, {i.game, at.ledger(i.game, i.owner), i.owner});
    }
    solana::Instruction operator()(const SettleNetBatch &i) const
    {
        std::vector<AccountMeta> metas;
        putCash(metas, i.debits);
        putCash(metas, i.credits);
        putItems(metas, i.items);
        const Bytes debits = amountsOf(i.debits);
        const Bytes credits = amountsOf(i.credits);
        const Bytes owners = newOwnersOf(i.items);
        return assemble<p::SettleNetBatch>(at,
                                           {toBytes32(i.batch), i.fees.value, listOf<std::uint64_t>(debits),
                                            listOf<std::uint64_t>(credits), listOf<program::Pubkey>(owners)},
                                           {i.game, at.batch(i.game, i.batch), i.authority, system}, metas);
    }
    solana::Instruction operator()(const OpenNetBatch &i) const
    {
        return assemble<p::OpenNetBatch>(
            at, {toBytes32(i.batch), i.debitTotal.value, i.creditTotal.value, i.fees.value, i.itemCount, i.chunkCount},
            {i.game, at.batch(i.game, i.batch), i.authority, system});
    }
    solana::Instruction operator()(const LockNetChunk &i) const
    {
        std::vector<AccountMeta> metas;
        putCash(metas, i.debits);
        putItems(metas, i.items);
        const Bytes debits = amountsOf(i.debits);
        const Bytes owners = newOwnersOf(i.items);
        return assemble<p::LockNetChunk>(at, {i.index, listOf<std::uint64_t>(debits), listOf<program::Pubkey>(owners)},
                                         {i.game, at.batch(i.game, i.batch), i.authority}, metas);
    }
    solana::Instruction operator()(const CommitNetChunk &i) const
    {
        std::vector<AccountMeta> metas;
        putCash(metas, i.credits);
        putWritable(metas, i.items);
        const Bytes credits = amountsOf(i.credits);
        return assemble<p::CommitNetChunk>(at, {i.index, listOf<std::uint64_t>(credits)},
                                           {i.game, at.batch(i.game, i.batch), i.authority}, metas);
    }
    solana::Instruction operator()(const FinalizeNetBatch &i) const
    {
        return assemble<p::FinalizeNetBatch>(at, {}, {i.game, at.batch(i.game, i.batch), i.authority});
    }
    solana::Instruction operator()(const AbortNetBatch &i) const
    {
        std::vector<AccountMeta> metas;
        putWritable(metas, i.ledgers);
        putWritable(metas, i.items);
        return assemble<p::AbortNetBatch>(at, {}, {i.game, at.batch(i.game, i.batch), i.authority}, metas);
    }
};

} // namespace

solana::Instruction build(const Addresses &addresses, const VaultInstruction &instruction)
{
    return std::visit(Builder{addresses}, instruction);
}

} // namespace paradox::vault
