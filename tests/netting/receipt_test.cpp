#include "netting/receipt.h"
#include "solana/pda.h"
#include "solana/transaction.h"
#include "tests/netting/sample_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace paradox::netting::test {
namespace {

using nlohmann::json;

Bytes settlementBytes(const BatchHeader &header, const BatchId &batchId, const solana::Keypair &authority)
{
    const std::array<ByteSpan, 3> seeds = {asBytes("batch"), header.engine.span(), batchId.span()};
    const PublicKey account = solana::findProgramAddress(seeds, header.program).value().key;
    const std::array<solana::Instruction, 1> instructions = {
        solana::Instruction{.program = header.program, .accounts = {{account, false, true}}, .data = {1, 2, 3}}};
    const solana::MessageOptions options{.feePayer = authority.publicKey(), .recentBlockhash = Hash{{8}}, .tables = {}};
    solana::Transaction transaction = solana::makeTransaction(solana::compileMessage(instructions, options).value());
    const std::array<const solana::Keypair *, 1> signers = {&authority};
    EXPECT_TRUE(solana::signTransaction(transaction, signers));
    return solana::serialiseTransaction(transaction);
}

/// The buyer's receipt of trade 1, settled through the batch after it.
Receipt honestReceipt()
{
    const ArchiveContent content = sampleContent();
    const solana::Keypair engineKey = walletKey(100);
    const Commitment commitment =
        commit(content.context, content.batch(), content.netting, archiveDigest(makeArchive(content)));
    BatchHeader next = commitment.header;
    next.seq = {8};
    next.previous = headerHashOf(commitment.headerBytes);

    Receipt receipt;
    receipt.intent = content.intents[3];
    const std::vector<Admission> group = {{intentIdOf(content.intents[2].preimage), {102}, {1'790'035'340'000}},
                                          {intentIdOf(content.intents[3].preimage), {103}, {1'790'035'340'001}}};
    const Venue batchVenue{content.context.genesis, content.context.program, content.context.engine};
    receipt.admission = issueReceipts(group, batchVenue, engineKey)[1];
    receipt.counterpart = content.trades[1].sellerIntent;
    receipt.verdict = content.netting.verdicts[1];
    receipt.leafIndex = 1;
    receipt.leafPath = commitment.intents.proof(1);
    receipt.headers = {commitment.headerBytes, encodeHeader(next)};
    const Bytes bytes = settlementBytes(commitment.header, commitment.batchId, engineKey);
    receipt.transactions = {{solana::decodeTransaction(bytes).value().signatures.front(), {4250}, bytes},
                            {Signature{{5}}, {4251}, {}}};
    receipt.settledSlot = {4300};
    return receipt;
}

std::vector<ReceiptCheck> failuresOf(const Receipt &receipt, const ReceiptTrust &trust = {})
{
    std::vector<ReceiptCheck> failures;
    for (const ReceiptFinding &finding : verifyReceipt(receipt, trust)) {
        EXPECT_FALSE(finding.words.empty());
        if (!finding.passed)
            failures.push_back(finding.check);
    }
    return failures;
}

using testing::ElementsAre;

TEST(Receipt, anHonestReceiptPassesEveryCheck)
{
    const Receipt receipt = honestReceipt();
    const ReceiptTrust trust{.engineKey = walletKey(100).publicKey(),
                             .genesis = Hash{{1}},
                             .program = PublicKey{{2}},
                             .engine = PublicKey{{3}}};
    const std::vector<ReceiptFinding> findings = verifyReceipt(receipt, trust);
    EXPECT_EQ(findings.size(), 7U);
    EXPECT_TRUE(allPassed(findings));
}

TEST(Receipt, comesBackTheSameFromItsFile)
{
    EXPECT_EQ(parseReceipt(toJsonText(honestReceipt())).value(), honestReceipt());
}

TEST(Receipt, oneThatIsNotSettledProvesThatTheIntentWasTaken)
{
    const json whole = json::parse(toJsonText(honestReceipt()));
    json open = {{"settled", false}, {"status", "pending"}};
    for (const char *member : {"format", "intent", "signature", "admission"})
        open[member] = whole.at(member);
    Receipt receipt = parseReceipt(open.dump()).value();
    EXPECT_EQ(verifyReceipt(receipt, {}).size(), 3U);
    EXPECT_THAT(failuresOf(receipt), ElementsAre());
    receipt.admission.admission.seq.value += 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::AdmissionReceipt));
    open["settled"] = true;
    EXPECT_FALSE(parseReceipt(open.dump()).has_value());
}

TEST(Receipt, eachLieFailsItsOwnCheck)
{
    Receipt receipt = honestReceipt();
    receipt.intent.signature.bytes[0] ^= 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::IntentSignature));
    receipt = honestReceipt();
    receipt.admission.admission.seq.value -= 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::AdmissionReceipt));
    receipt = honestReceipt();
    receipt.verdict = Verdict::Insolvent;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::LeafProof));
    receipt = honestReceipt();
    receipt.counterpart.bytes[0] ^= 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::LeafProof));
    receipt = honestReceipt();
    receipt.headers[1][130] ^= 1; // inside `previous`
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::HeaderChain));
    receipt = honestReceipt();
    receipt.transactions[0].bytes.back() ^= 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::Transactions));
    receipt = honestReceipt();
    receipt.transactions[0].signature.bytes[1] ^= 1;
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::Transactions));
    receipt = honestReceipt();
    receipt.settledSlot = {4000};
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::Slot));
}

TEST(Receipt, aTransactionOfAnotherBatchIsFound)
{
    Receipt receipt = honestReceipt();
    const BatchHeader header = decodeHeader(receipt.headers[0]).value();
    const Bytes bytes = settlementBytes(header, BatchId{{0x55}}, walletKey(100));
    receipt.transactions = {{solana::decodeTransaction(bytes).value().signatures.front(), {4250}, bytes}};
    EXPECT_THAT(failuresOf(receipt), ElementsAre(ReceiptCheck::Transactions));
}

TEST(Receipt, whatTheVerifierTrustsWins)
{
    EXPECT_THAT(failuresOf(honestReceipt(), {.engineKey = PublicKey{{1}}}),
                ElementsAre(ReceiptCheck::AdmissionReceipt));
    EXPECT_THAT(failuresOf(honestReceipt(), {.genesis = Hash{{2}}}), ElementsAre(ReceiptCheck::IntentBytes));
}

TEST(Receipt, anEmptyReceiptFailsEverywhereAndNothingCrashes)
{
    EXPECT_EQ(failuresOf(Receipt{}).size(), 7U);
}

TEST(Receipt, malformedFilesAreNamed)
{
    const json whole = json::parse(toJsonText(honestReceipt()));
    for (const auto &[name, value] : whole.items()) {
        for (const json &bad : {json(), json("?"), json(-1), json({1})}) {
            json changed = whole;
            changed[name] = bad;
            const auto result = parseReceipt(changed.dump());
            ASSERT_FALSE(result.has_value()) << name << bad;
            EXPECT_THAT(result.error(), testing::HasSubstr(name));
        }
    }
    EXPECT_FALSE(parseReceipt("").has_value());
    EXPECT_FALSE(parseReceipt("[]").has_value());
}

} // namespace
} // namespace paradox::netting::test
