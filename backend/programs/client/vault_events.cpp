#include "programs/client/vault_events.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "programs/client/program_types.h"
#include "programs/vault/batch_events.h"
#include "programs/vault/events.h"
#include "programs/vault/leg_events.h"

namespace paradox::vault {

namespace {

namespace p = program::vault;
using programs::wire::fromBytes32;
using programs::wire::fromKey;
using solana::BorshReader;

VaultEvent convert(const p::ConfigInitialized &e)
{
    return ConfigInitialized{.admin = fromKey(e.admin)};
}
VaultEvent convert(const p::GameCreated &e)
{
    return GameCreated{.game = fromKey(e.game),
                       .gameId = e.gameId,
                       .authority = fromKey(e.authority),
                       .treasury = fromKey(e.treasury),
                       .currency = fromKey(e.currency),
                       .feeBps = e.feeBps};
}
VaultEvent convert(const p::PausedSet &e)
{
    return PausedSet{.game = fromKey(e.game), .newActivity = e.newActivity, .settlements = e.settlements};
}
VaultEvent convert(const p::LedgerOpened &e)
{
    return LedgerOpened{fromKey(e.game), fromKey(e.player)};
}
VaultEvent convert(const p::LedgerClosed &e)
{
    return LedgerClosed{fromKey(e.game), fromKey(e.player)};
}
VaultEvent convert(const p::CreditsDeposited &e)
{
    return CreditsDeposited{fromKey(e.game), fromKey(e.player), {e.amount}, {e.available}};
}
VaultEvent convert(const p::CreditsWithdrawn &e)
{
    return CreditsWithdrawn{fromKey(e.game), fromKey(e.player), {e.amount}, {e.available}};
}
VaultEvent convert(const p::ProtocolFeesWithdrawn &e)
{
    return ProtocolFeesWithdrawn{fromKey(e.game), fromKey(e.treasury), {e.amount}};
}
VaultEvent convert(const p::ItemRegistered &e)
{
    return ItemRegistered{fromKey(e.game), fromKey(e.item), fromBytes32<ItemId>(e.itemId), fromKey(e.owner)};
}
VaultEvent convert(const p::ItemTransferred &e)
{
    return ItemTransferred{fromKey(e.game), fromKey(e.item), fromKey(e.from), fromKey(e.to)};
}
VaultEvent convert(const p::ListingCreated &e)
{
    return ListingCreated{.game = fromKey(e.game),
                          .listing = fromKey(e.listing),
                          .item = fromKey(e.item),
                          .seller = fromKey(e.seller),
                          .listingId = e.listingId,
                          .price = {e.price},
                          .expiresAt = {e.expiresAt}};
}
VaultEvent convert(const p::ListingCancelled &e)
{
    return ListingCancelled{fromKey(e.game), fromKey(e.listing), fromKey(e.item), fromKey(e.seller)};
}
VaultEvent convert(const p::SessionKeyInitialized &e)
{
    return SessionKeyInitialized{.owner = fromKey(e.owner),
                                 .session = fromKey(e.session),
                                 .engine = fromKey(e.engine),
                                 .maxTotal = {e.maxTotal},
                                 .expiresAt = {e.expiresAt},
                                 .epoch = e.epoch,
                                 .grantHash = fromBytes32<Hash>(e.grantHash)};
}
VaultEvent convert(const p::SessionKeyRevoked &e)
{
    return SessionKeyRevoked{fromKey(e.owner), fromKey(e.session), fromKey(e.engine)};
}
VaultEvent convert(const p::SessionEpochBumped &e)
{
    return SessionEpochBumped{fromKey(e.owner), fromKey(e.engine), e.epoch};
}
VaultEvent convert(const p::NetBatchOpened &e)
{
    return NetBatchOpened{.game = fromKey(e.game),
                          .batch = fromBytes32<BatchId>(e.batchId),
                          .chunkCount = e.chunkCount,
                          .itemCount = e.itemCount,
                          .debitTotal = {e.debitTotal},
                          .creditTotal = {e.creditTotal},
                          .fees = {e.fees}};
}
VaultEvent convert(const p::NetBatchSettled &e)
{
    return NetBatchSettled{.game = fromKey(e.game),
                           .batch = fromBytes32<BatchId>(e.batchId),
                           .headerHash = fromBytes32<Hash>(e.headerHash),
                           .debitTotal = {e.debitTotal},
                           .creditTotal = {e.creditTotal},
                           .fees = {e.fees},
                           .itemCount = e.itemCount,
                           .walletsDebited = e.walletsDebited,
                           .walletsCredited = e.walletsCredited,
                           .chunkCount = e.chunkCount,
                           .settledAt = {e.settledAt}};
}
VaultEvent convert(const p::NetBatchAborted &e)
{
    return NetBatchAborted{fromKey(e.game), fromBytes32<BatchId>(e.batchId), {e.returned}, e.itemsReturned};
}

/// An event of fixed fields, read as the program declares it.
template <class Event>
std::optional<VaultEvent> read(BorshReader &in)
{
    Event event{};
    programs::wire::FieldReader reader{in};
    Event::fields(reader, event);
    if (!reader.isSound || !in.atEnd())
        return std::nullopt;
    return convert(event);
}

/// A Borsh vector whose elements take `elementSize` bytes: never reserves more than the bytes can hold.
template <class T, class Take>
std::vector<T> readVector(BorshReader &in, std::size_t elementSize, Take take)
{
    std::vector<T> result;
    const auto count = in.take<std::uint32_t>();
    if (count > in.rest().size() / elementSize) {
        static_cast<void>(in.raw(in.rest().size() + 1)); // a short read: ok() is false from here on
        return result;
    }
    result.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        result.push_back(take());
    return result;
}

std::vector<CashMoved> readCash(BorshReader &in)
{
    return readVector<CashMoved>(in, 40, [&] {
        const auto player = in.take<PublicKey>();
        return CashMoved{player, {in.take<std::uint64_t>()}};
    });
}

std::vector<ItemMoved> readItems(BorshReader &in)
{
    return readVector<ItemMoved>(in, 96, [&] {
        const auto item = in.take<PublicKey>();
        const auto from = in.take<PublicKey>();
        return ItemMoved{item, from, in.take<PublicKey>()};
    });
}

std::vector<PublicKey> readKeys(BorshReader &in)
{
    return readVector<PublicKey>(in, 32, [&] { return in.take<PublicKey>(); });
}

template <class Event>
std::optional<VaultEvent> whenWhole(const BorshReader &in, Event event)
{
    return in.atEnd() ? std::optional<VaultEvent>(std::move(event)) : std::nullopt;
}

std::optional<VaultEvent> readLocked(BorshReader &in)
{
    NetChunkLocked event;
    event.game = in.take<PublicKey>();
    event.batch = in.take<BatchId>();
    event.index = in.take<std::uint16_t>();
    event.debits = readCash(in);
    event.items = readItems(in);
    return whenWhole(in, std::move(event));
}

std::optional<VaultEvent> readCommitted(BorshReader &in)
{
    NetChunkCommitted event;
    event.game = in.take<PublicKey>();
    event.batch = in.take<BatchId>();
    event.index = in.take<std::uint16_t>();
    event.credits = readCash(in);
    event.items = readItems(in);
    return whenWhole(in, std::move(event));
}

std::optional<VaultEvent> readReturned(BorshReader &in)
{
    NetChunkReturned event;
    event.game = in.take<PublicKey>();
    event.batch = in.take<BatchId>();
    event.returned = readCash(in);
    event.items = readKeys(in);
    return whenWhole(in, std::move(event));
}

struct EventKind {
    std::uint64_t discriminator;
    std::string_view name;
    std::optional<VaultEvent> (*read)(BorshReader &);
};

template <class Event>
constexpr EventKind fixedKind{Event::discriminator, Event::name, &read<Event>};

struct None {}; // stands for the sequences of leg events, whose names and discriminators do not depend on them
template <template <class, class> class Event>
constexpr EventKind legKind(std::optional<VaultEvent> (*readEvent)(BorshReader &))
{
    return {Event<None, None>::discriminator, Event<None, None>::name, readEvent};
}

/// In the order of the variant.
constexpr std::array<EventKind, std::variant_size_v<VaultEvent>> kinds{{
    fixedKind<p::ConfigInitialized>,
    fixedKind<p::GameCreated>,
    fixedKind<p::PausedSet>,
    fixedKind<p::LedgerOpened>,
    fixedKind<p::LedgerClosed>,
    fixedKind<p::CreditsDeposited>,
    fixedKind<p::CreditsWithdrawn>,
    fixedKind<p::ProtocolFeesWithdrawn>,
    fixedKind<p::ItemRegistered>,
    fixedKind<p::ItemTransferred>,
    fixedKind<p::ListingCreated>,
    fixedKind<p::ListingCancelled>,
    fixedKind<p::SessionKeyInitialized>,
    fixedKind<p::SessionKeyRevoked>,
    fixedKind<p::SessionEpochBumped>,
    fixedKind<p::NetBatchOpened>,
    legKind<p::NetChunkLocked>(&readLocked),
    legKind<p::NetChunkCommitted>(&readCommitted),
    legKind<p::NetChunkReturned>(&readReturned),
    fixedKind<p::NetBatchSettled>,
    fixedKind<p::NetBatchAborted>,
}};

/// "Program <id> <rest>": the id, or nothing when the line is of another form.
std::optional<std::string_view> programOf(std::string_view line, std::string_view rest)
{
    constexpr std::string_view prefix = "Program ";
    if (!line.starts_with(prefix))
        return std::nullopt;
    line.remove_prefix(prefix.size());
    const std::size_t end = line.find(' ');
    if (end == std::string_view::npos || !line.substr(end + 1).starts_with(rest))
        return std::nullopt;
    return line.substr(0, end);
}

} // namespace

std::string_view nameOf(const VaultEvent &event)
{
    return kinds[event.index()].name;
}

std::optional<VaultEvent> decodeEvent(ByteSpan bytes)
{
    BorshReader in(bytes);
    const auto wanted = in.take<std::uint64_t>();
    for (const EventKind &kind : kinds)
        if (in.ok() && kind.discriminator == wanted)
            return kind.read(in);
    return std::nullopt;
}

EventLog eventsOf(const PublicKey &program, std::span<const std::string> logs)
{
    constexpr std::string_view dataPrefix = "Program data: ";
    const std::string wanted = base58Encode(program.span());
    EventLog result;
    std::vector<std::string_view> running;
    for (const std::string_view line : logs) {
        if (line == "Log truncated") {
            result.isTruncated = true;
        } else if (line.starts_with(dataPrefix)) {
            if (running.empty() || running.back() != wanted)
                continue;
            const std::optional<Bytes> bytes = base64Decode(line.substr(dataPrefix.size()));
            std::optional<VaultEvent> event = bytes ? decodeEvent(*bytes) : std::nullopt;
            if (event)
                result.events.push_back(std::move(*event));
            else
                ++result.undecodable;
        } else if (line.starts_with("Program log: ") || line.starts_with("Program return: ")) {
            continue; // a program's own words never look like the runtime's
        } else if (const auto invoked = programOf(line, "invoke [")) {
            running.push_back(*invoked);
        } else if (const auto left = programOf(line, "success").or_else([&] { return programOf(line, "failed"); })) {
            if (!running.empty() && running.back() == *left)
                running.pop_back();
        }
    }
    return result;
}

} // namespace paradox::vault
