#pragma once

#include "native_host.h"
#include "programs/client/vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paradox::test {

/// A wallet, an item or a hash that is told apart by its number.
template <class Fixed = PublicKey>
Fixed named(std::uint8_t number, std::uint8_t kind = 0)
{
    Fixed result;
    result.bytes[0] = number;
    result.bytes[1] = kind;
    result.bytes[31] = 0x77;
    return result;
}

/// A founded vault with one venue, and hands to act in it. Every accepted call is checked for conservation: what the
/// vault account holds above its rent is exactly what ledgers, escrow and fees add up to.
class VaultWorld : public testing::Test {
protected:
    void SetUp() override
    {
        for (const PublicKey &wallet : {admin, authority, alice, bob, carol, treasury})
            host.accounts[wallet].lamports = 100 * lamportsPerSol;
        host.accounts[program()].owner = named(9, 9); // of a loader without upgrade authority
        expectOk(vault::InitConfig{.admin = admin, .programData = program()});
        expectOk(
            vault::CreateGame{.admin = admin, .id = {1}, .authority = authority, .treasury = treasury, .feeBps = 25});
    }

    [[nodiscard]] const PublicKey &program() const { return at.program(); }
    HostResult call(const vault::VaultInstruction &instruction) { return host.run(vault::build(at, instruction)); }

    HostResult expectOk(const vault::VaultInstruction &instruction)
    {
        HostResult result = call(instruction);
        EXPECT_TRUE(result.ok()) << vault::nameOf(instruction) << ": " << result.code << " " << result.violation
                                 << (result.logs.size() > 2 ? " " + result.logs[result.logs.size() - 2] : "");
        if (host.accounts.contains(at.game({1})) && !host.data(at.game({1})).empty())
            expectBacked();
        return result;
    }
    /// Refused with this code, and nothing has changed.
    void expectRefused(const solana::Instruction &instruction, std::uint64_t code)
    {
        const auto before = host.accounts;
        const HostResult result = host.run(instruction);
        EXPECT_EQ(result.code, code) << result.violation;
        for (const auto &[key, account] : before)
            EXPECT_EQ(host.accounts[key], account);
    }
    void expectRefused(const vault::VaultInstruction &instruction, vault::VaultError error)
    {
        SCOPED_TRACE(vault::nameOf(instruction));
        expectRefused(vault::build(at, instruction), static_cast<std::uint64_t>(error));
    }
    template <class Event>
    Event eventOf(const HostResult &result)
    {
        for (const vault::VaultEvent &event : vault::eventsOf(program(), result.logs).events)
            if (const auto *found = std::get_if<Event>(&event))
                return *found;
        ADD_FAILURE() << "no such event";
        return {};
    }

    vault::PlayerLedger ledger(const PublicKey &player)
    {
        return vault::decodePlayerLedger(host.data(ledgerKey(player))).value();
    }
    vault::Item item(const PublicKey &key) { return vault::decodeItem(host.data(key)).value(); }
    vault::Game venue() { return vault::decodeGame(host.data(game)).value(); }
    vault::Batch batch(const BatchId &id) { return vault::decodeBatch(host.data(at.batch(game, id))).value(); }
    [[nodiscard]] PublicKey ledgerKey(const PublicKey &player) const { return at.ledger(game, player); }
    [[nodiscard]] PublicKey itemKey(std::uint8_t number) const { return at.item(game, named<vault::ItemId>(number)); }

    [[nodiscard]] Grant grant(const PublicKey &owner, std::uint8_t session, std::uint64_t limit) const
    {
        return {.genesis = named<Hash>(1),
                .program = program(),
                .engine = game,
                .owner = owner,
                .session = named(session, 5),
                .actions = actionsAll,
                .maxTotal = {limit},
                .maxPerIntent = {limit},
                .maxIntents = 100,
                .notBefore = {host.now},
                .expiresAt = {host.now + 3600},
                .epoch = 0,
                .scopeRoot = {}};
    }
    void registerGrant(const PublicKey &owner, std::uint8_t session, std::uint64_t limit)
    {
        expectOk(vault::RegisterSessionKey{grant(owner, session, limit)});
    }
    void deposit(const PublicKey &player, std::uint64_t amount)
    {
        expectOk(vault::DepositCredits{.game = game, .player = player, .amount = {amount}});
    }
    PublicKey newItem(const PublicKey &owner, std::uint8_t number)
    {
        expectOk(vault::RegisterItem{.game = game, .owner = owner, .item = named<vault::ItemId>(number)});
        return itemKey(number);
    }

    void expectBacked()
    {
        std::uint64_t owed = venue().fees.value;
        for (const auto &[key, account] : host.accounts) {
            if (account.owner != program())
                continue;
            if (const auto state = vault::decodePlayerLedger(account.data); state && state->game == game)
                owed += state->available.value;
            if (const auto state = vault::decodeBatch(account.data);
                state && (state->phase == vault::BatchPhase::Locking || state->phase == vault::BatchPhase::Committing ||
                          state->phase == vault::BatchPhase::Aborting))
                owed += state->locked.value - state->committed.value - state->returned.value;
        }
        EXPECT_EQ(host.accounts[at.vault(game)].lamports, host.rent(0) + owed);
    }

    const vault::Addresses at{vault::defaultProgram};
    NativeHost host;
    const PublicKey admin = named(1);
    const PublicKey authority = named(2);
    const PublicKey alice = named(3);
    const PublicKey bob = named(4);
    const PublicKey carol = named(5);
    const PublicKey treasury = named(6);
    const PublicKey game = at.game({1});
};

} // namespace paradox::test
