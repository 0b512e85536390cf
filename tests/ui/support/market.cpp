#include "tests/ui/support/market.h"

#include "domain/sha256.h"
#include "models/format.h"

#include <string>

namespace paradox::test {
namespace {

Hash hashOf(std::uint32_t number)
{
    return sha256(asBytes("number " + std::to_string(number)));
}

Signature signatureOf(std::uint32_t number)
{
    Signature signature;
    const Hash first = hashOf(number);
    const Hash second = hashOf(number + 77'777);
    std::ranges::copy(first.bytes, signature.bytes.begin());
    std::ranges::copy(second.bytes, signature.bytes.begin() + 32);
    return signature;
}

constexpr const char *itemNames[] = {"Storm Sigil #64",   "Glass Fox #77",     "Warden Plate #310",
                                     "Tin Drake #1403",   "Ember Lance #2207", "Rune of Tides #941",
                                     "Pilgrim Lamp #882", "Iron Vow #27",      "Hollow Crown #9",
                                     "Moth Banner #5120", "Aurora Skiff #118", "Sable Cloak #5512"};
constexpr const char *people[] = {"Kestrel Guild", "Orin", "",     "", "Selka", "Haru", "",
                                  "Bastion",       "Nim",  "Tove", "", "Ida"};

constexpr auto itemCount = static_cast<std::uint32_t>(std::size(itemNames));
constexpr auto peopleCount = static_cast<std::uint32_t>(std::size(people));

struct Sample {
    IntentState state;
    IntentType type;
    Side side;
    std::uint64_t amount;
    std::int64_t ageMs;
    const char *reason;
    std::uint64_t batch;
};

using enum IntentState;
using enum IntentType;
using enum Side;

constexpr Sample samples[] = {
    {Pending, BuyNow, Buyer, 850'000'000, 7'000, "", 0},
    {Pending, List, Seller, 31'750'000'000, 19'000, "", 0},
    {Pending, Trade, Seller, 2'400'000'000, 24'000, "", 0},
    {Netted, Bid, Buyer, 12'500'000'000, 36'000, "", 4811},
    {Netted, Trade, Buyer, 640'000'001, 41'000, "", 4811},
    {Netted, List, Seller, 1'999'999'999, 52'000, "", 4811},
    {Netted, BuyNow, Buyer, 18'000'000'000, 89'000, "", 4809},
    {Rejected, Bid, Buyer, 96'000'000'000, 108'000, "INSOLVENT", 4808},
    {Settled, Trade, Buyer, 75'000'000, 122'000, "", 4808},
    {Settled, Bid, Buyer, 44'100'000'000, 135'000, "", 4807},
    {Settled, List, Seller, 5'250'000'000, 175'000, "", 4807},
    {Expired, Bid, Buyer, 88'000'000'000, 190'000, "", 0},
    {Settled, Trade, Seller, 4'150'000'000, 202'000, "", 4805},
    {Cancelled, List, Seller, 34'000'000'000, 245'000, "", 0},
    {Settled, BuyNow, Buyer, 790'000'000, 267'000, "", 4803},
    {Revoked, Bid, Buyer, 16'400'000'000, 313'000, "", 0},
    {Rejected, Trade, Seller, 11'900'000'000, 344'000, "NOT_OWNER", 4802},
};

} // namespace

PublicKey keyOf(std::uint32_t number)
{
    const Hash hash = sha256(asBytes("key " + std::to_string(number)));
    return *PublicKey::from(hash.bytes);
}

client::Health healthNow(UnixMillis now)
{
    client::Health health;
    health.version = "0.1.0";
    health.genesis = hashOf(1);
    health.chainId = "localnet";
    health.vaultProgram = keyOf(9001);
    health.engine = keyOf(9002);
    health.treasury = keyOf(9003);
    health.engineKey = keyOf(9004);
    health.feeBps = 25;
    health.slot = {48974};
    health.finalizedSlot = {48942};
    health.feedSeq = {18402977};
    health.uptimeSeconds = 8040 + static_cast<std::uint64_t>(now.value % 2);
    return health;
}

client::IntentRecord intentOf(std::uint32_t number, UnixMillis now)
{
    const Sample &sample = samples[number % std::size(samples)];
    client::IntentRecord intent;
    intent.id = *IntentId::from(hashOf(1000 + number).bytes);
    intent.seq = {18402711 - number * 231};
    intent.status = sample.state;
    intent.type = sample.type;
    intent.side = sample.side;
    intent.item = keyOf(100 + (number + 1) % itemCount);
    const PublicKey other = keyOf(200 + number % peopleCount);
    intent.from = sample.side == Seller ? keyOf(1) : other;
    intent.to = sample.type == List ? PublicKey{} : sample.side == Seller ? other : keyOf(1);
    intent.owner = keyOf(1);
    intent.session = keyOf(11);
    intent.amount = {sample.amount};
    intent.nonce = number;
    intent.admittedAt = {now.value - sample.ageMs};
    intent.updatedAt = intent.admittedAt;
    intent.createdAt = toSeconds(intent.admittedAt);
    intent.expiresAt = toSeconds(UnixMillis{now.value + 1'800'000 - sample.ageMs});
    if (*sample.reason != '\0')
        intent.reason = sample.reason;
    if (sample.batch != 0) {
        intent.batchSeq = BatchSeq{sample.batch};
        intent.tradeSeq = intent.seq;
        intent.pairedWith = *IntentId::from(hashOf(5000 + number).bytes);
        intent.tradeAmount = intent.amount;
    }
    return intent;
}

client::SessionRecord sessionOf(const PublicKey &session, const PublicKey &owner, UnixMillis now)
{
    client::SessionRecord record;
    record.session = session;
    record.owner = owner;
    record.status = SessionState::Active;
    record.actions = actionsAll;
    record.maxTotal = {100 * lamportsPerSol};
    record.maxPerIntent = {25 * lamportsPerSol};
    record.maxIntents = 2000;
    record.spent = {51'780'000'000};
    record.held = {18'190'000'001};
    record.left = {30'029'999'999};
    record.intents = 214;
    record.notBefore = {now.value / 1000 - 100};
    record.expiresAt = {now.value / 1000 + 3492};
    record.createdAt = now;
    record.updatedAt = now;
    return record;
}

client::BatchRecord batchOf(std::uint64_t seq, BatchState state, UnixMillis opened)
{
    client::BatchRecord batch;
    batch.seq = {seq};
    batch.state = state;
    batch.openedAt = opened;
    batch.updatedAt = opened;
    batch.trades = 490 + seq % 7 * 31;
    batch.feeBps = 25;
    batch.readSlot = {412906268};
    if (state == BatchState::Open) {
        batch.trades = 143;
        return batch;
    }
    batch.cutAt = UnixMillis{opened.value + 30'000};
    if (state == BatchState::Cut)
        return batch;
    batch.id = *BatchId::from(hashOf(static_cast<std::uint32_t>(seq)).bytes);
    batch.nettedAt = UnixMillis{opened.value + 30'191};
    batch.accepted = batch.trades - seq % 7;
    batch.rejected = seq % 7;
    batch.items = 238;
    batch.wallets = 96;
    batch.gross = {1'482'640'000'000};
    batch.net = {441'826'719'003 + seq % 10 * 9'000'000'000};
    batch.fees = {3'706'600'000};
    batch.chunkCount = 8;
    batch.chunksLocked = state == BatchState::Locking ? 5 : 8;
    batch.chunksCommitted = state == BatchState::Locking ? 0 : state == BatchState::Committing ? 3 : 8;
    batch.updatedAt = UnixMillis{opened.value + 38'000};
    if (state == BatchState::Finalized)
        batch.finalizedAt = UnixMillis{opened.value + 54'008};
    for (auto *hash :
         {&batch.headerHash, &batch.previousHeaderHash, &batch.intentsRoot, &batch.ownersRoot, &batch.deltasRoot})
        *hash = hashOf(static_cast<std::uint32_t>(seq * 5));
    return batch;
}

namespace {

void fillSessions(client::FakeBackend &backend, models::KeyNames &names, UnixMillis now)
{
    const PublicKey wallet = keyOf(1);
    const struct {
        const char *name;
        SessionState state;
        std::uint16_t actions;
        std::uint64_t limit, spent, held;
    } list[] = {{"Desk A", SessionState::Active, 15, 100, 51, 18}, {"Night bot", SessionState::Active, 4, 250, 162, 18},
                {"Phone", SessionState::Frozen, 10, 20, 2, 0},     {"Lab", SessionState::Unregistered, 1, 5, 0, 0},
                {"Sweep", SessionState::Exhausted, 15, 40, 40, 0}, {"Tablet", SessionState::Revoked, 10, 20, 8, 0}};
    std::uint32_t number = 11;
    for (const auto &one : list) {
        client::SessionRecord record = sessionOf(keyOf(number), wallet, now);
        record.status = one.state;
        record.actions = one.actions;
        record.maxTotal = {one.limit * lamportsPerSol};
        record.maxPerIntent = {one.limit * lamportsPerSol / 4};
        record.spent = {one.spent * lamportsPerSol + 780'000'000 * (one.spent % 2)};
        record.held = {one.held * lamportsPerSol};
        record.left = {record.maxTotal.value - std::min(record.maxTotal.value, record.spent.value + record.held.value)};
        record.expiresAt = {now.value / 1000 + 3492 - (number - 11) * 400};
        names.name(models::keyText(keyOf(number)), QString::fromLatin1(one.name));
        backend.putSession(record);
        ++number;
    }
}

void fillBatches(client::FakeBackend &backend, UnixMillis now)
{
    using enum BatchState;
    const BatchState states[] = {Open,      Locking, Confirmed, Committing, Finalized,
                                 Finalized, Aborted, Finalized, Finalized,  Finalized};
    for (std::size_t i = 0; i < std::size(states); ++i) {
        const std::int64_t opened = now.value - 7'000 - static_cast<std::int64_t>(i) * 30'000;
        client::BatchDetail detail;
        detail.batch = batchOf(4812 - i, states[i], {opened});
        if (states[i] == Committing) {
            detail.batch.nextRetryAt = UnixMillis{now.value + 4'000};
            detail.batch.attempts = 1;
        }
        for (std::uint32_t trade = 0; trade < 40; ++trade) {
            client::TradeRecord record;
            record.seq = {18398873 + trade * 13};
            record.sellerIntent.bytes.fill(static_cast<std::uint8_t>(trade + 1));
            record.buyerIntent.bytes.fill(static_cast<std::uint8_t>(trade + 101));
            record.item = keyOf(100 + trade % 12);
            record.from = keyOf(200 + trade % 12);
            record.to = keyOf(200 + (trade + 5) % 12);
            record.amount = {(trade * 37 % 91 + 1) * 450'000'000ULL};
            record.verdict = trade == 3 ? Verdict::Insolvent : trade == 9 ? Verdict::NotOwner : Verdict::Accepted;
            detail.trades.push_back(record);
        }
        for (std::uint32_t wallet = 0; wallet < 12; ++wallet)
            detail.deltas.push_back(
                {keyOf(200 + wallet), {}, (2 * static_cast<std::int64_t>(wallet) - 11) * 4'590'002'059});
        for (std::uint32_t item = 0; item < 12; ++item)
            detail.ownerMoves.push_back({keyOf(100 + item), keyOf(200 + item), keyOf(200 + (item + 5) % 12)});
        backend.putBatch(detail);
    }
}

void fillOperations(client::FakeBackend &backend, UnixMillis now)
{
    using enum OperationState;
    const struct {
        const char *kind;
        OperationState state;
        std::uint64_t batch;
        std::uint64_t chunk;
        unsigned attempts;
        const char *error;
    } list[] = {{"commit_net_chunk", Submitted, 4809, 3, 2, "attempt 1 expired unseen"},
                {"lock_net_chunk", Submitted, 4811, 5, 1, ""},
                {"lock_net_chunk", Processing, 4811, 6, 0, ""},
                {"finalize_net_batch", Confirmed, 4810, 0, 1, ""},
                {"deposit", Settled, 0, 0, 1, ""},
                {"session_registration", Settled, 0, 0, 1, ""},
                {"register_item", Failed, 0, 0, 1, "6007 ItemExists"},
                {"lock_net_chunk", Settled, 4808, 1, 1, ""},
                {"commit_net_chunk", Settled, 4808, 1, 1, ""},
                {"withdraw", Expired, 0, 0, 1, "blockhash ended unseen"}};
    std::uint32_t number = 0;
    for (const auto &one : list) {
        client::OperationRecord record;
        record.operationId = "op-" + std::to_string(30191 - number);
        record.kind = one.kind;
        record.status = one.state;
        if (one.batch != 0) {
            record.batchSeq = BatchSeq{one.batch};
            record.chunk = one.chunk;
        } else {
            record.owner = keyOf(1);
        }
        record.fee = Lamports{5'080 + number * 1'260};
        if (one.attempts > 0)
            record.signature = signatureOf(number);
        if (one.state == Settled || one.state == Confirmed)
            record.slot = Slot{412906477 + number};
        if (*one.error != '\0')
            record.error = one.error;
        for (unsigned attempt = 1; attempt <= one.attempts; ++attempt) {
            client::AttemptRecord made;
            made.n = attempt;
            made.signature = signatureOf(number * 10 + attempt);
            made.state = attempt < one.attempts ? "expired" : one.state == Settled ? "landed" : "sent";
            made.sentAt = UnixMillis{now.value - 61'000 + 55'000 * attempt};
            record.attempts.push_back(made);
        }
        record.createdAt = {now.value - 61'000 - number * 7'000};
        record.updatedAt = {now.value - 1'000};
        backend.putOperation(record);
        ++number;
    }
}

} // namespace

void fillMarket(client::FakeBackend &backend, models::KeyNames &names, const PublicKey &wallet, UnixMillis now)
{
    backend.setHealth(healthNow(now));
    for (std::uint32_t i = 0; i < std::size(itemNames); ++i)
        names.name(models::keyText(keyOf(100 + i)), QString::fromLatin1(itemNames[i]));
    for (std::uint32_t i = 0; i < std::size(people); ++i) {
        if (*people[i] != '\0')
            names.name(models::keyText(keyOf(200 + i)), QString::fromLatin1(people[i]));
    }
    for (std::uint32_t i = 0; i < std::size(samples); ++i)
        backend.putIntent(intentOf(i, now));
    fillSessions(backend, names, now);
    fillBatches(backend, now);
    fillOperations(backend, now);
    for (std::uint32_t i = 2; i < 9; ++i)
        backend.putItem({keyOf(100 + i), wallet, {48900}, now});
    backend.putBalances({wallet, {48942}, {28'937'218'450}, {36'190'000'001}, {30'000'000'000}, {7'912'004'120}});
}

} // namespace paradox::test
