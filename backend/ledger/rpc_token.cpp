#include "domain/base58.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"
#include "ledger/rpc_parsed.h"
#include "ledger/spl/layout.h"
#include "ledger/spl/program.h"
#include "ledger/spl/token_balance.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

constexpr std::size_t largestAccountsMax = 20;

struct BalanceQuery {
    PublicKey key;
    Commitment commitment = Commitment::Finalized;
    Slot minimum;
};

BalanceQuery takeBalanceQuery(Arguments &arguments)
{
    BalanceQuery query;
    query.key = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    query.commitment = config.commitment();
    query.minimum = config.minContextSlot();
    return query;
}

RpcResult invalid(std::string_view words)
{
    return std::unexpected(RpcError{rpc_code::invalidParams, "Invalid param: " + std::string(words)});
}

spl::MintSource mintsAt(const Bank &bank, Slot slot, AccountRef &held)
{
    return [&bank, slot, &held](const PublicKey &mint) {
        held = bank.account(mint, slot);
        return held.get();
    };
}

RpcResult getTokenAccountBalance(const RpcContext &context, Arguments &arguments)
{
    const BalanceQuery query = takeBalanceQuery(arguments);
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, query.commitment, query.minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const AccountRef account = reader.bank().account(query.key, *slot);
    if (!account)
        return invalid("could not find account");
    AccountRef mint;
    const auto balance = spl::tokenBalanceOf(*account, mintsAt(reader.bank(), *slot, mint));
    if (!balance)
        return invalid("not a Token account");
    JsonWriter writer;
    beginContext(writer, *slot);
    writeTokenAmount(writer, balance->amount, balance->decimals);
    return writer.endObject().take();
}

RpcResult getTokenSupply(const RpcContext &context, Arguments &arguments)
{
    const BalanceQuery query = takeBalanceQuery(arguments);
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, query.commitment, query.minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const AccountRef mint = reader.bank().account(query.key, *slot);
    if (!mint)
        return invalid("could not find account");
    if (!spl::isTokenProgram(mint->owner))
        return invalid("not a Token mint");
    const std::optional<std::uint8_t> decimals = spl::decimalsOf(*mint);
    if (!decimals)
        return invalid("mint could not be unpacked");
    Bytes data = mint->data;
    JsonWriter writer;
    beginContext(writer, *slot);
    writeTokenAmount(writer, spl::Mint(data).supply(), *decimals);
    return writer.endObject().take();
}

struct Holding {
    PublicKey key;
    std::uint64_t amount = 0;
};

RpcResult getTokenLargestAccounts(const RpcContext &context, Arguments &arguments)
{
    const BalanceQuery query = takeBalanceQuery(arguments);
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, query.commitment, query.minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const AccountRef mint = reader.bank().account(query.key, *slot);
    if (!mint)
        return invalid("could not find mint");
    const std::optional<std::uint8_t> decimals = spl::decimalsOf(*mint);
    if (!decimals)
        return invalid("not a Token mint");
    std::vector<Holding> holdings;
    for (const PublicKey &key : reader.bank().programAccounts(mint->owner)) {
        const AccountRef account = reader.bank().account(key, *slot);
        if (!account || account->owner != mint->owner || account->data.size() < spl::tokenAccountSize)
            continue;
        const auto balance = spl::tokenBalanceOf(*account, [&](const PublicKey &) { return mint.get(); });
        if (balance && balance->mint == query.key)
            holdings.push_back({key, balance->amount});
    }
    std::ranges::sort(holdings, [](const Holding &a, const Holding &b) {
        return a.amount != b.amount ? a.amount > b.amount : a.key < b.key;
    });
    holdings.resize(std::min(holdings.size(), largestAccountsMax));
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginArray();
    for (const Holding &holding : holdings) {
        writer.beginObject().key("address").text(toBase58(holding.key));
        writeTokenAmountMembers(writer, holding.amount, *decimals);
        writer.endObject();
    }
    return writer.endArray().endObject().take();
}

