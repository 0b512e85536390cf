#include "domain/base58.h"
#include "domain/encoding.h"
#include "solana/transaction.h"
#include "tests/support/vectors.h"

namespace paradox::solana {
namespace {

PublicKey key(const nlohmann::json &text)
{
    return *fromBase58<PublicKey>(text.get<std::string>());
}

struct Vector {
    std::vector<Instruction> instructions;
    std::vector<LookupTable> tables;
    MessageOptions options;
    std::vector<Keypair> signers;
};

Vector read(const nlohmann::json &json)
{
    Vector vector;
    for (const nlohmann::json &entry : json.at("instructions")) {
        Instruction instruction{.program = key(entry.at("program_id")),
                                .accounts = {},
                                .data = *hexDecode(entry.at("data_hex").get<std::string>())};
        for (const nlohmann::json &account : entry.at("accounts"))
            instruction.accounts.push_back({key(account.at("pubkey")), account.at("is_signer").get<bool>(),
                                            account.at("is_writable").get<bool>()});
        vector.instructions.push_back(std::move(instruction));
    }
    for (const nlohmann::json &entry : json.at("address_lookup_tables")) {
        LookupTable table{.key = key(entry.at("key")), .addresses = {}};
        for (const nlohmann::json &address : entry.at("addresses"))
            table.addresses.push_back(key(address));
        vector.tables.push_back(std::move(table));
    }
    for (const nlohmann::json &signer : json.at("signers"))
        vector.signers.push_back(Keypair::fromSeed(*hexDecode(signer.at("seed_hex").get<std::string>())));
    const nlohmann::json &version = json.at("version");
    vector.options = {.feePayer = key(json.at("fee_payer")),
                      .recentBlockhash = *fromBase58<Hash>(json.at("recent_blockhash").get<std::string>()),
                      .version = version == "legacy" ? MessageVersion::Legacy : MessageVersion::V0,
                      .tables = {}};
    return vector;
}

Bytes buildAndSign(Vector &vector, KeyOrder order)
{
    MessageOptions options = vector.options;
    options.tables = vector.tables;
    options.order = order;
    const auto message = compileMessage(vector.instructions, options);
    EXPECT_TRUE(message);
    Transaction transaction = makeTransaction(*message);
    std::vector<const Keypair *> signers;
    for (const Keypair &signer : vector.signers)
        signers.push_back(&signer);
    EXPECT_TRUE(signTransaction(transaction, signers));
    EXPECT_TRUE(verifySignatures(transaction));
    return serialiseTransaction(transaction);
}

TEST(TransactionVectors, builtBytesAreExactInBothKeyOrders)
{
    for (const nlohmann::json &json : test::loadVectors("transactions.json")) {
        Vector vector = read(json);
        EXPECT_EQ(base64Encode(buildAndSign(vector, KeyOrder::Rust)),
                  json.at("orders").at("rust").at("serialized_base64").get<std::string>())
            << json.at("name");
        EXPECT_EQ(base64Encode(buildAndSign(vector, KeyOrder::Insertion)),
                  json.at("orders").at("insertion").at("serialized_base64").get<std::string>())
            << json.at("name");
    }
}

TEST(TransactionVectors, bytesDecodeAndEncodeBack)
{
    for (const nlohmann::json &json : test::loadVectors("transactions.json")) {
        const Vector vector = read(json);
        for (const nlohmann::json &order : json.at("orders")) {
            const Bytes bytes = *base64Decode(order.at("serialized_base64").get<std::string>());
            const auto transaction = decodeTransaction(bytes);
            ASSERT_TRUE(transaction) << json.at("name");
            EXPECT_EQ(serialiseTransaction(*transaction), bytes);
            EXPECT_EQ(serialiseMessage(transaction->message), transaction->messageBytes);
            EXPECT_TRUE(verifySignatures(*transaction));
            const auto instructions = decompileInstructions(transaction->message, vector.tables);
            ASSERT_TRUE(instructions);
            ASSERT_EQ(instructions->size(), vector.instructions.size());
            for (std::size_t i = 0; i < instructions->size(); ++i) {
                EXPECT_EQ((*instructions)[i].program, vector.instructions[i].program);
                EXPECT_EQ((*instructions)[i].data, vector.instructions[i].data);
            }
        }
    }
}

TEST(TransactionVectors, everyTruncationAndEveryFlippedByteIsHandled)
{
    for (const nlohmann::json &json : test::loadVectors("transactions.json")) {
        const Bytes bytes = *base64Decode(json.at("serialized_base64").get<std::string>());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decodeTransaction(ByteSpan(bytes).first(size))) << size;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            for (const std::uint8_t flip : std::array<std::uint8_t, 3>{0x01, 0x80, 0xff}) {
                Bytes mutated = bytes;
                mutated[i] ^= flip;
                if (const auto transaction = decodeTransaction(mutated)) {
                    EXPECT_EQ(serialiseTransaction(*transaction), mutated);
                    EXPECT_FALSE(verifySignatures(*transaction));
                }
            }
        }
    }
}

} // namespace
} // namespace paradox::solana
