#pragma once

#include "solana/ed25519_field.h"

#include <optional>
#include <span>
#include <vector>

namespace paradox::solana::ed25519 {

/// A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.
struct Point {
    Field x = fieldZero;
    Field y = fieldOne;
    Field z = fieldOne;
    Field t = fieldZero;
};

/// An affine point as additions want it: y + x, y - x, 2dxy, all with the limbs of products. Two cache lines, so that a
/// look-up touches no third.
struct alignas(128) TablePoint {
    Field sum;
    Field difference;
    Field product;
};

/// Multiples of one point: row i holds 1·P', 2·P' … of P' = 2^(8 i) P, 32 rows.
class MultiplesTable {
public:
    static constexpr std::size_t rows = 32;

    /// `columns` multiples in each row.
    MultiplesTable(const Point &point, std::size_t columns);

    /// |digit| · 2^(8 row) · P; the digit is not zero and its magnitude at most `columns`.
    [[nodiscard]] const TablePoint &at(std::size_t row, int digit) const;

private:
    std::size_t m_columns;
    std::vector<TablePoint> m_points;
};

using Scalar = std::array<std::uint8_t, 32>; ///< little-endian, below the group order

/// 32 KiB: eight columns, for one key.
inline constexpr std::size_t keyColumns = 8;
[[nodiscard]] MultiplesTable makeKeyTable(const Point &negatedKey);

/// What adds nothing.
inline constexpr TablePoint neutral{.sum = fieldOne, .difference = fieldOne, .product = fieldZero};

/// An entry of a table as it is or negated, or the neutral one.
struct Term {
    const TablePoint *point = &neutral;
    bool isNegative = false;
};

/// Entries of tables whose sum is wanted, those before `doubledAt` counting sixteenfold. All are known beforehand, so
/// that they can be fetched before their turn: the tables of a thousand keys do not fit a cache.
struct Sum {
    static constexpr std::size_t size = 3 * MultiplesTable::rows;
    static constexpr std::size_t doubledAt = MultiplesTable::rows;
    static constexpr int doublings = 4;

    std::array<Term, size> terms;
};

/// s·B + h·P, where the table was made from P and must live until the sum is worked out.
[[nodiscard]] Sum combination(const Scalar &s, const Scalar &h, const MultiplesTable &table);

enum class Arithmetic { Fastest, Portable }; ///< the first uses wide registers where the processor has them

/// points[i] is the value of sums[i]; best in groups of eight.
void workOut(std::span<const Sum> sums, std::span<Point> points, Arithmetic arithmetic);

/// The negative of the point that 32 bytes encode, if they lie on the curve. The y coordinate is taken modulo p.
[[nodiscard]] std::optional<Point> decodeNegated(ByteSpan bytes32);

/// The encodings of many points with one inversion in all.
void encodeAll(std::span<const Point> points, std::span<FieldBytes> encodings);

} // namespace paradox::solana::ed25519