/// Whose accounts are asked for.
enum class Holder : std::uint8_t { Owner, Delegate };

bool isHeldBy(const Account &account, Holder holder, const PublicKey &key)
{
    Bytes data = account.data;
    const spl::TokenAccount tokens{spl::EditableBytes(data)};
    return holder == Holder::Owner ? tokens.owner() == key : tokens.delegate().get() == key;
}

/// The filter: accounts of one mint, or of one token program.
struct TokenFilter {
    std::optional<PublicKey> mint;
    PublicKey program;
};

TokenFilter takeFilter(Arguments &arguments)
{
    const Arguments::Config filter = arguments.config(1);
    TokenFilter wanted;
    if (const auto mint = filter.text("mint"))
        wanted.mint = arguments.toKey(*mint);
    else
        wanted.program = arguments.toKey(filter.text("programId").value_or(""));
    return wanted;
}

/// What is wrong with the filter, once the mint can be looked at.
std::optional<std::string_view> resolve(TokenFilter &filter, const Bank &bank, Slot slot)
{
    if (!filter.mint) {
        if (!spl::isTokenProgram(filter.program))
            return "unrecognized Token program id";
        return std::nullopt;
    }
    const AccountRef mint = bank.account(*filter.mint, slot);
    if (!mint)
        return "could not find mint";
    if (!spl::decimalsOf(*mint))
        return "not a Token mint";
    filter.program = mint->owner;
    return std::nullopt;
}

RpcResult getTokenAccounts(const RpcContext &context, Arguments &arguments, Holder holder)
{
    const PublicKey key = arguments.key(0);
    TokenFilter filter = takeFilter(arguments);
    const Arguments::Config config = arguments.config(2);
    const AccountForm form{config.encoding(), config.dataSlice()};
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    std::vector<ShownAccount> found;
    JsonWriter writer;
    {
        const Engine::Reader reader = context.engine.read();
        const auto slot = slotFor(reader, commitment, minimum);
        if (!slot)
            return std::unexpected(slot.error());
        if (const auto wrong = resolve(filter, reader.bank(), *slot))
            return invalid(*wrong);
        beginContext(writer, *slot);
        for (const PublicKey &candidate : reader.bank().programAccounts(filter.program)) {
            const AccountRef account = reader.bank().account(candidate, *slot);
            AccountRef mint;
            if (!account || account->owner != filter.program)
                continue;
            const auto balance = spl::tokenBalanceOf(*account, mintsAt(reader.bank(), *slot, mint));
            if (balance && (!filter.mint || balance->mint == *filter.mint) && isHeldBy(*account, holder, key))
                found.push_back({candidate, account, mint});
        }
    }
    writer.beginArray();
    for (const ShownAccount &account : found) {
        writer.beginObject().key("pubkey").text(toBase58(account.key)).key("account");
        if (auto error = writeAccount(writer, account, form))
            return std::unexpected(std::move(*error));
        writer.endObject();
    }
    return writer.endArray().endObject().take();
}

RpcResult getTokenAccountsByOwner(const RpcContext &context, Arguments &arguments)
{
    return getTokenAccounts(context, arguments, Holder::Owner);
}

RpcResult getTokenAccountsByDelegate(const RpcContext &context, Arguments &arguments)
{
    return getTokenAccounts(context, arguments, Holder::Delegate);
}

constexpr std::array tokenMethods = std::to_array<NamedMethod>({
    {"getTokenAccountBalance", getTokenAccountBalance},
    {"getTokenAccountsByDelegate", getTokenAccountsByDelegate},
    {"getTokenAccountsByOwner", getTokenAccountsByOwner},
    {"getTokenLargestAccounts", getTokenLargestAccounts},
    {"getTokenSupply", getTokenSupply},
});

} // namespace

RpcMethod findTokenMethod(std::string_view name)
{
    const auto found = std::ranges::find(tokenMethods, name, &NamedMethod::name);
    return found == tokenMethods.end() ? nullptr : found->method;
}

} // namespace paradox::ledger
