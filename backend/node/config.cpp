#include "node/options.h"

#include "domain/base58.h"
#include "programs/native/natives.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <map>

namespace paradox::node {
namespace {

using nlohmann::json;
using Applied = std::expected<void, std::string>;
using MemberSetter = std::function<Applied(Options &, const json &)>;

template <class Number>
Applied number(Number &target, const json &value, std::uint64_t least, std::uint64_t most)
{
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least || value.get<std::uint64_t>() > most)
        return std::unexpected("must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    target = static_cast<Number>(value.get<std::uint64_t>());
    return {};
}

Applied texts(std::vector<std::string> &target, const json &value)
{
    if (!value.is_array())
        return std::unexpected("must be a list of texts");
    for (const json &entry : value) {
        if (!entry.is_string())
            return std::unexpected("must be a list of texts");
        target.push_back(entry.get<std::string>());
    }
    return {};
}

/// A text that a setter of the command line takes.
Applied text(Options &options, const json &value, Applied (*set)(Options &, const std::string &))
{
    if (!value.is_string())
        return std::unexpected("must be a text");
    return set(options, value.get<std::string>());
}

Applied flag(bool &target, const json &value)
{
    if (!value.is_boolean())
        return std::unexpected("must be true or false");
    target = value.get<bool>();
    return {};
}

Applied mode(NetMode &target, const json &value)
{
    for (const NetMode known : {NetMode::Net, NetMode::Held}) {
        if (value == toText(known)) {
            target = known;
            return {};
        }
    }
    return std::unexpected("must be \"NET\" or \"HELD\"");
}

/// {"operator": [address, …], …}. Everybody who signs in is a trader, so that role is not given out.
Applied roles(Options &options, const json &value)
{
    if (!value.is_object())
        return std::unexpected("must be an object of lists of addresses");
    for (const auto &[name, addresses] : value.items()) {
        const std::optional<auth::Role> role = auth::parseRole(name);
        if (!role || *role == auth::Role::Trader)
            return std::unexpected("has no role \"" + name + "\": there are operator, admin and auditor");
        std::vector<std::string> list;
        if (const Applied applied = texts(list, addresses); !applied)
            return std::unexpected("." + name + " " + applied.error());
        for (const std::string &text : list) {
            const auto address = fromBase58<PublicKey>(text);
            if (!address || address->isZero())
                return std::unexpected("." + name + ": \"" + text + "\" is no address");
            options.roles[*address].add(*role);
        }
    }
    return {};
}

Applied chainId(std::string &target, const json &value)
{
    for (const char *known : {"mainnet", "testnet", "devnet", "localnet"}) {
        if (value == known) {
            target = known;
            return {};
        }
    }
    return std::unexpected("must be mainnet, testnet, devnet or localnet");
}

bool isProgram(std::string_view name)
{
    return std::ranges::any_of(programs::natives, [&](const auto &program) { return program.name == name; });
}

/// {"vault": address, …}: the programs that are not at their default ids.
Applied programIds(Options &options, const json &value)
{
    if (!value.is_object())
        return std::unexpected("must be {\"vault\": \"address\", …}");
    for (const auto &[name, text] : value.items()) {
        if (!isProgram(name))
            return std::unexpected("has no program \"" + name + "\"");
        const auto id = text.is_string() ? fromBase58<PublicKey>(text.get<std::string>()) : std::nullopt;
        if (!id || id->isZero())
            return std::unexpected("." + name + " names no address");
        options.programIds[name] = *id;
    }
    return {};
}

Applied limits(Options &options, const json &value)
{
    if (!value.is_object())
        return std::unexpected("must be an object");
    static const std::map<std::string, MemberSetter> table = {
        {"pendingIntentsMax", [](Options &o, const json &v) { return number(o.pendingMax, v, 1, 100'000'000); }},
        {"pendingPerOwnerMax",
         [](Options &o, const json &v) { return number(o.pendingPerOwnerMax, v, 1, 100'000'000); }},
        {"intentsPerSecondPerOwner",
         [](Options &o, const json &v) { return number(o.intentsPerSecondPerOwner, v, 1, 1'000'000); }},
        {"verifyThreads", [](Options &o, const json &v) { return number(o.verifyThreads, v, 1, 64); }},
        {"ioThreads", [](Options &o, const json &v) { return number(o.ioThreads, v, 1, 64); }},
    };
    for (const auto &[name, member] : value.items()) {
        const auto setter = table.find(name);
        if (setter == table.end())
            return std::unexpected("has no member \"" + name + "\"");
        if (const Applied applied = setter->second(options, member); !applied)
            return std::unexpected("." + name + " " + applied.error());
    }
    return {};
}

const std::map<std::string, MemberSetter> &members()
{
    static const std::map<std::string, MemberSetter> table = {
        {"port", [](Options &o, const json &v) { return number(o.port, v, 0, 65'535); }},
        {"rpcPort", [](Options &o, const json &v) { return number(o.rpcPort, v, 0, 65'534); }},
        {"rpc", [](Options &o, const json &v) { return text(o, v, setRpcUrl); }},
        {"ws", [](Options &o, const json &v) { return text(o, v, setWsUrl); }},
        {"rpcCa", [](Options &o, const json &v) { return text(o, v, setRpcCaFile); }},
        {"publicUrl", [](Options &o, const json &v) { return text(o, v, setPublicUrl); }},
        {"chainId", [](Options &o, const json &v) { return chainId(o.chainId, v); }},
        {"slotMs", [](Options &o, const json &v) { return number(o.slotMs, v, 10, 10'000); }},
        {"finality", [](Options &o, const json &v) { return number(o.finality, v, 1, 128); }},
        {"gameId", [](Options &o, const json &v) { return number(o.gameId, v, 0, ~std::uint64_t{0}); }},
        {"feeBps",
         [](Options &o, const json &v) {
             std::uint16_t feeBps = 0;
             const Applied applied = number(feeBps, v, 0, 1000);
             if (applied)
                 o.feeBps = feeBps;
             return applied;
         }},
        {"lookupTables", [](Options &o, const json &v) { return flag(o.usesLookupTables, v); }},
        {"roles", [](Options &o, const json &v) { return roles(o, v); }},
        {"mode", [](Options &o, const json &v) { return mode(o.mode, v); }},
        {"cutIntervalMs", [](Options &o, const json &v) { return number(o.cut.intervalMs, v, 1, 86'400'000); }},
        {"cutAgeMaxMs", [](Options &o, const json &v) { return number(o.cut.ageMsMax, v, 1, 86'400'000); }},
        {"cutSizeMax", [](Options &o, const json &v) { return number(o.cut.tradesMax, v, 1, 10'000); }},
        {"cutSizeMin", [](Options &o, const json &v) { return number(o.cut.tradesMin, v, 1, 10'000); }},
        {"programs", [](Options &o, const json &v) { return programIds(o, v); }},
        {"hosts", [](Options &o, const json &v) { return texts(o.hosts, v); }},
        {"origins", [](Options &o, const json &v) { return texts(o.origins, v); }},
        {"limits", [](Options &o, const json &v) { return limits(o, v); }},
    };
    return table;
}

} // namespace

std::expected<void, std::string> applyConfig(Options &options, std::string_view text)
{
    const json config = json::parse(text, nullptr, false);
    if (!config.is_object())
        return std::unexpected("is not a JSON object");
    for (const auto &[name, value] : config.items()) {
        const auto setter = members().find(name);
        if (setter == members().end())
            return std::unexpected("there is no setting \"" + name + "\"");
        if (const Applied applied = setter->second(options, value); !applied)
            return std::unexpected("\"" + name + "\" " + applied.error());
    }
    return {};
}

} // namespace paradox::node
