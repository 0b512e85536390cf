#include "domain/encoding.h"
#include "solana/ed25519_group.h"
#include "solana/keypair.h"
#include "solana/verifier.h"

#include <gtest/gtest.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <cstdlib>
#include <list>

namespace paradox::solana::test {
namespace {

using Scalar = std::array<std::uint8_t, 32>;
using Encoded = std::array<std::uint8_t, 32>;

/// splitmix64, seeded from PARADOX_SEED or always alike.
class SeededRandom {
public:
    explicit SeededRandom(std::uint64_t salt)
    {
        const char *text = std::getenv("PARADOX_SEED");
        m_state = salt + (text ? std::strtoull(text, nullptr, 10) : 20'261'124);
    }
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t limit) { return next() % limit; }
    Bytes bytes(std::size_t count)
    {
        Bytes result(count);
        for (std::uint8_t &byte : result)
            byte = static_cast<std::uint8_t>(next());
        return result;
    }
    /// Uniform below the group order.
    Scalar scalar()
    {
        Scalar result;
        crypto_core_ed25519_scalar_reduce(result.data(), bytes(64).data());
        return result;
    }

private:
    std::uint64_t m_state = 0;
};

Encoded encodedFrom(const char *hex)
{
    Encoded result;
    const Bytes bytes = hexDecode(hex).value();
    std::copy(bytes.begin(), bytes.end(), result.begin());
    return result;
}

Encoded sumOf(const Encoded &a, const Encoded &b)
{
    Encoded result;
    EXPECT_EQ(crypto_core_ed25519_add(result.data(), a.data(), b.data()), 0);
    return result;
}

Encoded timesBase(const Scalar &scalar)
{
    Encoded result{1}; // the neutral point, which libsodium refuses to compute
    if (crypto_scalarmult_ed25519_base_noclamp(result.data(), scalar.data()) != 0)
        return Encoded{1};
    return result;
}

/// The eight points whose order divides 8, in turn.
std::vector<Encoded> torsionPoints()
{
    const Encoded eighth = encodedFrom("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    std::vector<Encoded> points = {Encoded{1}};
    while (points.size() < 8)
        points.push_back(sumOf(points.back(), eighth));
    EXPECT_EQ(sumOf(points.back(), eighth), Encoded{1});
    return points;
}

/// A key whose point may carry a part of small order, which no honest signer makes.
struct RawKey {
    Scalar secret{};
    Encoded point{};

    RawKey(SeededRandom &random, const Encoded &torsion)
        : secret(random.scalar()),
          point(sumOf(timesBase(secret), torsion))
    {
    }

    Scalar challenge(const Encoded &r, ByteSpan message) const
    {
        std::array<std::uint8_t, 64> digest;
        SHA512_CTX context;
        SHA512_Init(&context);
        SHA512_Update(&context, r.data(), 32);
        SHA512_Update(&context, point.data(), 32);
        SHA512_Update(&context, message.data(), message.size());
        SHA512_Final(digest.data(), &context);
        Scalar result;
        crypto_core_ed25519_scalar_reduce(result.data(), digest.data());
        return result;
    }
    /// With R = nonce·B + torsion.
    Signature sign(ByteSpan message, const Scalar &nonce, const Encoded &torsion) const
    {
        const Encoded r = sumOf(timesBase(nonce), torsion);
        const Scalar h = challenge(r, message);
        Scalar s;
        crypto_core_ed25519_scalar_mul(s.data(), h.data(), secret.data());
        crypto_core_ed25519_scalar_add(s.data(), s.data(), nonce.data());
        Signature signature;
        std::copy(r.begin(), r.end(), signature.bytes.begin());
        std::copy(s.begin(), s.end(), signature.bytes.begin() + 32);
        return signature;
    }
    [[nodiscard]] PublicKey publicKey() const { return {point}; }
};

bool bySodium(const SignatureCheck &check)
{
    return crypto_sign_verify_detached(check.signature.data(), check.message.data(), check.message.size(),
                                       check.key.data()) == 0;
}

/// Checks that keep their messages, compared with libsodium in groups.
class Comparison {
public:
    explicit Comparison(SignatureVerifier &verifier) : m_verifier(verifier) {}

    void add(const PublicKey &key, Bytes message, const Signature &signature)
    {
        m_messages.push_back(std::move(message));
        m_checks.push_back({key, m_messages.back(), signature});
        if (m_checks.size() == 97)
            flush();
    }
    void flush()
    {
        std::vector<std::uint8_t> results(m_checks.size(), 7);
        m_verifier.verify(m_checks, results);
        for (std::size_t i = 0; i < m_checks.size(); ++i) {
            const bool expected = bySodium(m_checks[i]);
            ASSERT_EQ(results[i] == 1, expected)
                << "key " << hexEncode(m_checks[i].key.span()) << " signature "
                << hexEncode(m_checks[i].signature.span()) << " message " << hexEncode(m_checks[i].message);
            ++(expected ? accepted : refused);
        }
        m_checks.clear();
        m_messages.clear();
    }

    int accepted = 0;
    int refused = 0;

private:
    SignatureVerifier &m_verifier;
    std::list<Bytes> m_messages;
    std::vector<SignatureCheck> m_checks;
};

void warm(SignatureVerifier &verifier, const RawKey &key, SeededRandom &random)
{
    const std::size_t before = verifier.tableCount();
    // A key of mixed order needs luck for a cofactorless signature: one in eight.
    for (int i = 0; i < 400 && verifier.tableCount() == before; ++i) {
        const Bytes message = random.bytes(20);
        (void)verifier.verify({key.publicKey(), message, key.sign(message, random.scalar(), Encoded{1})});
    }
    ASSERT_EQ(verifier.tableCount(), before + 1);
}

/// On a processor without wide registers both are the same.
class Arithmetics : public testing::TestWithParam<ed25519::Arithmetic> {};

Signature withLastHalfPlusOrder(Signature signature)
{
    const Encoded order = encodedFrom("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += unsigned{signature.bytes[32 + i]} + order[i];
        signature.bytes[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    return signature;
}

TEST_P(Arithmetics, agreesWithLibsodiumOnHonestAndSpoiltSignatures)
{
    SeededRandom random(1);
    SignatureVerifier verifier({.arithmetic = GetParam()});
    Comparison comparison(verifier);
    std::vector<Keypair> keys;
    for (int i = 0; i < 40; ++i)
        keys.push_back(Keypair::fromSeed(random.bytes(32)));
    for (int i = 0; i < 30'000; ++i) {
        const Keypair &key = keys[random.below(keys.size())];
        Bytes message = random.bytes(random.below(500));
        Signature signature = key.sign(message);
        PublicKey by = key.publicKey();
        switch (random.below(8)) {
        case 0:
            signature.bytes[random.below(64)] ^= static_cast<std::uint8_t>(1U << random.below(8));
            break;
        case 1:
            if (!message.empty())
                message[random.below(message.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
            break;
        case 2:
            by = keys[random.below(keys.size())].publicKey();
            break;
        case 3:
            signature = withLastHalfPlusOrder(signature);
            break;
        case 4: {
            const Bytes noise = random.bytes(32);
            std::copy(noise.begin(), noise.end(), signature.bytes.begin() + (random.below(2) ? 32 : 0));
            break;
        }
        default:
            break;
        }
        comparison.add(by, std::move(message), signature);
        ASSERT_FALSE(HasFatalFailure()) << "turn " << i;
    }
    comparison.flush();
    EXPECT_EQ(verifier.tableCount(), keys.size());
    EXPECT_GT(comparison.accepted, 10'000);
    EXPECT_GT(comparison.refused, 10'000);
}

TEST_P(Arithmetics, agreesOnKeysAndCommitmentsOfMixedOrder)
{
    SeededRandom random(2);
    SignatureVerifier verifier({.arithmetic = GetParam()});
    Comparison comparison(verifier);
    const std::vector<Encoded> torsion = torsionPoints();
    for (std::size_t order = 0; order < 8; ++order) {
        for (int repeat = 0; repeat < 3; ++repeat) {
            const RawKey key(random, torsion[order]);
            warm(verifier, key, random);
            for (int i = 0; i < 400; ++i) {
                Bytes message = random.bytes(30);
                const Scalar nonce = random.scalar();
                const Signature signature = key.sign(message, nonce, torsion[random.below(8)]);
                comparison.add(key.publicKey(), std::move(message), signature);
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
    comparison.flush();
    EXPECT_GT(comparison.accepted, 500); // the cofactorless equation holds by chance
    EXPECT_GT(comparison.refused, 5000);
}

TEST_P(Arithmetics, refusesCommitmentsOfSmallOrderThatWouldFitTheEquation)
{
    SeededRandom random(3);
    SignatureVerifier verifier({.arithmetic = GetParam()});
    Comparison comparison(verifier);
    const std::vector<Encoded> torsion = torsionPoints();
    for (std::size_t order = 0; order < 8; ++order) {
        const RawKey key(random, torsion[order]);
        warm(verifier, key, random);
        for (const Encoded &r : torsion) {
            for (int i = 0; i < 16; ++i) { // nonce zero: R is the torsion point alone
                Bytes message = random.bytes(16);
                comparison.add(key.publicKey(), message, key.sign(message, Scalar{}, r));
            }
        }
    }
    comparison.flush();
    EXPECT_EQ(comparison.accepted, 0);
}

TEST_P(Arithmetics, agreesOnEncodingsThatAreNotCanonical)
{
    SeededRandom random(4);
    SignatureVerifier verifier({.arithmetic = GetParam()});
    Comparison comparison(verifier);
    const RawKey key(random, Encoded{1});
    warm(verifier, key, random);
    for (unsigned low = 0; low < 256; ++low) {
        for (const auto top : std::to_array<std::uint8_t>({0x7f, 0xff, 0x00, 0x80})) {
            Encoded odd;
            odd.fill(top == 0x7f || top == 0xff ? 0xff : 0x00);
            odd[0] = static_cast<std::uint8_t>(low);
            odd[31] = top;
            const Bytes message = random.bytes(8);
            Signature signature = key.sign(message, random.scalar(), Encoded{1});
            comparison.add({odd}, message, signature);
            std::copy(odd.begin(), odd.end(), signature.bytes.begin());
            comparison.add(key.publicKey(), message, signature);
            std::copy(odd.begin(), odd.end(), signature.bytes.begin() + 32);
            comparison.add(key.publicKey(), message, signature);
        }
    }
    comparison.flush();
    for (const Encoded &small : torsionPoints())
        EXPECT_FALSE(verifier.verify({{small}, {}, Signature{small[0]}}));
}

TEST_P(Arithmetics, agreesOnScalarsAtTheEdges)
{
    SeededRandom random(5);
    SignatureVerifier verifier({.arithmetic = GetParam()});
    Comparison comparison(verifier);
    const RawKey key(random, Encoded{1});
    warm(verifier, key, random);
    for (const char *hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "0100000000000000000000000000000000000000000000000000000000000000",
                            "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
                            "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
                            "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
                            "8080808080808080808080808080808080808080808080808080808080808000",
                            "8181818181818181818181818181818181818181818181818181818181818100",
                            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0f",
                            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
        const Encoded s = encodedFrom(hex);
        Signature signature = key.sign(asBytes("edge"), random.scalar(), Encoded{1});
        std::copy(s.begin(), s.end(), signature.bytes.begin() + 32);
        comparison.add(key.publicKey(), {'e', 'd', 'g', 'e'}, signature);
    }
    comparison.flush();
    EXPECT_EQ(comparison.accepted, 0);
}

TEST_P(Arithmetics, aCombinationIsTheSumLibsodiumComputes)
{
    SeededRandom random(6);
    for (std::size_t count = 1; count <= 40; ++count) {
        std::list<ed25519::MultiplesTable> tables;
        std::vector<ed25519::Sum> sums;
        std::vector<Encoded> expected;
        for (std::size_t i = 0; i < count; ++i) {
            const RawKey key(random, Encoded{1});
            Scalar s = random.scalar();
            Scalar h = random.scalar();
            if (i % 3 == 0) { // digits at the edges of their range, and none at all
                s.fill(static_cast<std::uint8_t>(i % 2 == 0 ? 0x7f + count % 4 : 0));
                h.fill(static_cast<std::uint8_t>(i % 4 == 0 ? 0x77 + count % 18 : 0));
                s[31] = h[31] = 0;
            }
            tables.push_back(ed25519::makeKeyTable(ed25519::decodeNegated(key.point).value()));
            sums.push_back(ed25519::combination(s, h, tables.back()));
            // s·B - h·(a·B) = (s - h·a)·B
            Scalar product;
            crypto_core_ed25519_scalar_mul(product.data(), h.data(), key.secret.data());
            Scalar difference;
            crypto_core_ed25519_scalar_sub(difference.data(), s.data(), product.data());
            expected.push_back(timesBase(difference));
        }
        std::vector<ed25519::Point> points(count);
        ed25519::workOut(sums, points, GetParam());
        std::vector<Encoded> encoded(count);
        ed25519::encodeAll(points, encoded);
        EXPECT_EQ(encoded, expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Verifier, Arithmetics,
                         testing::Values(ed25519::Arithmetic::Fastest, ed25519::Arithmetic::Portable),
                         [](const auto &each) {
                             return each.param == ed25519::Arithmetic::Fastest ? "fastest" : "portable";
                         });

TEST(Verifier, theTableComesWithTheThirdGoodSignature)
{
    SeededRandom random(7);
    SignatureVerifier verifier;
    const Keypair key = Keypair::fromSeed(random.bytes(32));
    const Bytes message = random.bytes(10);
    const Signature signature = key.sign(message);
    Signature bad = signature;
    bad.bytes[3] ^= 1;
    for (int i = 0; i < 10; ++i)
        EXPECT_FALSE(verifier.verify({key.publicKey(), message, bad}));
    EXPECT_TRUE(verifier.verify({key.publicKey(), message, signature}));
    EXPECT_EQ(verifier.tableCount(), 0U);
    EXPECT_TRUE(verifier.verify({key.publicKey(), message, signature}));
    EXPECT_EQ(verifier.tableCount(), 1U);
    EXPECT_TRUE(verifier.verify({key.publicKey(), message, signature}));
    EXPECT_FALSE(verifier.verify({key.publicKey(), message, bad}));
}

TEST_P(Arithmetics, tablesAreBoundedAndTheLeastUsedGoesFirst)
{
    SeededRandom random(8);
    SignatureVerifier verifier({.tablesMax = 4, .sightsMax = 8, .arithmetic = GetParam()});
    Comparison comparison(verifier);
    std::vector<Keypair> keys;
    for (int i = 0; i < 30; ++i)
        keys.push_back(Keypair::fromSeed(random.bytes(32)));
    for (int i = 0; i < 3000; ++i) {
        const Keypair &key = keys[random.below(i % 2 ? keys.size() : 5)];
        const Bytes message = random.bytes(12);
        Signature signature = key.sign(message);
        signature.bytes[random.below(64)] ^= static_cast<std::uint8_t>(random.below(2));
        comparison.add(key.publicKey(), message, signature);
        ASSERT_FALSE(HasFatalFailure());
        ASSERT_LE(verifier.tableCount(), 4U);
    }
    comparison.flush();
    EXPECT_EQ(verifier.tableCount(), 4U);
}

TEST(Verifier, anEmptyGroupIsFine)
{
    SignatureVerifier verifier;
    verifier.verify({}, {});
}

} // namespace
} // namespace paradox::solana::test
