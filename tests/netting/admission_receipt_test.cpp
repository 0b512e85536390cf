#include "netting/admission_receipt.h"

#include "domain/encoding.h"
#include "tests/netting/seeded_random.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace paradox::netting::test {
namespace {

const Venue venue{.genesis = Hash{{1}}, .program = PublicKey{{2}}, .engine = PublicKey{{3}}};

std::vector<AdmissionReceipt> receiptsOf(std::size_t count)
{
    std::vector<Admission> group;
    for (std::size_t i = 0; i < count; ++i)
        group.push_back(
            {IntentId{{static_cast<std::uint8_t>(i)}}, {100 + i}, {1'790'035'333'191 + static_cast<std::int64_t>(i)}});
    const std::array<std::uint8_t, 32> seed{7};
    return issueReceipts(group, venue, solana::Keypair::fromSeed(seed));
}

TEST(AdmissionReceipt, everyReceiptOfAGroupHoldsAlone)
{
    for (const std::size_t count : {1U, 2U, 7U, 64U}) {
        for (const AdmissionReceipt &receipt : receiptsOf(count))
            EXPECT_TRUE(verifyReceipt(receipt, venue));
    }
}

TEST(AdmissionReceipt, anyOtherWordBreaksIt)
{
    const AdmissionReceipt honest = receiptsOf(5)[2];
    AdmissionReceipt changed = honest;
    ++changed.admission.seq;
    EXPECT_FALSE(verifyReceipt(changed, venue));
    changed = honest;
    ++changed.admission.admittedAt;
    EXPECT_FALSE(verifyReceipt(changed, venue));
    changed = honest;
    changed.root.bytes[0] ^= 1;
    EXPECT_FALSE(verifyReceipt(changed, venue));
    Venue elsewhere = venue;
    elsewhere.genesis.bytes[5] ^= 1;
    EXPECT_FALSE(verifyReceipt(honest, elsewhere));
}

TEST(AdmissionReceipt, statementIsTheAgreedBytes)
{
    const AdmissionStatement statement = encodeAdmissionStatement(venue, Hash{{4}});
    EXPECT_EQ(hexEncode(std::span(statement).first(16)), "ff7070763a726563656970743a763100");
    EXPECT_EQ(statement[16], 1);
    EXPECT_EQ(statement[48], 2);
    EXPECT_EQ(statement[80], 3);
    EXPECT_EQ(statement[112], 4);
}

TEST(AdmissionReceipt, jsonComesBackTheSame)
{
    for (const AdmissionReceipt &receipt : receiptsOf(7))
        EXPECT_EQ(parseAdmissionReceipt(toJson(receipt)).value(), receipt);
}

TEST(AdmissionReceipt, malformedJsonIsNamed)
{
    const nlohmann::json whole = toJson(receiptsOf(3)[1]);
    EXPECT_EQ(whole.at("admittedAt"), "2026-09-22T00:02:13.192Z");
    for (const auto &[name, value] : whole.items()) {
        for (const nlohmann::json &bad :
             {nlohmann::json(), nlohmann::json(-1), nlohmann::json("?"), nlohmann::json({"?"})}) {
            nlohmann::json changed = whole;
            changed[name] = bad;
            const auto result = parseAdmissionReceipt(changed);
            ASSERT_FALSE(result.has_value()) << name << bad;
            EXPECT_NE(result.error().find(name), std::string::npos) << result.error();
        }
        nlohmann::json without = whole;
        without.erase(name);
        EXPECT_FALSE(parseAdmissionReceipt(without).has_value());
    }
    EXPECT_FALSE(parseAdmissionReceipt(nlohmann::json::array()).has_value());
}

} // namespace
} // namespace paradox::netting::test
