#include "netting/net_json.h"

#include "domain/sha256.h"
#include "netting/interned.h"
#include "netting/json_output.h"
#include "netting/name_table.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

namespace paradox::netting {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view tooLarge = "the batch is larger than 2 GiB";

/// Carries words from inside the reader to netJson(); never leaves this file.
struct Refusal {
    std::string words;
};

[[noreturn]] void refuse(std::string words)
{
    throw Refusal{std::move(words)};
}

std::string quoted(std::string_view name)
{
    constexpr std::size_t shownMax = 60;
    return JsonOutput(shownMax + 8).string(name.substr(0, shownMax)).take() + (name.size() > shownMax ? "…" : "");
}

/// The value of a simdjson result, or a refusal that says where.
template <class T>
T take(simdjson::simdjson_result<T> result, std::string_view where)
{
    T value;
    if (const simdjson::error_code error = std::move(result).get(value); error != simdjson::SUCCESS)
        refuse(std::string(where) + ": " + simdjson::error_message(error));
    return value;
}

std::uint64_t takeWhole(ondemand::value value, std::string_view where, std::uint64_t largest)
{
    std::uint64_t number = 0;
    if (value.get_uint64().get(number) != simdjson::SUCCESS || number > largest)
        refuse(std::string(where) + " must be a whole number from 0 to " + std::to_string(largest));
    return number;
}

class BatchReader {
public:
    /// The text outlives the reader: names are views of it.
    BatchReader(std::string_view text, const NameTable::HashKey &key)
        : m_text(text),
          m_items(key),
          m_wallets(key),
          m_ids(key)
    {
    }

    void read(ondemand::parser &parser, ondemand::document &document)
    {
        m_parser = &parser;
        for (ondemand::field field : take(document.get_object(), "the batch")) {
            const std::string_view key = takeKey(field, "a member of the batch");
            readMember(key, field.value());
        }
        if (const char *rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS)
            refuse("there is something behind the batch");
        constexpr std::array required = {"feeBps", "treasury", "owners", "available", "trades"};
        for (const char *member : required) {
            if (std::ranges::find(m_seen, member) == m_seen.end())
                refuse(std::string("the batch has no \"") + member + "\"");
        }
        m_owners.resize(m_items.size(), noWallet);
        m_available.resize(m_wallets.size(), 0);
    }

    [[nodiscard]] InternedBatch batch() const
    {
        return {.trades = m_trades,
                .owners = m_owners,
                .available = m_available,
                .treasury = m_treasury,
                .feeBps = m_feeBps,
                .evictionsMax = m_evictionsMax};
    }
    [[nodiscard]] std::string write(const InternedNetting &netting) const;

private:
    /// In place unless something in it is escaped. The text's quotes pair: the parser has seen to that.
    std::string_view unescaped(ondemand::raw_json_string raw, std::string_view where)
    {
        const std::string_view rest = m_text.substr(static_cast<std::size_t>(raw.raw() - m_text.data()));
        const std::string_view plain = rest.substr(0, rest.find('"'));
        if (!plain.contains('\\'))
            return plain;
        m_unescaped.emplace_back(sizeBeforeEnd(rest) + simdjson::SIMDJSON_PADDING);
        std::uint8_t *to = m_unescaped.back().data();
        return take(m_parser->unescape(raw, to), where);
    }

    /// Up to the quote that ends the string.
    static std::size_t sizeBeforeEnd(std::string_view rest)
    {
        std::size_t at = 0;
        while (at < rest.size() && rest[at] != '"')
            at += rest[at] == '\\' ? std::size_t{2} : std::size_t{1};
        return at;
    }

    std::string_view takeKey(ondemand::field &field, std::string_view where) { return unescaped(field.key(), where); }

    std::string_view takeString(ondemand::value value, std::string_view where)
    {
        ondemand::raw_json_string raw;
        if (value.get_raw_json_string().get(raw) != simdjson::SUCCESS)
            refuse(std::string(where) + " must be a string");
        return unescaped(raw, where);
    }

    std::uint64_t takeAmount(ondemand::value value, std::string_view where)
    {
        const std::optional<std::uint64_t> amount = parseU64(takeString(value, where));
        if (!amount)
            refuse(std::string(where) + " must be a decimal string from \"0\" to \"18446744073709551615\"");
        return *amount;
    }

