#include "solana/ed25519_lanes.h"

#include "domain/assert.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace paradox::solana::ed25519 {

#ifdef __x86_64__

// Only these functions are compiled for the wide registers, so that the program starts on every processor.
#define PARADOX_WIDE __attribute__((target("avx512f,avx512dq,avx512ifma")))
#define PARADOX_WIDE_INLINE PARADOX_WIDE __attribute__((always_inline)) inline

namespace {

/// Eight field elements, limb by limb of 51 bits. "Tight" limbs are below 2^52, which is what a product takes (the
/// multiplier looks at 52 bits): products are tight, sums and differences of them only after tightened().
struct Lanes {
    __m512i limb[5];
};

struct PointLanes {
    Lanes x, y, z, t;
};

struct TableLanes {
    Lanes sum, difference, product;
};

PARADOX_WIDE_INLINE __m512i all(std::uint64_t value)
{
    return _mm512_set1_epi64(static_cast<long long>(value));
}

PARADOX_WIDE_INLINE Lanes operator+(const Lanes &a, const Lanes &b)
{
    Lanes sum;
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i)
        sum.limb[i] = _mm512_add_epi64(a.limb[i], b.limb[i]);
    return sum;
}

/// Adds 4p first, as the difference of two Fields does.
PARADOX_WIDE_INLINE Lanes operator-(const Lanes &a, const Lanes &b)
{
    Lanes difference;
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i) {
        const __m512i multiple = all((std::uint64_t{1} << 53) - (i == 0 ? 76 : 4));
        difference.limb[i] = _mm512_sub_epi64(_mm512_add_epi64(a.limb[i], multiple), b.limb[i]);
    }
    return difference;
}

/// Every limb hands what is above its 51 bits to the next at once: limbs below 2^60 come out below 2^51 + 2^14.
PARADOX_WIDE_INLINE Lanes tightened(const Lanes &a)
{
    const __m512i mask = all(limbMask);
    __m512i carry[5];
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i)
        carry[i] = _mm512_srli_epi64(a.limb[i], 51);
    Lanes tight;
    tight.limb[0] = _mm512_add_epi64(_mm512_and_si512(a.limb[0], mask), _mm512_mullo_epi64(carry[4], all(19)));
#pragma GCC unroll 16
    for (int i = 1; i < 5; ++i)
        tight.limb[i] = _mm512_add_epi64(_mm512_and_si512(a.limb[i], mask), carry[i - 1]);
    return tight;
}

/// Of tight factors. The multiplier gives the lower and the upper 52 bits of a product of limbs apart; the upper ones
/// belong one limb higher, twice, since a limb has 51 bits.
PARADOX_WIDE_INLINE Lanes operator*(const Lanes &a, const Lanes &b)
{
    __m512i low[9];
    __m512i high[9];
#pragma GCC unroll 16
    for (int i = 0; i < 9; ++i)
        low[i] = high[i] = _mm512_setzero_si512();
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i) {
#pragma GCC unroll 16
        for (int k = 0; k < 5; ++k) {
            low[i + k] = _mm512_madd52lo_epu64(low[i + k], a.limb[i], b.limb[k]);
            high[i + k] = _mm512_madd52hi_epu64(high[i + k], a.limb[i], b.limb[k]);
        }
    }
    __m512i column[10];
    column[0] = low[0];
    column[9] = _mm512_add_epi64(high[8], high[8]);
#pragma GCC unroll 16
    for (int i = 1; i < 9; ++i)
        column[i] = _mm512_add_epi64(_mm512_add_epi64(low[i], high[i - 1]), high[i - 1]);
    Lanes product;
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i)
        product.limb[i] = _mm512_add_epi64(column[i], _mm512_mullo_epi64(column[i + 5], all(19)));
    return tightened(product);
}

PARADOX_WIDE_INLINE Lanes chosen(__mmask8 mask, const Lanes &ifSet, const Lanes &otherwise)
{
    Lanes result;
#pragma GCC unroll 16
    for (int i = 0; i < 5; ++i)
        result.limb[i] = _mm512_mask_blend_epi64(mask, otherwise.limb[i], ifSet.limb[i]);
    return result;
}

