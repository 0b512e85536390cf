#include "ledger/account_store.h"

#include "solana/programs.h"
#include "tests/ledger/bank_fixture.h"

#include <map>
#include <random>

namespace paradox::ledger {
namespace {

AccountRef accountOf(const PublicKey &owner, std::uint64_t lamports = 1)
{
    Account account;
    account.owner = owner;
    account.lamports = lamports;
    return std::make_shared<const Account>(std::move(account));
}

TEST(AccountStoreTest, anAccountIsFoundWithItsOwnerOnlyOnceTheChangeIsFinal)
{
    AccountStore store;
    store.apply({1}, {{address(1), accountOf(address(50))}});
    store.finalize({1});
    store.apply({2}, {{address(1), accountOf(address(51))}});
    EXPECT_EQ(store.candidatesOf(address(50)), std::vector{address(1)}) << "the older slot can still be asked about";
    EXPECT_EQ(store.candidatesOf(address(51)), std::vector{address(1)});
    store.finalize({2});
    EXPECT_TRUE(store.candidatesOf(address(50)).empty());
    EXPECT_EQ(store.candidatesOf(address(51)), std::vector{address(1)});
}

TEST(AccountStoreTest, aRestoredAccountIsFoundWithItsOwner)
{
    AccountStore store;
    store.reserve(3);
    store.restore(address(2), accountOf(address(50)));
    store.restore(address(1), accountOf(address(50)));
    store.restore(address(3), accountOf(solana::systemProgram));
    EXPECT_EQ(store.size(), 3U);
    EXPECT_EQ(store.candidatesOf(address(50)), (std::vector{address(1), address(2)}));
    EXPECT_EQ(store.candidatesOf(solana::systemProgram), std::vector{address(3)});
}

TEST(AccountStoreTest, ownersKeepTheirListsThroughManyRandomChangesAndRollbacks)
{
    std::mt19937 random(20'261);
    AccountStore store;
    std::map<PublicKey, AccountRef> model;
    for (std::uint64_t slot = 1; slot <= 400; ++slot) {
        const std::map<PublicKey, AccountRef> before = model;
        for (int i = 0; i < 20; ++i) {
            const PublicKey key = address(static_cast<std::uint8_t>(1 + random() % 40));
            const PublicKey owner = address(static_cast<std::uint8_t>(100 + random() % 4));
            AccountRef account = random() % 3 == 0 ? nullptr : accountOf(owner, random());
            store.apply({slot}, {{key, account}});
            if (account)
                model[key] = std::move(account);
            else
                model.erase(key);
        }
        if (random() % 4 == 0) {
            (void)store.rollback({slot - 1});
            model = before;
        }
        store.finalize({slot});
        for (std::uint8_t number = 100; number < 104; ++number) {
            std::vector<PublicKey> owned;
            for (const auto &[key, account] : model) {
                if (account->owner == address(number))
                    owned.push_back(key);
            }
            ASSERT_EQ(store.candidatesOf(address(number)), owned);
        }
        ASSERT_EQ(store.size(), model.size());
        for (const auto &[key, account] : model)
            ASSERT_EQ(store.current(key), account);
    }
}

} // namespace
} // namespace paradox::ledger