    void readMember(std::string_view key, ondemand::value value)
    {
        constexpr std::array known = {"feeBps", "treasury", "mode", "owners", "available", "trades", "evictionsMax"};
        if (std::ranges::find(known, key) == known.end())
            return;
        if (std::ranges::find(m_seen, key) != m_seen.end())
            refuse("the batch has \"" + std::string(key) + "\" twice");
        m_seen.emplace_back(key);
        if (key == "feeBps")
            m_feeBps = static_cast<std::uint16_t>(takeWhole(value, "\"feeBps\"", 10'000));
        else if (key == "treasury")
            m_treasury = m_wallets.intern(takeString(value, "\"treasury\""));
        else if (key == "mode")
            readMode(takeString(value, "\"mode\""));
        else if (key == "owners")
            readOwners(value);
        else if (key == "available")
            readAvailable(value);
        else if (key == "trades")
            readTrades(value);
        else
            m_evictionsMax = static_cast<std::uint32_t>(takeWhole(value, "\"evictionsMax\"", tradesMax));
    }

    static void readMode(std::string_view mode)
    {
        if (mode != toText(NetMode::Net) && mode != toText(NetMode::Held))
            refuse("\"mode\" must be \"NET\" or \"HELD\"");
    }

    void readOwners(ondemand::value value)
    {
        for (ondemand::field field : take(value.get_object(), "\"owners\"")) {
            const std::uint32_t item = m_items.intern(takeKey(field, "an item of \"owners\""));
            m_owners.resize(std::max(m_owners.size(), m_items.size()), noWallet);
            if (m_owners[item] != noWallet)
                refuse("\"owners\" has the item " + quoted(m_items[item]) + " twice");
            m_owners[item] = m_wallets.intern(takeString(field.value(), "an owner"));
        }
    }

    void readAvailable(ondemand::value value)
    {
        std::vector<bool> given;
        for (ondemand::field field : take(value.get_object(), "\"available\"")) {
            const std::uint32_t wallet = m_wallets.intern(takeKey(field, "a wallet of \"available\""));
            given.resize(m_wallets.size(), false);
            m_available.resize(m_wallets.size(), 0);
            if (given[wallet])
                refuse("\"available\" has the wallet " + quoted(m_wallets[wallet]) + " twice");
            given[wallet] = true;
            m_available[wallet] = takeAmount(field.value(), "an amount of \"available\"");
        }
    }

    void readTrades(ondemand::value value)
    {
        for (auto element : take(value.get_array(), "\"trades\"")) {
            if (m_trades.size() == tradesMax)
                refuse(std::string(toText(NetError::TooManyTrades)));
            readTrade(take(take(std::move(element), "a trade").get_object(), "a trade"));
        }
    }

    void readTrade(ondemand::object object)
    {
        enum Member : unsigned { Id = 1, Item = 2, From = 4, To = 8, Amount = 16, All = 31 };
        InternedTrade trade;
        unsigned seen = 0;
        const auto mark = [&](Member member) {
            if ((seen & member) != 0)
                refuse("trade " + std::to_string(m_trades.size()) + " has a member twice");
            seen |= member;
        };
        for (ondemand::field field : object) {
            const std::string_view key = takeKey(field, "a member of a trade");
            if (key == "id") {
                mark(Id);
                const std::string_view id = takeString(field.value(), "\"id\" of a trade");
                if (m_ids.intern(id) != m_trades.size())
                    refuse("the trade id " + quoted(id) + " comes twice");
            } else if (key == "item") {
                mark(Item);
                trade.item = m_items.intern(takeString(field.value(), "\"item\" of a trade"));
            } else if (key == "from") {
                mark(From);
                trade.from = m_wallets.intern(takeString(field.value(), "\"from\" of a trade"));
            } else if (key == "to") {
                mark(To);
                trade.to = m_wallets.intern(takeString(field.value(), "\"to\" of a trade"));
            } else if (key == "amount") {
                mark(Amount);
                trade.amount = takeAmount(field.value(), "\"amount\" of a trade");
            }
        }
        if (seen != All)
            refuse("trade " + std::to_string(m_trades.size()) + " must have id, item, from, to and amount");
        m_trades.push_back(trade);
    }

    std::string_view m_text;
    ondemand::parser *m_parser = nullptr;              ///< while reading
    std::deque<std::vector<std::uint8_t>> m_unescaped; ///< what could not be read in place
    NameTable m_items;
    NameTable m_wallets;
    NameTable m_ids;
    std::vector<std::string> m_seen; ///< members of the batch
    LargeVector<InternedTrade> m_trades;
    LargeVector<std::uint32_t> m_owners;
    LargeVector<std::uint64_t> m_available;
    std::uint32_t m_treasury = 0;
    std::uint16_t m_feeBps = 0;
    std::uint32_t m_evictionsMax = evictionsMaxDefault;
};

std::string BatchReader::write(const InternedNetting &netting) const
{
    JsonOutput out(m_trades.size() * 24 + 256);
    const char *separator = "";
    const auto next = [&] {
        out.raw(separator);
        separator = ",";
    };
    const auto section = [&](std::string_view text) {
        out.raw(text);
        separator = "";
    };
    section("{\"accepted\":[");
    for (const std::uint32_t t : netting.accepted) {
        next();
        out.string(m_ids[t]);
    }
    section("],\"rejected\":{");
    const auto isRejected = [&](std::uint32_t t) { return netting.verdicts[t] != Verdict::Accepted; };
    for (const std::uint32_t t : m_ids.sortedWhere(isRejected)) {
        next();
        out.string(m_ids[t]).raw(":").string(toText(netting.verdicts[t]));
    }
    section("},\"finalOwner\":{");
    const auto hasMoved = [&](std::uint32_t item) { return netting.owners[item] != m_owners[item]; };
    for (const std::uint32_t item : m_items.sortedWhere(hasMoved)) {
        next();
        out.string(m_items[item]).raw(":").string(m_wallets[netting.owners[item]]);
    }
    section("},\"delta\":{");
    const auto hasChanged = [&](std::uint32_t wallet) { return netting.deltas[wallet] != 0; };
    for (const std::uint32_t wallet : m_wallets.sortedWhere(hasChanged)) {
        next();
        out.string(m_wallets[wallet]).raw(":").number(netting.deltas[wallet]);
    }
    out.raw("},\"gross\":").number(netting.gross).raw(",\"fees\":").number(netting.fees);
    out.raw(",\"net\":").number(netting.net).raw("}\n");
    return out.take();
}

} // namespace

JsonOutput &JsonOutput::string(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    m_text += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            m_text += '\\';
            m_text += c;
        } else if (byte < 0x20) {
            m_text += "\\u00";
            m_text += digits[byte >> 4];
            m_text += digits[byte & 15];
        } else {
            m_text += c;
        }
    }
    m_text += '"';
    return *this;
}