/// Rows of eight numbers become columns.
PARADOX_WIDE_INLINE void transpose(__m512i (&rows)[8])
{
    __m512i pairs[8];
#pragma GCC unroll 16
    for (int i = 0; i < 8; i += 2) {
        pairs[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
    }
#pragma GCC unroll 16
    for (int odd = 0; odd < 2; ++odd) {
        const __m512i a = _mm512_shuffle_i64x2(pairs[odd], pairs[2 + odd], 0x88);
        const __m512i b = _mm512_shuffle_i64x2(pairs[4 + odd], pairs[6 + odd], 0x88);
        const __m512i c = _mm512_shuffle_i64x2(pairs[odd], pairs[2 + odd], 0xdd);
        const __m512i d = _mm512_shuffle_i64x2(pairs[4 + odd], pairs[6 + odd], 0xdd);
        rows[odd] = _mm512_shuffle_i64x2(a, b, 0x88);
        rows[4 + odd] = _mm512_shuffle_i64x2(a, b, 0xdd);
        rows[2 + odd] = _mm512_shuffle_i64x2(c, d, 0x88);
        rows[6 + odd] = _mm512_shuffle_i64x2(c, d, 0xdd);
    }
}

PARADOX_WIDE_INLINE TableLanes gathered(const TablePoint *const (&points)[lanes])
{
    static_assert(sizeof(TablePoint) == 128);
    __m512i first[8];
    __m512i second[8];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < lanes; ++i) {
        first[i] = _mm512_load_si512(points[i]);
        second[i] = _mm512_load_si512(reinterpret_cast<const char *>(points[i]) + 64);
    }
    transpose(first);
    transpose(second);
    return {{{first[0], first[1], first[2], first[3], first[4]}},
            {{first[5], first[6], first[7], second[0], second[1]}},
            {{second[2], second[3], second[4], second[5], second[6]}}};
}

/// The four products that end an addition or a doubling.
PARADOX_WIDE_INLINE PointLanes completed(const Lanes &x, const Lanes &y, const Lanes &z, const Lanes &t)
{
    return {x * t, y * z, z * t, x * y};
}

PARADOX_WIDE_INLINE PointLanes doubled(const PointLanes &p)
{
    const Lanes xx = p.x * p.x;
    const Lanes yy = p.y * p.y;
    const Lanes zz = p.z * p.z;
    const Lanes both = tightened(p.x + p.y);
    const Lanes sum = tightened(yy + xx);
    return completed(tightened(both * both - sum), sum, tightened(yy - xx), tightened(zz + zz + xx - yy));
}

/// p + q, or p - q in the lanes of the mask: there the two sums of q change places, and its product the sign.
PARADOX_WIDE_INLINE PointLanes added(const PointLanes &p, const TableLanes &q, __mmask8 negative)
{
    const Lanes a = tightened(p.y + p.x) * chosen(negative, q.difference, q.sum);
    const Lanes b = tightened(p.y - p.x) * chosen(negative, q.sum, q.difference);
    const Lanes c = p.t * q.product;
    const Lanes z2 = p.z + p.z;
    const Lanes plus = tightened(z2 + c);
    const Lanes minus = tightened(z2 - c);
    return completed(tightened(a - b), tightened(a + b), chosen(negative, minus, plus), chosen(negative, plus, minus));
}

PARADOX_WIDE_INLINE Lanes same(std::uint64_t value)
{
    const __m512i zero = _mm512_setzero_si512();
    return {{all(value), zero, zero, zero, zero}};
}

PARADOX_WIDE_INLINE void store(const Lanes &from, std::span<Point> points, Field Point::*coordinate)
{
    alignas(64) std::uint64_t limb[lanes];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < 5; ++i) {
        _mm512_store_si512(limb, from.limb[i]);
        for (std::size_t lane = 0; lane < points.size(); ++lane)
            (points[lane].*coordinate).limb[i] = limb[lane];
    }
}

} // namespace

bool hasLanes()
{
    static const bool has =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512ifma");
    return has;
}

PARADOX_WIDE void sumInLanes(std::span<const Sum> sums, std::span<Point> points)
{
    PARADOX_ASSERT(!sums.empty() && sums.size() <= lanes && sums.size() == points.size());
    PointLanes total{same(0), same(1), same(1), same(0)};
    constexpr std::size_t ahead = 2;
    for (std::size_t term = 0; term < Sum::size; ++term) {
        if (term == Sum::doubledAt)
            for (int i = 0; i < Sum::doublings; ++i)
                total = doubled(total);
        const TablePoint *entries[lanes];
        unsigned negative = 0;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const Term own = lane < sums.size() ? sums[lane].terms[term] : Term{};
            entries[lane] = own.point;
            negative |= static_cast<unsigned>(own.isNegative) << lane;
            if (lane < sums.size() && term + ahead < Sum::size) {
                const char *next = reinterpret_cast<const char *>(sums[lane].terms[term + ahead].point);
                __builtin_prefetch(next);
                __builtin_prefetch(next + 64);
            }
        }
        total = added(total, gathered(entries), static_cast<__mmask8>(negative));
    }
    store(total.x, points, &Point::x);
    store(total.y, points, &Point::y);
    store(total.z, points, &Point::z);
    store(total.t, points, &Point::t);
}

#undef PARADOX_WIDE_INLINE
#undef PARADOX_WIDE

#else

bool hasLanes()
{
    return false;
}

void sumInLanes(std::span<const Sum>, std::span<Point>)
{
    PARADOX_ASSERT(false);
}

#endif

} // namespace paradox::solana::ed25519
