#pragma once

#include "netting/archive.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::netting {

/// What the object of a batch says again beside its header; nothing: not said.
struct BatchSummary {
    std::optional<std::uint32_t> trades;
    std::optional<std::uint32_t> accepted;
    std::optional<std::uint32_t> rejected; ///< neither accepted nor deferred
    std::optional<std::uint32_t> items;
    std::optional<std::uint32_t> wallets;
    std::optional<std::uint32_t> ratioBps;
    std::optional<UnixMillis> openedAt;
    std::optional<UnixMillis> cutAt;
    std::optional<Hash> headerHash;
    std::optional<Hash> intentsRoot;
    std::optional<Hash> ownersRoot;
    std::optional<Hash> deltasRoot;

    bool operator==(const BatchSummary &) const = default;
};

/// A batch as somebody claims it happened.
struct BatchClaim {
    ArchiveContent content;
    BatchHeader header;
    BatchId batchId;
    BatchSummary summary{};

    bool operator==(const BatchClaim &) const = default;
};

struct Mismatch {
    std::string what; ///< e.g. "verdict of trade 17", "ownersRoot", "batchId"
    std::string claimed;
    std::string computed;
};

struct Reexecution {
    std::vector<Mismatch> mismatches; ///< empty: match. At most mismatchesMax, the first of each kind first
    HeaderBytes header{};             ///< as computed here
    BatchId batchId;

    [[nodiscard]] bool matches() const { return mismatches.empty(); }
};

inline constexpr std::size_t mismatchesMax = 100;

/// Nets the claimed inputs again and compares verdicts, owners, deltas, totals, counts, roots, digest and batch id,
/// and what the summary says of them.
/// When the signed halves are there, each must decode, be signed, and be the half that its trade names.
[[nodiscard]] Reexecution reexecute(const BatchClaim &claim);

/// From a CAR: recomputes the header from the content alone and compares with the id the caller trusts, if any.
[[nodiscard]] std::expected<Reexecution, ArchiveError> reexecuteCar(ByteSpan car,
                                                                    const std::optional<BatchId> &expected);

/// Reads the JSON of GET /api/batches/:id. `treasury` is used when the object has none of its own. Such an object has
/// no signed halves, so its archive digest is taken from the header as claimed.
[[nodiscard]] std::expected<BatchClaim, std::string> parseBatchClaim(std::string_view json,
                                                                     const std::optional<PublicKey> &treasury);

} // namespace paradox::netting
