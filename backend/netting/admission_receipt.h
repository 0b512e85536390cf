#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"
#include "solana/keypair.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <expected>
#include <span>
#include <string>
#include <vector>

namespace paradox::netting {

/// The venue's word that it took an intent, and as which number. One signature covers a commit group.
struct Admission {
    IntentId intent;
    Seq seq;
    UnixMillis admittedAt;

    bool operator==(const Admission &) const = default;
};

/// Where the receipt speaks: the same three keys as in the intent.
struct Venue {
    Hash genesis;
    PublicKey program;
    PublicKey engine;

    bool operator==(const Venue &) const = default;
};

using AdmissionLeaf = std::array<std::uint8_t, 49>; ///< "A" · intent id · seq u64 · admittedAt ms i64
using AdmissionStatement =
    std::array<std::uint8_t, 144>; ///< ff "ppv:receipt:v1" 00 · genesis · program · engine · root

[[nodiscard]] AdmissionLeaf encodeAdmission(const Admission &admission);
[[nodiscard]] AdmissionStatement encodeAdmissionStatement(const Venue &venue, const Hash &root);

struct AdmissionReceipt {
    Admission admission;
    PublicKey engineKey; ///< the engine's signing key
    Hash root;           ///< RFC 6962 root over the commit group, in seq order
    std::uint64_t index = 0;
    std::uint64_t size = 0;
    std::vector<Hash> path;
    Signature signature; ///< of engineKey over the statement

    bool operator==(const AdmissionReceipt &) const = default;
};

/// Receipts of one commit group, one signature in all. The group is not empty.
[[nodiscard]] std::vector<AdmissionReceipt> issueReceipts(std::span<const Admission> group, const Venue &venue,
                                                          const solana::Keypair &engineKey);

/// The path leads to the root and the engine key signed it. Whether that key is the venue's is for the caller to
/// compare.
[[nodiscard]] bool verifyReceipt(const AdmissionReceipt &receipt, const Venue &venue);

/// {intentId, seq, admittedAt (RFC 3339, ms), engineKey, root, index, size, path:[hex], signature}: strings but index
/// and size.
[[nodiscard]] nlohmann::json toJson(const AdmissionReceipt &receipt);
/// Error: words that name the member.
[[nodiscard]] std::expected<AdmissionReceipt, std::string> parseAdmissionReceipt(const nlohmann::json &json);

} // namespace paradox::netting
