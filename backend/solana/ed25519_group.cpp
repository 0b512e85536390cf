#include "solana/ed25519_group.h"

#include "domain/assert.h"
#include "solana/ed25519_lanes.h"

#include <algorithm>

namespace paradox::solana::ed25519 {
namespace {

constexpr std::size_t baseColumns = 128;

Field small(std::uint64_t value)
{
    return {{value, 0, 0, 0, 0}};
}

struct Constants {
    Field d = (fieldZero - small(121'665)) * inverse(small(121'666)); ///< of the curve -x² + y² = 1 + d x² y²
    Field d2 = (d + d) * fieldOne;
    Field rootOfMinusOne = squared(powP58(small(2))) * small(2); ///< 2^((p-1)/4)
};

const Constants &constants()
{
    static const Constants values;
    return values;
}

/// The result of an addition before its four products: x = X/Z', y = Y/T'.
struct Completed {
    Field x, y, z, t;

    Point point() const { return {x * t, y * z, z * t, x * y}; }
};

Completed doubled(const Point &p)
{
    const Field xx = squared(p.x);
    const Field yy = squared(p.y);
    const Field zz = squared(p.z);
    const Field sum = yy + xx;
    return {squared(p.x + p.y) - sum, sum, yy - xx, zz + zz + xx - yy};
}

Point doubledTimes(Point p, int times)
{
    for (; times > 0; --times)
        p = doubled(p).point();
    return p;
}

/// All bits set when true: choosing by mask spares a branch that half of the time goes the other way.
std::uint64_t maskOf(bool condition)
{
    return std::uint64_t{0} - static_cast<std::uint64_t>(condition);
}

Field chosen(std::uint64_t mask, const Field &ifSet, const Field &otherwise)
{
    Field result;
    for (std::size_t i = 0; i < 5; ++i)
        result.limb[i] = otherwise.limb[i] ^ (mask & (ifSet.limb[i] ^ otherwise.limb[i]));
    return result;
}

/// p + q, or p - q.
Completed added(const Point &p, const TablePoint &q, bool isNegative)
{
    const std::uint64_t mask = maskOf(isNegative);
    const Field a = (p.y + p.x) * chosen(mask, q.difference, q.sum);
    const Field b = (p.y - p.x) * chosen(mask, q.sum, q.difference);
    const Field c = p.t * chosen(mask, fieldZero - q.product, q.product);
    const Field z2 = p.z + p.z;
    return {a - b, a + b, z2 + c, z2 - c};
}

Point sumOf(const Point &p, const Point &q)
{
    const Field a = (p.y + p.x) * (q.y + q.x);
    const Field b = (p.y - p.x) * (q.y - q.x);
    const Field c = p.t * q.t * constants().d2;
    const Field zz = p.z * q.z;
    const Field z2 = zz + zz;
    return Completed{a - b, a + b, z2 + c, z2 - c}.point();
}

/// 1/z of each point: one inversion and three products for each.
std::vector<Field> inversesOfZ(std::span<const Point> points)
{
    std::vector<Field> inverses(points.size());
    Field product = fieldOne;
    for (std::size_t i = 0; i < points.size(); ++i) {
        inverses[i] = product;
        product = product * points[i].z;
    }
    Field rest = inverse(product);
    for (std::size_t i = points.size(); i-- > 0;) {
        inverses[i] = inverses[i] * rest;
        rest = rest * points[i].z;
    }
    return inverses;
}

const MultiplesTable &baseTable()
{
    static const MultiplesTable table = [] {
        FieldBytes encoded;
        encoded.fill(0x66);
        encoded[0] = 0x58; // y = 4/5, x even
        const std::optional<Point> negated = decodeNegated(encoded);
        PARADOX_ASSERT(negated.has_value());
        return MultiplesTable(
            {(fieldZero - negated->x) * fieldOne, negated->y, negated->z, (fieldZero - negated->t) * fieldOne},
            baseColumns);
    }();
    return table;
}

/// Signed digits of radix 256, each in -127 … 128.
std::array<int, 32> digits256(const Scalar &scalar)
{
    std::array<int, 32> digits;
    int carry = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        digits[i] = scalar[i] + carry;
        carry = digits[i] > 128 ? 1 : 0;
        digits[i] -= carry * 256;
    }
    PARADOX_ASSERT(carry == 0); // below the group order there is room at the top
    return digits;
}

/// Signed digits of radix 16, each in -7 … 8.
std::array<int, 64> digits16(const Scalar &scalar)
{
    std::array<int, 64> digits;
    int carry = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        digits[i] = (scalar[i / 2] >> (i % 2 * 4) & 15) + carry;
        carry = digits[i] > 8 ? 1 : 0;
        digits[i] -= carry * 16;
    }
    PARADOX_ASSERT(carry == 0);
    return digits;
}

