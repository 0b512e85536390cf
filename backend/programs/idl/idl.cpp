#include "programs/idl/idl.h"

namespace paradox::programs::idl {

Json discriminatorJson(sdk::u64 discriminator)
{
    Json bytes = Json::array();
    for (unsigned i = 0; i < 8; ++i)
        bytes.push_back(discriminator >> (8 * i) & 0xff);
    return bytes;
}

Json enumJson(const sdk::EnumSpec &spec)
{
    Json variants = Json::array();
    std::string_view rest = spec.variants;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        variants.push_back({{"name", rest.substr(0, comma)}});
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(rest.find_first_not_of(", ", comma));
    }
    return {{"kind", "enum"}, {"variants", variants}};
}

void Writer::error(int code, const char *name, const char *words)
{
    m_errors.push_back({{"code", code}, {"name", name}, {"msg", words}});
}

void Writer::addStruct(const char *name, const Json &fields)
{
    m_types.push_back({{"name", name}, {"type", {{"kind", "struct"}, {"fields", fields}}}});
}

void Writer::addAccount(const char *name, sdk::u64 discriminator, const Json &fields)
{
    m_accounts.push_back({{"name", name}, {"discriminator", discriminatorJson(discriminator)}});
    addStruct(name, fields);
}

void Writer::addEvent(const char *name, sdk::u64 discriminator, const Json &fields)
{
    m_events.push_back({{"name", name}, {"discriminator", discriminatorJson(discriminator)}});
    addStruct(name, fields);
}

Json Writer::seedJson(const sdk::SeedSpec &seed, Specs accounts) const
{
    switch (seed.kind) {
    case sdk::SeedKind::Text: {
        Json bytes = Json::array();
        for (const char c : std::string_view(seed.name, seed.size))
            bytes.push_back(static_cast<unsigned>(static_cast<unsigned char>(c)));
        return {{"kind", "const"}, {"value", bytes}};
    }
    case sdk::SeedKind::Account:
        return {{"kind", "account"}, {"path", accounts[seed.index].name}};
    case sdk::SeedKind::Argument:
    case sdk::SeedKind::TextArgument:
        return {{"kind", "arg"}, {"path", seed.name}};
    case sdk::SeedKind::Field: {
        Json json{{"kind", "account"}, {"path", seed.name}};
        for (const Json &account : m_accounts) {
            if (account["discriminator"] == discriminatorJson(accounts[seed.index].discriminator))
                json["account"] = account["name"];
        }
        return json;
    }
    }
    return {};
}

Json Writer::accountJson(const sdk::AccountSpec &spec, Specs accounts) const
{
    Json json{{"name", spec.name}};
    if (spec.isWritable)
        json["writable"] = true;
    if (spec.isSigner)
        json["signer"] = true;
    if (spec.isOptional)
        json["optional"] = true;
    if (spec.address != nullptr) {
        PublicKey address;
        std::memcpy(address.data(), spec.address->bytes, PublicKey::size);
        json["address"] = toBase58(address);
    }
    if (spec.seedCount > 0) {
        Json seeds = Json::array();
        for (const sdk::SeedSpec &seed : std::span(spec.seeds, spec.seedCount))
            seeds.push_back(seedJson(seed, accounts));
        json["pda"] = {{"seeds", seeds}};
    }
    return json;
}

Json Writer::instructionJson(const char *name, sdk::u64 discriminator, Specs accounts) const
{
    Json list = Json::array();
    for (const sdk::AccountSpec &spec : accounts)
        list.push_back(accountJson(spec, accounts));
    return {{"name", name}, {"discriminator", discriminatorJson(discriminator)}, {"accounts", list}};
}

std::string Writer::text() const
{
    const Json result{
        {"address", m_head.address},
        {"metadata",
         {{"name", m_head.name}, {"version", "0.1.0"}, {"spec", "0.1.0"}, {"description", m_head.description}}},
        {"instructions", m_instructions},
        {"accounts", m_accounts},
        {"events", m_events},
        {"errors", m_errors},
        {"types", m_types}};
    return result.dump(2) + "\n";
}

} // namespace paradox::programs::idl
