#include "solana/verifier.h"

#include "domain/assert.h"
#include "solana/ed25519_group.h"
#include "solana/keypair.h"

#include <openssl/sha.h>
#include <sodium.h>

#include <algorithm>
#include <list>
#include <unordered_map>
#include <vector>

namespace paradox::solana {
namespace {

using ed25519::FieldBytes;
using ed25519::MultiplesTable;
using ed25519::Point;
using ed25519::Scalar;
using ed25519::Sum;

/// Seen this often with a good signature, a key is worth its table: making one costs about two verifications.
constexpr std::uint8_t sightsForTable = 3;

constexpr std::size_t sumsAtOnce = 8; ///< a sum is 1.5 KiB, and eight are worked out side by side where that goes

/// The order of the prime group, little-endian.
constexpr Scalar groupOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                               0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                               0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

bool isBelowOrder(ByteSpan scalar)
{
    for (std::size_t i = scalar.size(); i-- > 0;) {
        if (scalar[i] != groupOrder[i])
            return scalar[i] < groupOrder[i];
    }
    return false;
}

/// libsodium's list: canonical and other encodings of the eight torsion points, sign bit apart. A canonical result can
/// only ever equal the canonical ones.
bool isSmallOrder(ByteSpan encoded)
{
    constexpr std::array<std::uint8_t, 32> order8a = {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
                                                      0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
                                                      0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05};
    constexpr std::array<std::uint8_t, 32> order8b = {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
                                                      0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
                                                      0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a};
    std::array<std::uint8_t, 32> y;
    std::copy(encoded.begin(), encoded.end(), y.begin());
    y[31] &= 0x7f;
    if (y == order8a || y == order8b)
        return true;
    // 0 and 1, and p-1, p, p+1.
    const bool zeros = std::all_of(y.begin() + 1, y.end(), [](std::uint8_t byte) { return byte == 0; });
    const bool ones = std::all_of(y.begin() + 1, y.end() - 1, [](std::uint8_t byte) { return byte == 0xff; });
    return (zeros && y[0] <= 1) || (ones && y[31] == 0x7f && y[0] >= 0xec && y[0] <= 0xee);
}

Scalar challengeOf(const SignatureCheck &check)
{
    std::array<std::uint8_t, 64> digest;
    SHA512_CTX context;
    SHA512_Init(&context);
    SHA512_Update(&context, check.signature.data(), 32);
    SHA512_Update(&context, check.key.data(), 32);
    SHA512_Update(&context, check.message.data(), check.message.size());
    SHA512_Final(digest.data(), &context);
    Scalar scalar;
    crypto_core_ed25519_scalar_reduce(scalar.data(), digest.data());
    return scalar;
}

} // namespace

class SignatureVerifier::State {
public:
    explicit State(const Options &options) : m_options(options) { PARADOX_ASSERT(options.tablesMax > 0); }

    void verify(std::span<const SignatureCheck> checks, std::span<std::uint8_t> results)
    {
        PARADOX_ASSERT(checks.size() == results.size());
        m_points.clear();
        m_places.clear();
        for (std::size_t i = 0; i < checks.size(); ++i)
            results[i] = checkOne(checks[i], i) ? 1 : 0;
        workOutSums();
        m_encodings.resize(m_points.size());
        ed25519::encodeAll(m_points, m_encodings);
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const Signature &signature = checks[m_places[i]].signature;
            results[m_places[i]] = std::equal(m_encodings[i].begin(), m_encodings[i].end(), signature.data()) ? 1 : 0;
        }
    }

    [[nodiscard]] std::size_t tableCount() const { return m_tables.size(); }

private:
    struct KeyTable {
        PublicKey key;
        MultiplesTable multiples;
    };

    /// The answer, or false with a point queued whose encoding must turn out to be R.
    bool checkOne(const SignatureCheck &check, std::size_t place)
    {
        const MultiplesTable *table = findTable(check.key);
        if (table == nullptr) {
            const bool holds = solana::verify(check.key, check.message, check.signature);
            if (holds)
                noteSight(check.key);
            return holds;
        }
        const ByteSpan r = check.signature.span().first(32);
        const ByteSpan s = check.signature.span().subspan(32);
        if (!isBelowOrder(s) || isSmallOrder(r))
            return false;
        Scalar scalar;
        std::copy(s.begin(), s.end(), scalar.begin());
        m_sums.push_back(ed25519::combination(scalar, challengeOf(check), *table));
        m_places.push_back(place);
        if (m_sums.size() == sumsAtOnce)
            workOutSums();
        return false;
    }

    void workOutSums()
    {
        const std::size_t before = m_points.size();
        m_points.resize(before + m_sums.size());
        ed25519::workOut(m_sums, std::span(m_points).subspan(before), m_options.arithmetic);
        m_sums.clear();
    }

    const MultiplesTable *findTable(const PublicKey &key)
    {
        const auto found = m_tables.find(key);
        if (found == m_tables.end())
            return nullptr;
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return &found->second->multiples;
    }

    /// Only good signatures count, so that noise cannot push tables out. A key that verified is canonical, on the curve
    /// and not of small order.
    void noteSight(const PublicKey &key)
    {
        if (m_sights.size() >= m_options.sightsMax && !m_sights.contains(key))
            m_sights.clear();
        if (++m_sights[key] < sightsForTable - 1)
            return;
        m_sights.erase(key);
        const std::optional<Point> negated = ed25519::decodeNegated(key.span());
        PARADOX_ASSERT(negated.has_value());
        if (m_tables.size() == m_options.tablesMax) {
            workOutSums(); // one may want the table that goes
            m_tables.erase(m_recent.back().key);
            m_recent.pop_back();
        }
        m_recent.push_front({key, ed25519::makeKeyTable(*negated)});
        m_tables.emplace(key, m_recent.begin());
    }

    Options m_options;
    std::list<KeyTable> m_recent; ///< latest use first
    std::unordered_map<PublicKey, std::list<KeyTable>::iterator> m_tables;
    std::unordered_map<PublicKey, std::uint8_t> m_sights; ///< good signatures of keys without a table
    std::vector<Sum> m_sums;                              ///< of the running group, not worked out yet
    std::vector<Point> m_points;                          ///< of the running group
    std::vector<std::size_t> m_places;
    std::vector<FieldBytes> m_encodings;
};

SignatureVerifier::SignatureVerifier() : SignatureVerifier(Options{})
{
}
SignatureVerifier::SignatureVerifier(const Options &options) : m_state(std::make_unique<State>(options))
{
}
SignatureVerifier::~SignatureVerifier() = default;

void SignatureVerifier::verify(std::span<const SignatureCheck> checks, std::span<std::uint8_t> results)
{
    m_state->verify(checks, results);
}

bool SignatureVerifier::verify(const SignatureCheck &check)
{
    std::uint8_t result = 0;
    m_state->verify({&check, 1}, {&result, 1});
    return result == 1;
}

std::size_t SignatureVerifier::tableCount() const
{
    return m_state->tableCount();
}

} // namespace paradox::solana
