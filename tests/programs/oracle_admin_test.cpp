#include "oracle_world.h"

namespace paradox::test {
namespace {

class OracleAdmin : public OracleWorld {
protected:
    [[nodiscard]] static solana::Instruction setActive(const PublicKey &signer, bool active)
    {
        using Ix = oracle::UpdateOracleStatus;
        return call<Ix>({active}, {{Ix::authority, signer}});
    }
    [[nodiscard]] static solana::Instruction clearMarket(const PublicKey &signer)
    {
        using Ix = oracle::TriggerMarketClearing;
        return call<Ix>({}, {{Ix::authority, signer}});
    }
};

TEST_F(OracleAdmin, addressAndCallsAreThoseOfTheReference)
{
    EXPECT_EQ(oracleKey(), keyOf("41ZvaJg6orKkXSdWMQUzKwixqwnt6qYQGpEJStC4dt1Q"));
    EXPECT_EQ(hexEncode(submit(gateway, "METER_001", 1764000000).data),
              "b5f7c48b4e58c0ce090000004d455445525f303031dc05000000000000c8000000000000000081246900000000");
    EXPECT_EQ(hexEncode(clearMarket(gateway).data), "b474a2a7251c4e9f");
    EXPECT_EQ(hexEncode(setActive(admin, false).data), "1112c77d357a5b3f00");
    using Metas = std::vector<solana::AccountMeta>;
    EXPECT_EQ(submit(gateway, "M", 1).accounts, (Metas{{oracleKey(), false, true}, {gateway, true, false}}));
    EXPECT_EQ(clearMarket(gateway).accounts, (Metas{{oracleKey(), false, true}, {gateway, true, false}}));
}

TEST_F(OracleAdmin, discriminatorsAreThoseOfTheReference)
{
    const auto hex = [](std::uint64_t discriminator) {
        return hexEncode(solana::BorshWriter().put(discriminator).take());
    };
    EXPECT_EQ(hex(oracle::UpdateApiGateway::discriminator), "4245fcf27fa82a70");
    EXPECT_EQ(hex(oracle::OracleData::discriminator), "1a83196e068d0a25");
    EXPECT_EQ(hex(oracle::MeterReadingSubmitted::discriminator), "7417b45bb4e3a08d");
    EXPECT_EQ(hex(oracle::MarketClearingTriggered::discriminator), "54ae94250460de78");
    EXPECT_EQ(hex(oracle::OracleStatusUpdated::discriminator), "a1b0628dc9564b7a");
    EXPECT_EQ(hex(oracle::ApiGatewayUpdated::discriminator), "7a3912666221d4ab");
}

TEST_F(OracleAdmin, theOracleLiesAtTheOffsetsOfTheReference)
{
    expectOk(submit(gateway, "M", host.now - 5));
    host.now += 7;
    expectOk(clearMarket(gateway));
    const Bytes &data = host.data(oracleKey());
    ASSERT_EQ(data.size(), 105U);
    EXPECT_EQ(host.accounts[oracleKey()].lamports, 1'621'680U);
    solana::BorshReader in{ByteSpan(data)};
    EXPECT_EQ(hexEncode(in.raw(8)), "1a83196e068d0a25");
    EXPECT_EQ(in.take<PublicKey>(), admin);
    EXPECT_EQ(in.take<PublicKey>(), gateway);
    EXPECT_EQ(in.take<std::uint64_t>(), 1U);
    EXPECT_EQ(in.take<std::int64_t>(), host.now - 12);
    EXPECT_EQ(in.take<std::int64_t>(), host.now);
    EXPECT_EQ(in.take<std::uint8_t>(), 1);
    EXPECT_EQ(in.take<std::int64_t>(), host.now - 7);
    EXPECT_TRUE(in.atEnd());
}

TEST_F(OracleAdmin, itIsFoundedOnce)
{
    using Ix = oracle::Initialize;
    expectRefused(call<Ix>({programs::wire::toKey(alice)}, {{Ix::authority, alice}}), std::uint64_t{1} << 32);
}

TEST_F(OracleAdmin, onlyItsAuthorityChangesIt)
{
    using Gateway = oracle::UpdateApiGateway;
    const Gateway::Args toBob{programs::wire::toKey(bob)};
    for (const PublicKey &signer : {alice, gateway}) {
        expectRefused(setActive(signer, false), codeOf(oracle::Error::UnauthorizedAuthority));
        expectRefused(call<Gateway>(toBob, {{Gateway::authority, signer}}),
                      codeOf(oracle::Error::UnauthorizedAuthority));
        expectRefused(link(signer, oracleProgram), codeOf(oracle::Error::UnauthorizedAuthority));
    }
    const auto event =
        eventOf<oracle::ApiGatewayUpdated>(expectOk(call<Gateway>(toBob, {{Gateway::authority, admin}})));
    EXPECT_EQ(programs::wire::fromKey(event.oldGateway), gateway);
    EXPECT_EQ(programs::wire::fromKey(event.newGateway), bob);
    expectRefused(submit(gateway, "M", host.now), codeOf(oracle::Error::UnauthorizedGateway));
    expectOk(submit(bob, "M", host.now));
}

TEST_F(OracleAdmin, switchedOffItTakesNothing)
{
    const auto event = eventOf<oracle::OracleStatusUpdated>(expectOk(setActive(admin, false)));
    EXPECT_FALSE(event.active);
    expectRefused(submit(gateway, "M", host.now), codeOf(oracle::Error::OracleInactive));
    expectRefused(record(gateway, meterId, host.now), codeOf(oracle::Error::OracleInactive));
    expectRefused(clearMarket(gateway), codeOf(oracle::Error::OracleInactive));
    expectOk(setActive(admin, true));
    expectOk(submit(gateway, "M", host.now));
}

TEST_F(OracleAdmin, onlyTheGatewayClearsTheMarket)
{
    expectRefused(clearMarket(admin), codeOf(oracle::Error::UnauthorizedGateway));
    const auto event = eventOf<oracle::MarketClearingTriggered>(expectOk(clearMarket(gateway)));
    EXPECT_EQ(programs::wire::fromKey(event.authority), gateway);
    EXPECT_EQ(event.timestamp, host.now);
}

} // namespace
} // namespace paradox::test
