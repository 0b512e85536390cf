#include "netting/archive_form.h"

namespace paradox::netting {
namespace {

void putLinks(CborWriter &out, std::string_view key, const std::vector<Cid> &links)
{
    out.text(key).list(links.size());
    for (const Cid &link : links)
        out.link(link);
}

/// A section's links. Their number is bounded by the bytes that are there.
std::vector<Cid> takeLinks(CborReader &in, std::string_view key)
{
    in.key(key);
    std::vector<Cid> links;
    for (std::uint64_t left = in.list(); left > 0 && in.ok(); --left)
        links.push_back(in.link());
    return links;
}

template <class T>
T takeKeyed(CborReader &in, std::string_view key, std::uint64_t largest, bool &inRange)
{
    in.key(key);
    const std::uint64_t value = in.number();
    inRange = inRange && value <= largest;
    return static_cast<T>(value);
}

} // namespace

Bytes writeRoot(const ArchiveContent &content, const Links &links)
{
    const BatchContext &context = content.context;
    CborWriter out;
    out.map(26);
    out.text("fee").number(content.feeBps);
    out.text("net").number(content.netting.net);
    out.text("seq").number(context.seq.value);
    out.text("algo").number(algoVersionCurrent);
    out.text("fees").number(content.netting.fees);
    out.text("mint").bytes(context.mint.span());
    out.text("mode").number(static_cast<std::uint64_t>(context.mode));
    out.text("cutAt").integer(context.cutAt.value);
    out.text("gross").number(content.netting.gross);
    putLinks(out, "moves", links.moves);
    putLinks(out, "deltas", links.deltas);
    out.text("engine").bytes(context.engine.span());
    out.text("format").text(archiveFormat);
    putLinks(out, "owners", links.owners);
    putLinks(out, "trades", links.trades);
    out.text("genesis").bytes(context.genesis.span());
    putLinks(out, "intents", links.intents);
    out.text("program").bytes(context.program.span());
    putLinks(out, "accepted", links.accepted);
    out.text("openedAt").integer(context.openedAt.value);
    out.text("previous").bytes(context.previous.span());
    out.text("readSlot").number(context.readSlot.value);
    out.text("treasury").bytes(content.treasury.span());
    putLinks(out, "verdicts", links.verdicts);
    putLinks(out, "available", links.available);
    out.text("evictionsMax").number(content.evictionsMax);
    return out.take();
}

std::optional<RootContent> readRoot(ByteSpan bytes)
{
    constexpr std::uint64_t any = ~std::uint64_t{0};
    CborReader in(bytes);
    RootContent root;
    ArchiveContent &content = root.content;
    BatchContext &context = content.context;
    Links &links = root.links;
    bool inRange = in.map() == 26;
    const auto takeKey = [&in](std::string_view name) {
        in.key(name);
        return in.fixed<PublicKey>();
    };
    const auto takeHash = [&in](std::string_view name) {
        in.key(name);
        return in.fixed<Hash>();
    };
    const auto takeTime = [&in](std::string_view name) {
        in.key(name);
        return UnixSeconds{in.integer()};
    };
    content.feeBps = takeKeyed<std::uint16_t>(in, "fee", 10'000, inRange);
    content.netting.net = takeKeyed<std::uint64_t>(in, "net", any, inRange);
    context.seq = {takeKeyed<std::uint64_t>(in, "seq", any, inRange)};
    inRange = takeKeyed<std::uint64_t>(in, "algo", any, inRange) == algoVersionCurrent && inRange;
    content.netting.fees = takeKeyed<std::uint64_t>(in, "fees", any, inRange);
    context.mint = takeKey("mint");
    context.mode = takeKeyed<NetMode>(in, "mode", static_cast<std::uint64_t>(NetMode::Held), inRange);
    context.cutAt = takeTime("cutAt");
    content.netting.gross = takeKeyed<std::uint64_t>(in, "gross", any, inRange);
    links.moves = takeLinks(in, "moves");
    links.deltas = takeLinks(in, "deltas");
    context.engine = takeKey("engine");
    in.key("format");
    inRange = in.text() == archiveFormat && inRange;
    links.owners = takeLinks(in, "owners");
    links.trades = takeLinks(in, "trades");
    context.genesis = takeHash("genesis");
    links.intents = takeLinks(in, "intents");
    context.program = takeKey("program");
    links.accepted = takeLinks(in, "accepted");
    context.openedAt = takeTime("openedAt");
    context.previous = takeHash("previous");
    context.readSlot = {takeKeyed<std::uint64_t>(in, "readSlot", any, inRange)};
    content.treasury = takeKey("treasury");
    links.verdicts = takeLinks(in, "verdicts");
    links.available = takeLinks(in, "available");
    content.evictionsMax = takeKeyed<std::uint32_t>(in, "evictionsMax", 0xFFFF'FFFF, inRange);
    if (!in.atEnd() || !inRange)
        return std::nullopt;
    return root;
}

} // namespace paradox::netting
