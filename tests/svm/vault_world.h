#pragma once

#include "programs/client/vault.h"
#include "tests/svm/differential.h"

namespace paradox::test {

inline constexpr std::size_t venueCount = 2;
inline constexpr std::size_t vaultItemCount = 8;

/// A market in which everything happens: money in and out, items, listings, grants, batches whole and in chunks. Its
/// venues trade for lamports; a scenario that says otherwise derives from it.
class VaultWorld : public Scenario {
public:
    std::vector<Twins::Program> programs() const override { return {{"vault", vault::defaultProgram}}; }
    void setUp(Twins &twins) override;
    std::vector<Generator> generators() override;
    void check(const Outcome &outcome) override;
    std::vector<PublicKey> strangers() override;

protected:
    struct Currency {
        PublicKey mint = vault::lamportsMint;
        PublicKey program{};
    };
    /// Before there are venues: wallets have lamports only.
    virtual void foundCurrencies() {}
    [[nodiscard]] virtual Currency currencyOf(std::size_t venueNumber) const;
    /// One that a venue is founded with: now and then one that none can have.
    [[nodiscard]] virtual Currency someCurrency(SeededRandom &random) const;
    /// Where a wallet's tokens are for a deposit or a withdrawal; nothing with lamports. Undisturbed without dice.
    [[nodiscard]] virtual std::optional<vault::TokenAccounts> tokensOf(const PublicKey &venue, const PublicKey &wallet,
                                                                       SeededRandom *dice) const;
    /// What a venue's vault has beyond its own rent.
    [[nodiscard]] virtual std::uint64_t heldFor(const PublicKey &venue) const;

    [[nodiscard]] std::vector<PublicKey> wallets() const; ///< everybody's

    Move move(const vault::VaultInstruction &instruction, const PublicKey &payer) const
    {
        return {std::string(vault::nameOf(instruction)), {vault::build(at, instruction)}, payer};
    }
    template <class T>
    const T &oneOf(SeededRandom &random, const std::vector<T> &list) const
    {
        return list[random.below(list.size())];
    }
    const vault::Addresses at{vault::defaultProgram};
    Twins *m_twins = nullptr;
    PublicKey m_admin;
    PublicKey m_authority;
    PublicKey m_treasury;
    PublicKey m_visitor;
    std::vector<PublicKey> m_players;
    std::vector<PublicKey> m_venues;

private:
    /// A batch as it was opened: chunks still to lock and to commit.
    struct Plan {
        BatchId id;
        Lamports fees;
        std::vector<vault::Legs> chunks;
    };

    const PublicKey &somePlayer(SeededRandom &random) { return oneOf(random, m_players); }
    const PublicKey &someVenue(SeededRandom &random) { return oneOf(random, m_venues); }
    PublicKey someItem(SeededRandom &random, const PublicKey &venue) { return at.item(venue, itemId(random)); }
    vault::ItemId itemId(SeededRandom &random)
    {
        vault::ItemId id;
        id.bytes[0] = static_cast<std::uint8_t>(random.below(vaultItemCount));
        return id;
    }
    Lamports someAmount(SeededRandom &random) { return {random.oneIn(20) ? random.next() : random.below(50'000)}; }
    BatchId newBatchId(SeededRandom &random);

    const PublicKey &ledgerKey(const PublicKey &venue, const PublicKey &player);
    std::optional<vault::PlayerLedger> ledger(const PublicKey &venue, const PublicKey &player);
    std::optional<vault::Game> venueState(const PublicKey &venue) const;
    std::optional<vault::Item> itemState(const PublicKey &key) const;

    void addMoney(std::vector<Generator> &list);
    void addItems(std::vector<Generator> &list);
    void addSessions(std::vector<Generator> &list);
    void addAdministration(std::vector<Generator> &list);
    void addSettlements(std::vector<Generator> &list);

    Grant newGrant(const PublicKey &venue, const PublicKey &owner);
    Move registerSession(SeededRandom &random);
    Move transferItem(SeededRandom &random);
    vault::Legs someLegs(SeededRandom &random, const PublicKey &venue, std::uint64_t &fees);
    Move settleWhole(SeededRandom &random);
    Move open(SeededRandom &random);
    Move advanceBatch(SeededRandom &random);
    Move abort(SeededRandom &random);
    const Plan *openPlan(const PublicKey &venue) const;

    std::map<PublicKey, PublicKey> m_vaults; ///< by venue
    std::map<std::pair<PublicKey, PublicKey>, PublicKey> m_ledgerKeys;
    std::vector<std::pair<PublicKey, PublicKey>> m_sessions; ///< owner, session
    std::map<PublicKey, Plan> m_plans;                       ///< by the batch's account
    std::uint8_t m_gameNumber = venueCount;
    std::uint64_t m_listing = 0;
};

} // namespace paradox::test
