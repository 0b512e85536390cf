#include "solana/ecdsa.h"

#include "domain/assert.h"
#include "domain/sha256.h"
#include "solana/keccak256.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <algorithm>
#include <memory>

namespace paradox::solana {

namespace {

struct Freed {
    void operator()(BIGNUM *number) const { BN_free(number); }
    void operator()(BN_CTX *scratch) const { BN_CTX_free(scratch); }
    void operator()(EC_GROUP *curve) const { EC_GROUP_free(curve); }
    void operator()(EC_POINT *point) const { EC_POINT_free(point); }
};
using Number = std::unique_ptr<BIGNUM, Freed>;
using Scratch = std::unique_ptr<BN_CTX, Freed>;
using Group = std::unique_ptr<EC_GROUP, Freed>;
using Point = std::unique_ptr<EC_POINT, Freed>;

constexpr std::size_t scalarSize = 32;

/// A curve of prime order and what its points need. OpenSSL fails here for want of memory only.
class Curve {
public:
    explicit Curve(int name) : m_group(EC_GROUP_new_by_curve_name(name)), m_scratch(BN_CTX_new())
    {
        PARADOX_ASSERT(m_group != nullptr);
        PARADOX_ASSERT(m_scratch != nullptr);
    }

    [[nodiscard]] const BIGNUM *order() const { return EC_GROUP_get0_order(m_group.get()); }
    [[nodiscard]] BN_CTX *scratch() const { return m_scratch.get(); }
    [[nodiscard]] Number number(ByteSpan bytes) const
    {
        return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    }
    /// From 1 to the order, which it is below.
    [[nodiscard]] bool isScalar(const Number &number) const
    {
        return !BN_is_zero(number.get()) && BN_cmp(number.get(), order()) < 0;
    }
    [[nodiscard]] Number times(const Number &a, const Number &b) const
    {
        Number product(BN_new());
        check(BN_mod_mul(product.get(), a.get(), b.get(), order(), scratch()));
        return product;
    }
    [[nodiscard]] Number inverse(const Number &of) const
    {
        Number result(BN_mod_inverse(nullptr, of.get(), order(), scratch()));
        PARADOX_ASSERT(result != nullptr);
        return result;
    }
    /// Nothing for what is no compressed point: the first byte is 2 or 3.
    [[nodiscard]] Point point(ByteSpan compressed) const
    {
        Point point(EC_POINT_new(m_group.get()));
        if (EC_POINT_oct2point(m_group.get(), point.get(), compressed.data(), compressed.size(), scratch()) != 1)
            return nullptr;
        return point;
    }
    /// a times the generator, and b times the point.
    [[nodiscard]] Point sum(const Number &a, const Number &b, const Point &of) const
    {
        Point result(EC_POINT_new(m_group.get()));
        check(EC_POINT_mul(m_group.get(), result.get(), a.get(), of.get(), b.get(), scratch()));
        return result;
    }
    [[nodiscard]] bool isInfinity(const Point &point) const
    {
        return EC_POINT_is_at_infinity(m_group.get(), point.get()) == 1;
    }
    /// Both coordinates, each as long as a scalar.
    [[nodiscard]] std::array<std::uint8_t, 2 * scalarSize> coordinates(const Point &point) const
    {
        std::array<std::uint8_t, 1 + 2 * scalarSize> bytes{};
        const std::size_t size = EC_POINT_point2oct(m_group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
                                                    bytes.data(), bytes.size(), scratch());
        PARADOX_ASSERT(size == bytes.size());
        std::array<std::uint8_t, 2 * scalarSize> both{};
        std::copy(bytes.begin() + 1, bytes.end(), both.begin());
        return both;
    }
    static void check(int done) { PARADOX_ASSERT(done == 1); }

private:
    Group m_group;
    Scratch m_scratch;
};

/// The point whose x is r, or r and the order for the two upper recovery ids, and whose y has the id's parity.
Point recoveryPoint(const Curve &curve, const Number &r, std::uint8_t recoveryId)
{
    Number x(BN_dup(r.get()));
    if (recoveryId >= 2)
        Curve::check(BN_add(x.get(), x.get(), curve.order()));
    std::array<std::uint8_t, 1 + scalarSize> compressed{};
    compressed[0] = static_cast<std::uint8_t>(2 + recoveryId % 2);
    if (BN_bn2binpad(x.get(), compressed.data() + 1, static_cast<int>(scalarSize)) < 0)
        return nullptr; // beyond the field
    return curve.point(compressed);
}

} // namespace

std::optional<EthereumAddress> recoverEthereumAddress(const Hash &digest, ByteSpan signature, std::uint8_t recoveryId)
{
    PARADOX_ASSERT(signature.size() == ecdsaSignatureSize);
    PARADOX_ASSERT(recoveryId <= recoveryIdMax);
    const Curve curve(NID_secp256k1);
    const Number r = curve.number(signature.first(scalarSize));
    const Number s = curve.number(signature.last(scalarSize));
    if (!curve.isScalar(r) || !curve.isScalar(s))
        return std::nullopt;
    const Point nonce = recoveryPoint(curve, r, recoveryId);
    if (!nonce)
        return std::nullopt;
    // Of s * nonce = digest * generator + r * key, the key.
    const Number inverse = curve.inverse(r);
    Number minusDigest = curve.number(digest.span());
    BN_set_negative(minusDigest.get(), 1);
    Curve::check(BN_nnmod(minusDigest.get(), minusDigest.get(), curve.order(), curve.scratch()));
    const Point key = curve.sum(curve.times(minusDigest, inverse), curve.times(s, inverse), nonce);
    if (curve.isInfinity(key))
        return std::nullopt;
    const Hash hash = keccak256(curve.coordinates(key));
    EthereumAddress address{};
    std::copy(hash.bytes.end() - static_cast<std::ptrdiff_t>(address.size()), hash.bytes.end(), address.begin());
    return address;
}

EcdsaVerdict verifySecp256r1(ByteSpan key, ByteSpan message, ByteSpan signature)
{
    PARADOX_ASSERT(key.size() == secp256r1KeySize);
    PARADOX_ASSERT(signature.size() == ecdsaSignatureSize);
    const Curve curve(NID_X9_62_prime256v1);
    const Number r = curve.number(signature.first(scalarSize));
    const Number s = curve.number(signature.last(scalarSize));
    Number half(BN_new());
    Curve::check(BN_rshift1(half.get(), curve.order()));
    if (!curve.isScalar(r) || !curve.isScalar(s) || BN_cmp(s.get(), half.get()) > 0)
        return EcdsaVerdict::BadSignature;
    const Point owner = curve.point(key);
    if (!owner)
        return EcdsaVerdict::BadKey;
    const Number inverse = curve.inverse(s);
    const Point point =
        curve.sum(curve.times(curve.number(sha256(message).span()), inverse), curve.times(r, inverse), owner);
    if (curve.isInfinity(point))
        return EcdsaVerdict::BadSignature;
    Number x = curve.number(ByteSpan(curve.coordinates(point)).first(scalarSize));
    Curve::check(BN_nnmod(x.get(), x.get(), curve.order(), curve.scratch()));
    return BN_cmp(x.get(), r.get()) == 0 ? EcdsaVerdict::Good : EcdsaVerdict::BadSignature;
}

} // namespace paradox::solana
