#include "domain/base58.h"
#include "domain/encoding.h"
#include "ledger/chaos.h"
#include "ledger/compute_budget.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>
#include <unordered_set>

// The cheat-codes, as JSON-RPC methods of whoever holds their token.

namespace paradox::ledger {

namespace {

constexpr std::int64_t clockSkewSecondsMax = 10LL * 366 * 86'400;

struct Cheat {
    const RpcContext &context;
    Chaos &chaos;
    Arguments &arguments;
    RpcReply reply;

    void refuse() const { reply(std::unexpected(arguments.error())); }
};

/// Members of an options object that no cheat-code knows are a slip of the pen, and refused.
template <std::size_t Count>
void checkMembers(Arguments &arguments, const std::array<std::string_view, Count> &known)
{
    simdjson::dom::object object;
    const std::optional<Element> options = arguments.at(arguments.count() - 1);
    if (!options || options->get_object().get(object) != simdjson::SUCCESS)
        return;
    for (const auto &[name, value] : object) {
        if (std::ranges::find(known, std::string_view(name)) == known.end())
            arguments.fail("Invalid params: unknown member `" + std::string(name.substr(0, 32)) + '`');
    }
}

std::string faultsJson(const Faults &faults)
{
    JsonWriter writer;
    writer.beginObject().key("dropNext").number(faults.dropNext).key("duplicateNext").number(faults.duplicateNext);
    writer.key("delayMs").number(faults.delayMs).key("rateLimitNext").number(faults.rateLimitNext);
    writer.key("retryAfterSeconds").number(faults.retryAfterSeconds).key("silentNext").number(faults.silentNext);
    writer.key("latencyMs").number(faults.latencyMs).key("lagSlots").number(faults.lagSlots);
    writer.key("unhealthy").boolean(faults.isUnhealthy).key("webSocketGap").boolean(faults.hasWebSocketGap);
    return writer.endObject().take();
}

void setFault(Arguments &arguments, const Arguments::Config &config, const char *name, std::uint32_t most,
              std::uint32_t &fault)
{
    const std::uint64_t value = config.number(name).value_or(fault);
    if (value > most)
        arguments.fail("Invalid params: " + std::string(name) + " is at most " + std::to_string(most));
    fault = static_cast<std::uint32_t>(value);
}

void chaosSet(const Cheat &cheat)
{
    constexpr std::uint32_t countMax = 1'000'000;
    constexpr auto known =
        std::to_array<std::string_view>({"dropNext", "duplicateNext", "delayMs", "rateLimitNext", "retryAfterSeconds",
                                         "silentNext", "latencyMs", "lagSlots", "unhealthy", "webSocketGap"});
    Arguments &arguments = cheat.arguments;
    const Arguments::Config config = arguments.config(0);
    checkMembers(arguments, known);
    Faults faults = cheat.chaos.faults();
    setFault(arguments, config, "dropNext", countMax, faults.dropNext);
    setFault(arguments, config, "duplicateNext", countMax, faults.duplicateNext);
    setFault(arguments, config, "delayMs", delayMsMax, faults.delayMs);
    setFault(arguments, config, "rateLimitNext", countMax, faults.rateLimitNext);
    setFault(arguments, config, "retryAfterSeconds", 86'400, faults.retryAfterSeconds);
    setFault(arguments, config, "silentNext", countMax, faults.silentNext);
    setFault(arguments, config, "latencyMs", delayMsMax, faults.latencyMs);
    setFault(arguments, config, "lagSlots", lagSlotsMax, faults.lagSlots);
    faults.isUnhealthy = config.boolean("unhealthy").value_or(faults.isUnhealthy);
    faults.hasWebSocketGap = config.boolean("webSocketGap").value_or(faults.hasWebSocketGap);
    if (!arguments.ok())
        return cheat.refuse();
    cheat.chaos.setFaults(faults);
    cheat.reply(faultsJson(faults));
}

void chaosGet(const Cheat &cheat)
{
    cheat.reply(faultsJson(cheat.chaos.faults()));
}

void chaosClear(const Cheat &cheat)
{
    cheat.chaos.clear();
    cheat.reply(faultsJson(cheat.chaos.faults()));
}

/// [ms] or [{"ms": …, "slots": …}]: what ppv_chaosSet calls latencyMs and lagSlots.
void lag(const Cheat &cheat)
{
    Arguments &arguments = cheat.arguments;
    const Arguments::Config config = arguments.config(0);
    checkMembers(arguments, std::to_array<std::string_view>({"ms", "slots"}));
    Faults faults = cheat.chaos.faults();
    setFault(arguments, config, "ms", delayMsMax, faults.latencyMs);
    setFault(arguments, config, "slots", lagSlotsMax, faults.lagSlots);
    if (!arguments.ok())
        return cheat.refuse();
    cheat.chaos.setFaults(faults);
    cheat.reply(faultsJson(faults));
}

void cutWebSockets(const Cheat &cheat)
{
    cheat.chaos.cutWebSockets();
    cheat.reply("true");
}

RpcError toError(Engine::ControlError error)
{
    switch (error) {
    case Engine::ControlError::NotThatDeep:
        return {rpc_code::invalidParams, "Invalid params: only blocks that are not yet finalized can be undone"};
    case Engine::ControlError::Unavailable:
        return {rpc_code::internalError, "the ledger's disk has failed"};
    }
    return {};
}

auto answerSlot(const RpcReply &reply)
{
    return [reply](Engine::Controlled &&working) {
        if (!working)
            return reply(std::unexpected(toError(working.error())));
        reply("{\"slot\":" + std::to_string(working->value) + '}');
    };
}

/// [{"slots": n}]: the newest n blocks are undone, with their transactions.
void fork(const Cheat &cheat)
{
    Arguments &arguments = cheat.arguments;
    const Arguments::Config config = arguments.config(0);
    checkMembers(arguments, std::to_array<std::string_view>({"slots"}));
    const std::uint64_t blocks = config.number("slots").value_or(1);
    if (blocks < 1 || blocks > finalityMax)
        arguments.fail("Invalid params: slots is 1 to " + std::to_string(finalityMax));
    if (!arguments.ok())
        return cheat.refuse();
    cheat.context.engine.fork(static_cast<std::uint32_t>(blocks), [reply = cheat.reply](auto &&forked) {
        if (!forked)
            return reply(std::unexpected(toError(forked.error())));
        JsonWriter writer;
        writer.beginObject().key("parent").number(forked->parent.value).key("slot").number(forked->working.value);
        writer.key("dead").beginArray();
        for (const Slot slot : forked->dead)
            writer.number(slot.value);
        writer.endArray().key("transactions").number(forked->transactions);
        writer.key("accounts").number(forked->accounts.size());
        reply(writer.endObject().take());
    });
}

std::optional<std::int64_t> signedNumber(Arguments &arguments, const Arguments::Config &config, const char *name)
{
    const std::optional<Element> element = config.member(name);
    std::int64_t value = 0;
    if (!element)
        return std::nullopt;
    if (element->get_int64().get(value) != simdjson::SUCCESS || value < -clockSkewSecondsMax ||
        value > clockSkewSecondsMax)
        arguments.fail("Invalid params: " + std::string(name) + " is a number of seconds, at most ten years");
    return value;
}

/// [{"blocks": n}] makes empty blocks, [{"skipSlots": n}] leaves slots without one, [{"seconds": n}] moves the chain's
/// clock against the real one, forward or back to it.
void timeTravel(const Cheat &cheat)
{
    Arguments &arguments = cheat.arguments;
    Engine &engine = cheat.context.engine;
    const Arguments::Config config = arguments.config(0);
    checkMembers(arguments, std::to_array<std::string_view>({"blocks", "skipSlots", "seconds"}));
    const std::uint64_t blocks = config.number("blocks").value_or(0);
    const std::uint64_t skipped = config.number("skipSlots").value_or(0);
    const std::optional<std::int64_t> seconds = signedNumber(arguments, config, "seconds");
    if (blocks > Engine::emptyBlocksMax || skipped > Engine::skippedSlotsMax)
        arguments.fail("Invalid params: at most " + std::to_string(Engine::emptyBlocksMax) + " blocks and " +
                       std::to_string(Engine::skippedSlotsMax) + " skipped slots");
    const std::int64_t skew = engine.clockSkew() + (arguments.ok() ? seconds.value_or(0) : 0);
    if (skew > clockSkewSecondsMax || skew < -clockSkewSecondsMax)
        arguments.fail("Invalid params: the clock is already ten years off");
    if (!arguments.ok())
        return cheat.refuse();
    engine.setClockSkew(skew);
    if (skipped > 0)
        engine.skip(skipped, [](auto &&) {});
    // The working slot has its time already: the next one shows the new.
    engine.produce(static_cast<std::uint32_t>(std::max<std::uint64_t>(blocks, seconds ? 1 : 0)),
                   answerSlot(cheat.reply));
}

/// So many empty blocks that no blockhash known by now is accepted any more.
void expireBlockhashes(const Cheat &cheat)
{
    cheat.context.engine.produce(static_cast<std::uint32_t>(blockhashLife), answerSlot(cheat.reply));
}

bool isFixed(const PublicKey &key)
{
    return isBuiltin(key) || std::equal(key.bytes.begin(), key.bytes.begin() + 4, solana::sysvarOwner.bytes.begin());
}

/// [address, {"lamports", "owner", "executable", "data": [text, "base64"]}]: what is not named stays.
void setAccount(const Cheat &cheat)
{
    Arguments &arguments = cheat.arguments;
    const PublicKey key = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    checkMembers(arguments, std::to_array<std::string_view>({"lamports", "owner", "executable", "data"}));
    const std::optional<std::uint64_t> lamports = config.number("lamports");
    const std::optional<bool> executable = config.boolean("executable");
    std::optional<PublicKey> owner;
    if (const auto text = config.text("owner"))
        owner = arguments.toKey(*text);
    std::optional<Bytes> data;
    if (const std::optional<Element> pair = config.member("data")) {
        std::string_view text;
        std::string_view encoding;
        if (pair->at(0).get_string().get(text) == simdjson::SUCCESS &&
            pair->at(1).get_string().get(encoding) == simdjson::SUCCESS && encoding == "base64")
            data = base64Decode(text);
        if (!data || data->size() > accountDataSizeMax)
            arguments.fail("Invalid params: data is [text, \"base64\"]");
    }
    if (arguments.ok() && isFixed(key))
        arguments.fail("Invalid params: builtin programs and sysvars stay as they are");
    if (!arguments.ok())
        return cheat.refuse();
    const auto change = [=](const Bank &bank) -> std::vector<AccountWrite> {
        const AccountRef before = bank.account(key, bank.slotAt(Commitment::Processed));
        Account account = before ? *before : Account{};
        account.lamports = lamports.value_or(account.lamports);
        account.owner = owner.value_or(account.owner);
        account.executable = executable.value_or(account.executable);
        account.data = data.value_or(account.data);
        return {{key, account.lamports > 0 ? std::make_shared<const Account>(std::move(account)) : nullptr}};
    };
    cheat.context.engine.rewrite(change, answerSlot(cheat.reply));
}

/// Keeps every account as it is now; the answer is the number for ppv_restore.
void snapshot(const Cheat &cheat)
{
    Chaos::Image image;
    {
        const Engine::Reader reader = cheat.context.engine.read();
        image = reader.bank().store().allAt(reader.bank().slotAt(Commitment::Processed));
    }
    std::ranges::sort(image, {}, &AccountWrite::key);
    cheat.reply(std::to_string(cheat.chaos.keep(std::move(image))));
}

/// [number]: every account is written as it was. Slots, blockhashes and the status cache go on.
void restore(const Cheat &cheat)
{
    const std::uint64_t number = cheat.arguments.number(0);
    const std::shared_ptr<const Chaos::Image> image = cheat.chaos.find(number);
    if (cheat.arguments.ok() && !image)
        cheat.arguments.fail("Invalid params: there is no such snapshot");
    if (!cheat.arguments.ok())
        return cheat.refuse();
    const auto difference = [image](const Bank &bank) {
        std::vector<AccountWrite> writes;
        std::unordered_set<PublicKey> kept;
        for (const AccountWrite &one : *image) {
            kept.insert(one.key);
            if (bank.store().current(one.key) != one.account)
                writes.push_back(one);
        }
        for (const AccountWrite &one : bank.store().allAt(bank.slotAt(Commitment::Processed))) {
            if (!kept.contains(one.key))
                writes.push_back({one.key, nullptr});
        }
        return writes;
    };
    cheat.context.engine.rewrite(difference, answerSlot(cheat.reply));
}

struct NamedCheat {
    std::string_view name;
    void (*method)(const Cheat &);
};

constexpr std::array cheats = std::to_array<NamedCheat>({
    {"ppv_chaosClear", chaosClear},
    {"ppv_chaosGet", chaosGet},
    {"ppv_chaosSet", chaosSet},
    {"ppv_cutWebSockets", cutWebSockets},
    {"ppv_expireBlockhashes", expireBlockhashes},
    {"ppv_fork", fork},
    {"ppv_lag", lag},
    {"ppv_restore", restore},
    {"ppv_setAccount", setAccount},
    {"ppv_snapshot", snapshot},
    {"ppv_timeTravel", timeTravel},
});

} // namespace

void runCheat(const RpcContext &context, std::string_view name, Arguments &arguments, const RpcReply &reply)
{
    const auto found = std::ranges::find(cheats, name, &NamedCheat::name);
    if (found == cheats.end())
        return reply(std::unexpected(RpcError{rpc_code::methodNotFound, "Method not found"}));
    found->method({context, *context.chaos, arguments, reply});
}

} // namespace paradox::ledger
