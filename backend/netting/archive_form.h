#pragma once

#include "domain/fixed_layout.h"
#include "netting/archive.h"
#include "netting/dag_cbor.h"

#include <array>

namespace paradox::netting {

// The form of an archive's blocks, shared by writer and reader.

inline constexpr std::uint8_t codecRaw = 0x55;
inline constexpr std::uint8_t codecDagCbor = 0x71;
inline constexpr std::size_t blockSizeMax = std::size_t{1} << 20;
inline constexpr std::string_view archiveFormat = "ppv-archive-1";

template <class Record>
inline constexpr std::size_t recordsPerBlock = blockSizeMax / Record::size;

// One record of each kind, fixed width, little-endian.

struct TradeRecord {
    using Value = Trade;
    static constexpr std::size_t size = 176;
    static void write(LayoutWriter &out, const Trade &trade)
    {
        out.put(trade.seq.value).put(trade.sellerIntent).put(trade.buyerIntent).put(trade.item);
        out.put(trade.from).put(trade.to).put(trade.amount.value);
    }
    static std::optional<Trade> read(LayoutReader &in)
    {
        Trade trade;
        trade.seq = {in.take<std::uint64_t>()};
        trade.sellerIntent = in.take<IntentId>();
        trade.buyerIntent = in.take<IntentId>();
        trade.item = in.take<PublicKey>();
        trade.from = in.take<PublicKey>();
        trade.to = in.take<PublicKey>();
        trade.amount = {in.take<std::uint64_t>()};
        return trade;
    }
};

struct IntentRecord {
    using Value = SignedIntent;
    static constexpr std::size_t size = intentSize + Signature::size;
    static void write(LayoutWriter &out, const SignedIntent &intent) { out.raw(intent.preimage).put(intent.signature); }
    static std::optional<SignedIntent> read(LayoutReader &in)
    {
        SignedIntent intent;
        const ByteSpan preimage = in.raw(intentSize);
        std::copy(preimage.begin(), preimage.end(), intent.preimage.begin());
        intent.signature = in.take<Signature>();
        return intent;
    }
};

struct OwnershipRecord {
    using Value = Ownership;
    static constexpr std::size_t size = 64;
    static void write(LayoutWriter &out, const Ownership &ownership) { out.put(ownership.item).put(ownership.wallet); }
    static std::optional<Ownership> read(LayoutReader &in)
    {
        const auto item = in.take<PublicKey>();
        return Ownership{.item = item, .wallet = in.take<PublicKey>()};
    }
};

struct BalanceRecord {
    using Value = Balance;
    static constexpr std::size_t size = 40;
    static void write(LayoutWriter &out, const Balance &balance)
    {
        out.put(balance.wallet).put(balance.available.value);
    }
    static std::optional<Balance> read(LayoutReader &in)
    {
        const auto wallet = in.take<PublicKey>();
        return Balance{.wallet = wallet, .available = {in.take<std::uint64_t>()}};
    }
};

struct VerdictRecord {
    using Value = Verdict;
    static constexpr std::size_t size = 1;
    static void write(LayoutWriter &out, Verdict verdict) { out.put(static_cast<std::uint8_t>(verdict)); }
    static std::optional<Verdict> read(LayoutReader &in)
    {
        const auto number = in.take<std::uint8_t>();
        return number <= static_cast<std::uint8_t>(Verdict::Deferred) ? std::optional(static_cast<Verdict>(number))
                                                                      : std::nullopt;
    }
};

struct IndexRecord {
    using Value = std::uint32_t;
    static constexpr std::size_t size = 4;
    static void write(LayoutWriter &out, std::uint32_t index) { out.put(index); }
    static std::optional<std::uint32_t> read(LayoutReader &in) { return in.take<std::uint32_t>(); }
};

struct MoveRecord {
    using Value = OwnerMove;
    static constexpr std::size_t size = 96;
    static void write(LayoutWriter &out, const OwnerMove &move) { out.put(move.item).put(move.from).put(move.to); }
    static std::optional<OwnerMove> read(LayoutReader &in)
    {
        const auto item = in.take<PublicKey>();
        const auto from = in.take<PublicKey>();
        return OwnerMove{.item = item, .from = from, .to = in.take<PublicKey>()};
    }
};

struct DeltaRecord {
    using Value = WalletDelta;
    static constexpr std::size_t size = 40;
    static void write(LayoutWriter &out, const WalletDelta &delta) { out.put(delta.wallet).put(delta.delta); }
    static std::optional<WalletDelta> read(LayoutReader &in)
    {
        const auto wallet = in.take<PublicKey>();
        return WalletDelta{.wallet = wallet, .delta = in.take<std::int64_t>()};
    }
};

/// The links of the root block, section by section in the order of the blocks.
struct Links {
    std::vector<Cid> trades, intents, owners, available, verdicts, accepted, moves, deltas;

    [[nodiscard]] std::array<const std::vector<Cid> *, 8> all() const
    {
        return {&trades, &intents, &owners, &available, &verdicts, &accepted, &moves, &deltas};
    }
};

[[nodiscard]] Bytes writeRoot(const ArchiveContent &content, const Links &links);

/// What a root block says: everything but the records behind the links.
struct RootContent {
    ArchiveContent content;
    Links links;
};
[[nodiscard]] std::optional<RootContent> readRoot(ByteSpan bytes);

} // namespace paradox::netting
