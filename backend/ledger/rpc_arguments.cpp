#include "ledger/rpc_arguments.h"

#include "domain/base58.h"

namespace paradox::ledger {

namespace {

std::optional<Element> unlessNull(Element element)
{
    return element.is_null() ? std::nullopt : std::optional(element);
}

} // namespace

Arguments::Arguments(std::optional<Element> params)
{
    if (!params || params->is_null())
        return;
    simdjson::dom::array values;
    if (params->get_array().get(values) != simdjson::SUCCESS) {
        fail("params should be an array");
        return;
    }
    for (const Element value : values)
        m_values.push_back(value);
}

void Arguments::fail(std::string message)
{
    if (!m_error)
        m_error = RpcError{rpc_code::invalidParams, std::move(message)};
}

std::optional<Element> Arguments::at(std::size_t i) const
{
    return i < m_values.size() ? unlessNull(m_values[i]) : std::nullopt;
}

std::string_view Arguments::text(std::size_t i)
{
    std::string_view value;
    const std::optional<Element> element = at(i);
    if (!element)
        fail("`params` should have at least " + std::to_string(i + 1) + " argument(s)");
    else if (element->get_string().get(value) != simdjson::SUCCESS)
        fail("Invalid params: invalid type, expected a string");
    return value;
}

std::optional<std::uint64_t> Arguments::optionalNumber(std::size_t i)
{
    const std::optional<Element> element = at(i);
    if (!element)
        return std::nullopt;
    std::uint64_t value = 0;
    if (element->get_uint64().get(value) != simdjson::SUCCESS)
        fail("Invalid params: invalid type, expected u64");
    return value;
}

std::uint64_t Arguments::number(std::size_t i)
{
    const std::optional<std::uint64_t> value = optionalNumber(i);
    if (!value)
        fail("`params` should have at least " + std::to_string(i + 1) + " argument(s)");
    return value.value_or(0);
}

template <typename Id>
Id Arguments::toId(std::string_view text)
{
    if (!ok())
        return {};
    const std::optional<Id> id = fromBase58<Id>(text);
    if (!id) // of what could be base58 and is not, a cluster says so
        fail(text.size() > Id::size * 11 / 8 || base58Decode(text) ? "Invalid param: WrongSize"
                                                                   : "Invalid param: Invalid");
    return id.value_or(Id{});
}

PublicKey Arguments::toKey(std::string_view text)
{
    return toId<PublicKey>(text);
}

Signature Arguments::toSignature(std::string_view text)
{
    return toId<Signature>(text);
}

Hash Arguments::toHash(std::string_view text)
{
    return toId<Hash>(text);
}

PublicKey Arguments::key(std::size_t i)
{
    return toKey(text(i));
}

Signature Arguments::signature(std::size_t i)
{
    return toSignature(text(i));
}

std::vector<std::string_view> Arguments::texts(std::size_t i, std::size_t countMax)
{
    std::vector<std::string_view> values;
    simdjson::dom::array array;
    const std::optional<Element> element = at(i);
    if (!element || element->get_array().get(array) != simdjson::SUCCESS) {
        fail("Invalid params: invalid type, expected a sequence");
        return values;
    }
    for (const Element one : array) {
        std::string_view value;
        if (one.get_string().get(value) != simdjson::SUCCESS) {
            fail("Invalid params: invalid type, expected a string");
            return {};
        }
        values.push_back(value);
    }
    if (values.size() > countMax)
        fail("Too many inputs provided; max " + std::to_string(countMax));
    return values;
}

Arguments::Config Arguments::config(std::size_t i)
{
    std::optional<Element> element = at(i);
    if (element && !element->is_object()) {
        fail("Invalid params: invalid type, expected a configuration object");
        element.reset();
    }
    return {*this, element};
}

Arguments::Config Arguments::configUnlessWord(std::size_t i)
{
    const std::optional<Element> element = at(i);
    return element && element->is_string() ? Config(*this, std::nullopt) : config(i);
}

std::optional<Element> Arguments::Config::member(const char *name) const
{
    Element value;
    if (!m_object || (*m_object)[name].get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return unlessNull(value);
}

std::optional<std::string_view> Arguments::Config::text(const char *name) const
{
    const std::optional<Element> element = member(name);
    std::string_view value;
    if (!element)
        return std::nullopt;
    if (element->get_string().get(value) != simdjson::SUCCESS)
        m_owner.fail("Invalid params: invalid type for " + std::string(name) + ", expected a string");
    return value;
}

std::optional<std::uint64_t> Arguments::Config::number(const char *name) const
{
    const std::optional<Element> element = member(name);
    std::uint64_t value = 0;
    if (!element)
        return std::nullopt;
    if (element->get_uint64().get(value) != simdjson::SUCCESS)
        m_owner.fail("Invalid params: invalid type for " + std::string(name) + ", expected an unsigned integer");
    return value;
}

std::optional<bool> Arguments::Config::boolean(const char *name) const
{
    const std::optional<Element> element = member(name);
    bool value = false;
    if (!element)
        return std::nullopt;
    if (element->get_bool().get(value) != simdjson::SUCCESS)
        m_owner.fail("Invalid params: invalid type for " + std::string(name) + ", expected a boolean");
    return value;
}

Arguments::Config Arguments::Config::config(const char *name) const
{
    std::optional<Element> element = member(name);
    if (element && !element->is_object()) {
        m_owner.fail("Invalid params: invalid type for " + std::string(name) + ", expected an object");
        element.reset();
    }
    return {m_owner, element};
}

Commitment Arguments::Config::commitment(const char *name) const
{
    const std::string_view word = text(name).value_or("finalized");
    if (word == "processed" || word == "recent")
        return Commitment::Processed;
    if (word == "confirmed" || word == "single" || word == "singleGossip")
        return Commitment::Confirmed;
    if (word != "finalized" && word != "max" && word != "root")
        m_owner.fail("Invalid params: unknown variant `" + std::string(word.substr(0, 32)) +
                     "`, expected one of `processed`, `confirmed`, `finalized`.");
    return Commitment::Finalized;
}

DataEncoding Arguments::Config::encoding() const
{
    const std::string_view word = text("encoding").value_or("binary");
    if (word == "base64")
        return DataEncoding::Base64;
    if (word == "jsonParsed")
        return DataEncoding::JsonParsed;
    if (word == "base64+zstd")
        return DataEncoding::Base64Zstd;
    if (word == "base58")
        return DataEncoding::Base58;
    if (word != "binary")
        m_owner.fail("Invalid params: unknown variant `" + std::string(word.substr(0, 32)) +
                     "`, expected one of `binary`, `base58`, `base64`, `base64+zstd`, `jsonParsed`.");
    return DataEncoding::Binary;
}

std::optional<DataSlice> Arguments::Config::dataSlice() const
{
    const Config slice = config("dataSlice");
    if (!slice.present())
        return std::nullopt;
    const std::optional<std::uint64_t> offset = slice.number("offset");
    const std::optional<std::uint64_t> length = slice.number("length");
    if (!offset || !length)
        m_owner.fail("Invalid params: dataSlice needs offset and length");
    return DataSlice{offset.value_or(0), length.value_or(0)};
}

} // namespace paradox::ledger
