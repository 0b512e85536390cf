#include "node/options.h"

#include "domain/amount.h"
#include "http/client.h"
#include "http/wire.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>

namespace paradox::node {
namespace {

using Applied = std::expected<void, std::string>;

template <class Number>
Applied setNumber(Number &target, std::string_view text, std::uint64_t least, std::uint64_t most)
{
    const std::optional<std::uint64_t> value = parseU64(text);
    if (!value || *value < least || *value > most) {
        return std::unexpected("must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    target = static_cast<Number>(*value);
    return {};
}

Applied setUrl(std::optional<std::string> &target, const std::string &text, std::string_view scheme)
{
    const std::optional<http::Url> url = http::parseUrl(text);
    const std::string secure = std::string(scheme) + "s";
    if (!url || (url->scheme != scheme && url->scheme != secure))
        return std::unexpected("must be a URL that begins with " + std::string(scheme) + ":// or " + secure + "://");
    target = text;
    return {};
}

using ArgumentSetter = std::function<Applied(Options &, const std::string &)>;

const std::map<std::string, ArgumentSetter, std::less<>> &setters()
{
    static const std::map<std::string, ArgumentSetter, std::less<>> table = {
        {"--data",
         [](Options &o, const std::string &v) -> Applied {
             o.dataDir = v;
             return {};
         }},
        {"--port", [](Options &o, const std::string &v) { return setNumber(o.port, v, 0, 65'535); }},
        {"--rpc-port", [](Options &o, const std::string &v) { return setNumber(o.rpcPort, v, 0, 65'534); }},
        {"--rpc", setRpcUrl},
        {"--ws", setWsUrl},
        {"--rpc-ca", setRpcCaFile},
        {"--public-url", setPublicUrl},
        {"--slot-ms", [](Options &o, const std::string &v) { return setNumber(o.slotMs, v, 10, 10'000); }},
        {"--finality", [](Options &o, const std::string &v) { return setNumber(o.finality, v, 1, 128); }},
        {"--cut-interval-ms",
         [](Options &o, const std::string &v) { return setNumber(o.cut.intervalMs, v, 1, 86'400'000); }},
        {"--cut-size-max", [](Options &o, const std::string &v) { return setNumber(o.cut.tradesMax, v, 1, 10'000); }},
        {"--fee-bps",
         [](Options &o, const std::string &v) {
             std::uint16_t feeBps = 0;
             const Applied applied = setNumber(feeBps, v, 0, 1000);
             if (applied)
                 o.feeBps = feeBps;
             return applied;
         }},
    };
    return table;
}

std::expected<std::string, std::string> readConfig(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file)
        return std::unexpected("the configuration file " + path + " cannot be read");
    return text;
}

std::expected<void, std::string> finish(const Options &options)
{
    if (options.dataDir.empty())
        return std::unexpected("--data DIR is needed");
    if (options.rpcUrl.has_value() != options.wsUrl.has_value())
        return std::unexpected("--rpc and --ws belong together");
    if (options.hasCheatCodes && options.rpcUrl)
        return std::unexpected("--cheat-codes are those of the own ledger, not of a cluster");
    if (options.cut.tradesMin > options.cut.tradesMax)
        return std::unexpected("the least size of a batch is above its greatest");
    return {};
}

} // namespace

std::optional<std::string> domainOf(std::string_view publicUrl)
{
    const std::optional<http::Url> url = http::parseUrl(publicUrl);
    if (!url || (url->scheme != "http" && url->scheme != "https") || url->target != "/" || publicUrl.ends_with('/'))
        return std::nullopt;
    return http::toLower(publicUrl.substr(publicUrl.find("//") + 2));
}

Applied setRpcUrl(Options &options, const std::string &text)
{
    return setUrl(options.rpcUrl, text, "http");
}

Applied setWsUrl(Options &options, const std::string &text)
{
    return setUrl(options.wsUrl, text, "ws");
}

Applied setRpcCaFile(Options &options, const std::string &path)
{
    options.rpcCaFile = path;
    return {};
}

Applied setPublicUrl(Options &options, const std::string &text)
{
    if (!domainOf(text))
        return std::unexpected("must be http:// or https:// with a host and no path, such as https://desk.example");
    options.publicUrl = http::toLower(text);
    return {};
}

std::expected<CommandLine, std::string> parseCommandLine(std::span<const std::string> arguments)
{
    CommandLine line;
    std::vector<std::pair<ArgumentSetter, std::pair<std::string, std::string>>> settings;
    std::optional<std::string> config;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string &name = arguments[i];
        if (name == "--help" || name == "-h")
            return CommandLine{.wish = Wish::ShowHelp, .options = {}};
        if (name == "--version")
            return CommandLine{.wish = Wish::ShowVersion, .options = {}};
        if (name == "--token-stdin") {
            line.options.tokenFromStdin = true;
            continue;
        }
        if (name == "--cheat-codes") {
            line.options.hasCheatCodes = true;
            continue;
        }
        if (name == "--debuggable") {
            line.options.isDebuggable = true;
            continue;
        }
        const auto setter = setters().find(name);
        if (setter == setters().end() && name != "--config")
            return std::unexpected("there is no option " + name);
        if (i + 1 == arguments.size())
            return std::unexpected(name + " needs a value");
        const std::string &value = arguments[++i];
        if (name == "--config")
            config = value;
        else
            settings.push_back({setter->second, {name, value}});
    }
    if (config) {
        const auto text = readConfig(*config);
        if (!text)
            return std::unexpected(text.error());
        if (const auto applied = applyConfig(line.options, *text); !applied)
            return std::unexpected(*config + ": " + applied.error());
    }
    for (const auto &[set, argument] : settings) {
        if (const Applied applied = set(line.options, argument.second); !applied)
            return std::unexpected(argument.first + " " + applied.error());
    }
    if (const auto whole = finish(line.options); !whole)
        return std::unexpected(whole.error());
    return line;
}

std::string helpText()
{
    return "Usage: paradox-node --data DIR [OPTION…]\n"
           "\n"
           "Runs a Paradox Desk node: admission, netting, settlement, and, unless --rpc is given, its own ledger.\n"
           "One JSON line on standard output says when it is ready.\n"
           "\n"
           "  --data DIR            where everything is kept; made with mode 0700\n"
           "  --port N              API, on 127.0.0.1 (4000; 0: a free one)\n"
           "  --rpc-port N          JSON-RPC of the ledger; PubSub on the next port (8899; 0: free ones)\n"
           "  --rpc URL --ws URL    settle on this cluster instead of an own ledger; https and wss as well\n"
           "  --rpc-ca FILE         authorities (PEM) that https and wss believe instead of this system's\n"
           "  --config FILE         settings as JSON; the command line wins over them\n"
           "  --public-url URL      where people reach this node: what sign-in texts name, and the Host and Origin\n"
           "                        that are accepted beside the loopback ones (http://127.0.0.1:PORT)\n"
           "  --token-stdin         take the node token from standard input, and leave when that closes\n"
           "  --slot-ms N           length of a slot of the own ledger (100)\n"
           "  --finality N          slots until finalized on the own ledger (8)\n"
           "  --cut-interval-ms N   a batch is cut so long after it opened (30000)\n"
           "  --cut-size-max N      or when it holds so many trades (10000)\n"
           "  --fee-bps N           fee of a venue made now, in hundredths of a percent (25)\n"
           "  --cheat-codes         let who holds DIR/ledger/cheat.token fork, lag and rewrite the own ledger\n"
           "  --debuggable          allow core dumps and debuggers: secrets may end up in them\n"
           "  --help, --version\n"
           "\n"
           "The configuration file is one JSON object. Its members, all optional: port, rpcPort, rpc, ws, rpcCa, "
           "publicUrl,\n"
           "hosts and origins (lists of further Host and Origin values), chainId, slotMs, finality, gameId, feeBps,\n"
           "mode (\"NET\"; \"HELD\" reserves each buyer's amount at admission), lookupTables (true), cutIntervalMs,\n"
           "cutAgeMaxMs, cutSizeMax, cutSizeMin, programs ({\"vault\": ADDRESS}), limits, and roles: who is more than "
           "a\n"
           "trader, such as {\"operator\": [ADDRESS], \"auditor\": [ADDRESS]}; the roles are operator, admin, "
           "auditor.\n"
           "\n"
           "Exit codes: 0 left in order, 1 could not start or run, 2 wrong usage.\n";
}

} // namespace paradox::node
