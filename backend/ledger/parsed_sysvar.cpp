#include "domain/base58.h"
#include "ledger/parsed_state.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

using Reader = solana::BorshReader;

std::uint64_t number(Reader &reader)
{
    return reader.take<std::uint64_t>();
}

/// Members of a list's entry, which the reader stands before.
using WriteEntry = void (*)(JsonWriter &, Reader &);

void writeList(JsonWriter &writer, Reader &reader, WriteEntry writeEntry)
{
    writer.beginArray();
    for (std::uint64_t left = number(reader); left > 0 && reader.ok(); --left) {
        writer.beginObject();
        writeEntry(writer, reader);
        writer.endObject();
    }
    writer.endArray();
}

void writeClock(JsonWriter &writer, Reader &reader)
{
    writer.beginObject().key("slot").number(number(reader));
    writer.key("epochStartTimestamp").number(reader.take<std::int64_t>()).key("epoch").number(number(reader));
    writer.key("leaderScheduleEpoch").number(number(reader));
    writer.key("unixTimestamp").number(reader.take<std::int64_t>()).endObject();
}

/// The threshold is a whole number in the bits of a double.
void writeRent(JsonWriter &writer, Reader &reader)
{
    constexpr unsigned fractionBits = 52;
    writer.beginObject().key("lamportsPerByteYear").text(std::to_string(number(reader)));
    const std::uint64_t bits = number(reader);
    const std::uint64_t fraction = (bits & ((std::uint64_t{1} << fractionBits) - 1)) | std::uint64_t{1} << fractionBits;
    const std::uint64_t years = bits == 0 ? 0 : fraction >> (fractionBits - ((bits >> fractionBits) - 1023));
    writer.key("exemptionThreshold").raw(std::to_string(years) + ".0");
    writer.key("burnPercent").number(reader.take<std::uint8_t>()).endObject();
}

void writeEpochSchedule(JsonWriter &writer, Reader &reader)
{
    writer.beginObject().key("slotsPerEpoch").number(number(reader));
    writer.key("leaderScheduleSlotOffset").number(number(reader));
    writer.key("warmup").boolean(reader.take<std::uint8_t>() != 0).key("firstNormalEpoch").number(number(reader));
    writer.key("firstNormalSlot").number(number(reader)).endObject();
}

/// Points are 128 bits wide; none are ever earned here.
void writeEpochRewards(JsonWriter &writer, Reader &reader)
{
    writer.beginObject().key("distributionStartingBlockHeight").number(number(reader));
    writer.key("numPartitions").number(number(reader)).key("parentBlockhash").text(toBase58(reader.take<Hash>()));
    writer.key("totalPoints").text(std::to_string(number(reader)));
    (void)number(reader);
    writer.key("totalRewards").text(std::to_string(number(reader)));
    writer.key("distributedRewards").text(std::to_string(number(reader)));
    writer.key("active").boolean(reader.take<std::uint8_t>() != 0).endObject();
}

void writeLastRestartSlot(JsonWriter &writer, Reader &reader)
{
    writer.beginObject().key("lastRestartSlot").number(number(reader)).endObject();
}

void writeRecentBlockhashes(JsonWriter &writer, Reader &reader)
{
    writeList(writer, reader, [](JsonWriter &to, Reader &from) {
        to.key("blockhash").text(toBase58(from.take<Hash>())).key("feeCalculator").beginObject();
        to.key("lamportsPerSignature").text(std::to_string(number(from))).endObject();
    });
}

void writeSlotHashes(JsonWriter &writer, Reader &reader)
{
    writeList(writer, reader, [](JsonWriter &to, Reader &from) {
        to.key("slot").number(number(from)).key("hash").text(toBase58(from.take<Hash>()));
    });
}

void writeStakeHistory(JsonWriter &writer, Reader &reader)
{
    writeList(writer, reader, [](JsonWriter &to, Reader &from) {
        to.key("epoch").number(number(from)).key("stakeHistory").beginObject();
        to.key("effective").number(number(from)).key("activating").number(number(from));
        to.key("deactivating").number(number(from)).endObject();
    });
}

void writeSlotHistory(JsonWriter &writer, Reader &reader)
{
    std::string bits;
    (void)reader.take<std::uint8_t>();
    for (std::uint64_t left = number(reader); left > 0 && reader.ok(); --left) {
        const std::uint64_t word = number(reader);
        for (unsigned bit = 0; bit < 64; ++bit)
            bits += (word >> bit & 1) != 0 ? '1' : '0';
    }
    (void)number(reader); // how many bits there are
    writer.beginObject().key("nextSlot").number(number(reader)).key("bits").text(bits).endObject();
}

struct Kind {
    PublicKey key;
    std::string_view name;
    void (*write)(JsonWriter &, Reader &);
};

const std::array<Kind, 9> &kinds()
{
    static const std::array<Kind, 9> all{{
        {solana::clockSysvar, "clock", writeClock},
        {solana::rentSysvar, "rent", writeRent},
        {solana::recentBlockhashesSysvar, "recentBlockhashes", writeRecentBlockhashes},
        {solana::slotHashesSysvar, "slotHashes", writeSlotHashes},
        {solana::epochScheduleSysvar, "epochSchedule", writeEpochSchedule},
        {solana::epochRewardsSysvar, "epochRewards", writeEpochRewards},
        {solana::stakeHistorySysvar, "stakeHistory", writeStakeHistory},
        {solana::lastRestartSlotSysvar, "lastRestartSlot", writeLastRestartSlot},
        {solana::slotHistorySysvar, "slotHistory", writeSlotHistory},
    }};
    return all;
}

} // namespace

bool writeParsedSysvar(JsonWriter &writer, const PublicKey &key, const Account &account)
{
    const auto kind = std::ranges::find(kinds(), key, &Kind::key);
    if (account.owner != solana::sysvarOwner || kind == kinds().end())
        return false;
    writer.beginObject().key("program").text("sysvar").key("parsed").beginObject().key("type").text(kind->name);
    Reader reader(account.data);
    kind->write(writer.key("info"), reader);
    writer.endObject().key("space").number(account.data.size()).endObject();
    return true;
}

} // namespace paradox::ledger
