#include "client/deposit_room.h"
#include "client/fake_backend.h"
#include "programs/client/vault_addresses.h"
#include "tests/client/wait.h"

namespace paradox::test {

using client::ChainAccount;
using client::DepositRoom;
using client::depositRoomOf;
using client::PlayerLedgerState;

class DepositRoomTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allLeavesTheFeeOfOneSignature();
    void theFirstDepositPaysItsLedgersRentToo();
    void whoCannotPayTheFeeDepositsNothing();
    void theNodeSaysWhetherThereIsALedger();
};

void DepositRoomTest::allLeavesTheFeeOfOneSignature()
{
    const DepositRoom room = depositRoomOf({lamportsPerSol}, PlayerLedgerState::Open);
    QCOMPARE(room.most.value, lamportsPerSol - 5'000);
    QCOMPARE(room.fees.value, std::uint64_t{5'000});
    QCOMPARE(room.keepLeast.value, std::uint64_t{890'880});
}

void DepositRoomTest::theFirstDepositPaysItsLedgersRentToo()
{
    const DepositRoom first = depositRoomOf({lamportsPerSol}, PlayerLedgerState::Missing);
    QVERIFY(first.fees.value > 5'000 + first.keepLeast.value);
    QCOMPARE(first.most.value + first.fees.value, lamportsPerSol);
    QCOMPARE(depositRoomOf({first.fees.value}, PlayerLedgerState::Missing).most.value, std::uint64_t{0});
}

void DepositRoomTest::whoCannotPayTheFeeDepositsNothing()
{
    // The chain takes the fee first: what that leaves is less than an account may hold.
    QCOMPARE(depositRoomOf({895'879}, PlayerLedgerState::Open).most.value, std::uint64_t{0});
    QCOMPARE(depositRoomOf({895'880}, PlayerLedgerState::Open).most.value, std::uint64_t{890'880});
    QCOMPARE(depositRoomOf({0}, PlayerLedgerState::Missing).most.value, std::uint64_t{0});
}

void DepositRoomTest::theNodeSaysWhetherThereIsALedger()
{
    client::FakeBackend node;
    client::Health health;
    health.vaultProgram.bytes.fill(3);
    health.engine.bytes.fill(4);
    node.setHealth(health);
    PublicKey owner;
    owner.bytes.fill(5);
    client::Balances balances;
    balances.address = owner;
    balances.wallet = {7 * lamportsPerSol};
    node.putBalances(balances);
    const auto ask = [&] {
        std::optional<client::Result<DepositRoom>> answer;
        client::depositRoom(node, owner).onDone(this, [&](const auto &room) { answer = room; });
        (void)QTest::qWaitFor([&] { return answer.has_value(); });
        return answer && *answer ? **answer : DepositRoom{};
    };
    QCOMPARE(ask(), depositRoomOf(balances.wallet, PlayerLedgerState::Missing));
    ChainAccount ledger;
    ledger.address = vault::Addresses(health.vaultProgram).ledger(health.engine, owner);
    ledger.data = Bytes(8, 1);
    node.putAccount(ledger);
    QCOMPARE(ask(), depositRoomOf(balances.wallet, PlayerLedgerState::Open));
}

} // namespace paradox::test

QTEST_GUILESS_MAIN(paradox::test::DepositRoomTest)
#include "deposit_room_test.moc"
