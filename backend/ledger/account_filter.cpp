#include "ledger/account_filter.h"

#include "domain/base58.h"
#include "domain/encoding.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::size_t filtersMax = 4;
constexpr std::size_t memcmpBytesMax = 128;

std::optional<Bytes> memcmpBytes(const Element &value, std::string_view encoding)
{
    simdjson::dom::array numbers;
    if (value.get_array().get(numbers) == simdjson::SUCCESS) {
        Bytes bytes;
        for (const Element one : numbers) {
            std::uint64_t byte = 0;
            if (one.get_uint64().get(byte) != simdjson::SUCCESS || byte > 255)
                return std::nullopt;
            bytes.push_back(static_cast<std::uint8_t>(byte));
        }
        return bytes;
    }
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return std::nullopt;
    if (text.empty())
        return Bytes{};
    return encoding == "base64" ? base64Decode(text) : base58Decode(text);
}

} // namespace

bool AccountFilter::matches(const Account &account) const
{
    if (size)
        return account.data.size() == *size;
    if (offset > account.data.size() || account.data.size() - offset < bytes.size())
        return false;
    return std::ranges::equal(bytes, ByteSpan(account.data).subspan(offset, bytes.size()));
}

std::vector<AccountFilter> takeFilters(const Arguments::Config &config, Arguments &arguments)
{
    std::vector<AccountFilter> filters;
    const std::optional<Element> list = config.member("filters");
    if (!list)
        return filters;
    simdjson::dom::array array;
    if (list->get_array().get(array) != simdjson::SUCCESS || array.size() > filtersMax) {
        arguments.fail("Too many filters provided; max " + std::to_string(filtersMax));
        return filters;
    }
    for (const Element one : array) {
        const Arguments::Config filter(arguments, one.is_object() ? std::optional(one) : std::nullopt);
        const Arguments::Config memcmp = filter.config("memcmp");
        AccountFilter wanted;
        wanted.size = filter.number("dataSize");
        const std::optional<Element> value = memcmp.member("bytes");
        if (!wanted.size) {
            const std::optional<Bytes> bytes =
                value ? memcmpBytes(*value, memcmp.text("encoding").value_or("base58")) : std::nullopt;
            const std::optional<std::uint64_t> offset = memcmp.number("offset");
            if (!bytes || bytes->size() > memcmpBytesMax || !offset)
                arguments.fail("Invalid param: filter");
            wanted.bytes = bytes.value_or(Bytes{});
            wanted.offset = offset.value_or(0);
        }
        filters.push_back(std::move(wanted));
    }
    return filters;
}

} // namespace paradox::ledger
