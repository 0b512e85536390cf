#include "domain/base58.h"
#include "domain/encoding.h"
#include "ledger/account_filter.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

constexpr std::size_t multipleAccountsMax = 100;

RpcResult getAccountInfo(const RpcContext &context, Arguments &arguments)
{
    const PublicKey key = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    const AccountForm form{config.encoding(), config.dataSlice()};
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    ShownAccount account;
    JsonWriter writer;
    {
        const Engine::Reader reader = context.engine.read();
        const auto slot = slotFor(reader, commitment, minimum);
        if (!slot)
            return std::unexpected(slot.error());
        beginContext(writer, *slot);
        account = showAccount(reader.bank(), *slot, {key, reader.bank().account(key, *slot)}, form);
    }
    if (auto error = writeAccount(writer, account, form))
        return std::unexpected(std::move(*error));
    return writer.endObject().take();
}

RpcResult getMultipleAccounts(const RpcContext &context, Arguments &arguments)
{
    std::vector<PublicKey> keys;
    for (const std::string_view text : arguments.texts(0, multipleAccountsMax))
        keys.push_back(arguments.toKey(text));
    const Arguments::Config config = arguments.config(1);
    const AccountForm form{config.encoding(), config.dataSlice()};
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    std::vector<ShownAccount> accounts;
    JsonWriter writer;
    {
        const Engine::Reader reader = context.engine.read();
        const auto slot = slotFor(reader, commitment, minimum);
        if (!slot)
            return std::unexpected(slot.error());
        beginContext(writer, *slot);
        for (const PublicKey &key : keys)
            accounts.push_back(showAccount(reader.bank(), *slot, {key, reader.bank().account(key, *slot)}, form));
    }
    writer.beginArray();
    for (const ShownAccount &account : accounts) {
        if (auto error = writeAccount(writer, account, form))
            return std::unexpected(std::move(*error));
    }
    return writer.endArray().endObject().take();
}

RpcResult getBalance(const RpcContext &context, Arguments &arguments)
{
    const PublicKey key = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, commitment, minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const AccountRef account = reader.bank().account(key, *slot);
    JsonWriter writer;
    beginContext(writer, *slot);
    return writer.number(account ? account->lamports : 0).endObject().take();
}

RpcResult getProgramAccounts(const RpcContext &context, Arguments &arguments)
{
    const PublicKey program = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    const AccountForm form{config.encoding(), config.dataSlice()};
    const std::vector<AccountFilter> filters = takeFilters(config, arguments);
    const bool withContext = config.boolean("withContext").value_or(false);
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
        if (withContext)
            beginContext(writer, *slot);
        for (const PublicKey &key : reader.bank().programAccounts(program)) {
            AccountRef account = reader.bank().account(key, *slot);
            if (account && account->owner == program &&
                std::ranges::all_of(filters, [&](const AccountFilter &filter) { return filter.matches(*account); }))
                found.push_back(showAccount(reader.bank(), *slot, {key, std::move(account)}, form));
        }
    }
    writer.beginArray();
    for (const ShownAccount &account : found) {
        writer.beginObject().key("pubkey").text(toBase58(account.key)).key("account");
        if (auto error = writeAccount(writer, account, form))
            return std::unexpected(std::move(*error));
        writer.endObject();
    }
    writer.endArray();
    return withContext ? writer.endObject().take() : writer.take();
}

RpcResult getMinimumBalance(const RpcContext &context, Arguments &arguments)
{
    const std::uint64_t size = arguments.number(0);
    (void)arguments.config(1);
    if (arguments.ok() && size > accountDataSizeMax)
        arguments.fail("Invalid param: size");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    return std::to_string(rentExemptMinimum(size, reader.bank().fees()));
}

RpcResult getFeeForMessage(const RpcContext &context, Arguments &arguments)
{
    const std::string_view text = arguments.text(0);
    const Arguments::Config config = arguments.config(1);
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    const std::optional<Bytes> bytes = text.size() <= 2048 ? base64Decode(text) : std::nullopt;
    if (!bytes)
        arguments.fail("invalid base64 encoding: InvalidByte");
    const auto message = solana::decodeMessage(bytes.value_or(Bytes{}));
    if (!message)
        arguments.fail("failed to deserialize solana_message::versions::VersionedMessage: io error");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, commitment, minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const std::optional<std::uint64_t> fee = feeOf(*message, reader.bank().fees());
    JsonWriter writer;
    beginContext(writer, *slot);
    if (fee && reader.bank().findLifetime(*message, *slot).has_value())
        writer.number(*fee);
    else
        writer.null();
    return writer.endObject().take();
}

constexpr std::array stateMethods = std::to_array<NamedMethod>({
    {"getAccountInfo", getAccountInfo},
    {"getBalance", getBalance},
    {"getFeeForMessage", getFeeForMessage},
    {"getMinimumBalanceForRentExemption", getMinimumBalance},
    {"getMultipleAccounts", getMultipleAccounts},
    {"getProgramAccounts", getProgramAccounts},
});

} // namespace

RpcMethod findStateMethod(std::string_view name)
{
    const auto found = std::ranges::find(stateMethods, name, &NamedMethod::name);
    return found == stateMethods.end() ? nullptr : found->method;
}

std::expected<Slot, RpcError> takeSlot(const Engine::Reader &reader, Arguments &arguments, std::size_t i)
{
    const Arguments::Config config = arguments.config(i);
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    return slotFor(reader, commitment, minimum);
}

std::expected<Slot, RpcError> slotFor(const Engine::Reader &reader, Commitment commitment, Slot minimum)
{
    const Slot slot = reader.slotAt(commitment);
    if (slot >= minimum)
        return slot;
    return std::unexpected(RpcError{rpc_code::minContextSlotNotReached, "Minimum context slot has not been reached",
                                    "{\"contextSlot\":" + std::to_string(slot.value) + '}'});
}

} // namespace paradox::ledger