JsonText::JsonText(std::size_t size) : m_size(size), m_bytes(size + simdjson::SIMDJSON_PADDING)
{
}

JsonText::JsonText(std::string_view text) : JsonText(text.size())
{
    std::ranges::copy(text, m_bytes.begin());
}

std::expected<std::string, std::string> netJson(std::string_view text)
{
    if (text.size() > netJsonSizeMax)
        return std::unexpected(std::string(tooLarge));
    return netJson(JsonText(text));
}

std::expected<std::string, std::string> netJson(const JsonText &text)
{
    if (text.view().size() > netJsonSizeMax)
        return std::unexpected(std::string(tooLarge));
    try {
        ondemand::parser parser;
        ondemand::document document =
            take(parser.iterate(simdjson::padded_string_view(text.view(), text.capacity())), "the batch");
        BatchReader reader(text.view(), NameTable::keyFrom(sha256(asBytes(text.view()))));
        reader.read(parser, document);
        const std::expected<InternedNetting, NetError> netting = netInterned(reader.batch());
        if (!netting)
            return std::unexpected(std::string(toText(netting.error())));
        return reader.write(*netting);
    } catch (const Refusal &refusal) {
        return std::unexpected(refusal.words);
    } catch (const simdjson::simdjson_error &error) {
        return std::unexpected(std::string("bad JSON: ") + error.what());
    }
}

} // namespace paradox::netting