Term termOf(const MultiplesTable &table, std::size_t row, int digit)
{
    return digit == 0 ? Term{} : Term{&table.at(row, digit), digit < 0};
}

void prefetch(const Term &term)
{
    __builtin_prefetch(term.point);
    __builtin_prefetch(reinterpret_cast<const char *>(term.point) + 64);
}

Point valueOf(const Sum &sum)
{
    constexpr std::size_t ahead = 8;
    for (std::size_t i = 0; i < ahead; ++i)
        prefetch(sum.terms[i]);
    Point value;
    for (std::size_t i = 0; i < Sum::size; ++i) {
        if (i == Sum::doubledAt)
            value = doubledTimes(value, Sum::doublings);
        if (i + ahead < Sum::size)
            prefetch(sum.terms[i + ahead]);
        if (sum.terms[i].point != &neutral)
            value = added(value, *sum.terms[i].point, sum.terms[i].isNegative).point();
    }
    return value;
}

} // namespace

MultiplesTable::MultiplesTable(const Point &point, std::size_t columns) : m_columns(columns)
{
    std::vector<Point> multiples;
    multiples.reserve(rows * columns);
    Point first = point;
    for (std::size_t row = 0; row < rows; ++row) {
        Point multiple = first;
        for (std::size_t column = 0; column < columns; ++column) {
            multiples.push_back(multiple);
            multiple = column == 0 ? doubled(first).point() : sumOf(multiple, first);
        }
        first = doubledTimes(first, 8);
    }
    const std::vector<Field> inverses = inversesOfZ(multiples);
    m_points.resize(multiples.size());
    for (std::size_t i = 0; i < multiples.size(); ++i) {
        const Field x = multiples[i].x * inverses[i];
        const Field y = multiples[i].y * inverses[i];
        m_points[i] = {(y + x) * fieldOne, (y - x) * fieldOne, x * y * constants().d2};
    }
}

const TablePoint &MultiplesTable::at(std::size_t row, int digit) const
{
    return m_points[row * m_columns + static_cast<std::size_t>(digit < 0 ? -digit : digit) - 1];
}

MultiplesTable makeKeyTable(const Point &negatedKey)
{
    return MultiplesTable(negatedKey, keyColumns);
}

Sum combination(const Scalar &s, const Scalar &h, const MultiplesTable &table)
{
    const std::array<int, 64> keyDigits = digits16(h);
    const std::array<int, 32> baseDigits = digits256(s);
    Sum sum;
    for (std::size_t row = 0; row < MultiplesTable::rows; ++row) {
        sum.terms[row] = termOf(table, row, keyDigits[2 * row + 1]);
        sum.terms[MultiplesTable::rows + row] = termOf(table, row, keyDigits[2 * row]);
        sum.terms[2 * MultiplesTable::rows + row] = termOf(baseTable(), row, baseDigits[row]);
    }
    return sum;
}

void workOut(std::span<const Sum> sums, std::span<Point> points, Arithmetic arithmetic)
{
    PARADOX_ASSERT(sums.size() == points.size());
    const bool wide = arithmetic == Arithmetic::Fastest && hasLanes();
    for (std::size_t i = 0; i < sums.size(); i += lanes) {
        const std::size_t count = std::min(lanes, sums.size() - i);
        if (wide) {
            sumInLanes(sums.subspan(i, count), points.subspan(i, count));
            continue;
        }
        for (std::size_t k = i; k < i + count; ++k)
            points[k] = valueOf(sums[k]);
    }
}

std::optional<Point> decodeNegated(ByteSpan bytes32)
{
    const Field y = fieldFrom(bytes32);
    const Field yy = squared(y);
    const Field u = (yy - fieldOne) * fieldOne;
    const Field v = yy * constants().d + fieldOne;
    const Field v3 = squared(v) * v;
    Field x = u * v3 * powP58(u * squared(v3) * v);
    const Field vxx = squared(x) * v;
    if (!isZero(vxx - u)) {
        if (!isZero(vxx + u))
            return std::nullopt;
        x = x * constants().rootOfMinusOne;
    }
    const bool sign = bytes32[31] >> 7 != 0;
    if (isNegative(x) == sign)
        x = (fieldZero - x) * fieldOne;
    return Point{x, y, fieldOne, x * y};
}

void encodeAll(std::span<const Point> points, std::span<FieldBytes> encodings)
{
    PARADOX_ASSERT(points.size() == encodings.size());
    const std::vector<Field> inverses = inversesOfZ(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Field x = points[i].x * inverses[i];
        encodings[i] = encode(points[i].y * inverses[i]);
        if (isNegative(x))
            encodings[i][31] |= 0x80;
    }
}

} // namespace paradox::solana::ed25519
