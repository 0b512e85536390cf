#include "commands/commands.h"

#include "await.h"
#include "domain/base58.h"
#include "domain/sha256.h"
#include "programs/client/vault.h"

namespace paradox::cli {
namespace {

constexpr int confirmTimeoutMs = 60'000;

/// Waits for a relayed transaction's end and prints it.
Outcome<ExitCode> follow(AppContext &context, client::BackendClient &node, const client::Relayed &relayed)
{
    PARADOX_TRY(operation, valueOf(await(client::awaitOperation(node, relayed.operationId, confirmTimeoutMs))));
    context.print(fieldsOf(operation));
    return operation.status == OperationState::Settled ? ExitCode::Done : ExitCode::Failed;
}

using Transfer = client::Reply<client::Relayed> (*)(client::BackendClient &, client::Signatory &, const PublicKey &,
                                                    Lamports);

Outcome<ExitCode> moveMoney(AppContext &context, const QStringList &arguments, Transfer transfer, const char *usageText)
{
    if (const auto enough = wantArguments(arguments, 1, usageText); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(amount, amountArgument(arguments.front(), "the amount"));
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    PARADOX_TRY(relayed, valueOf(await(transfer(*node, *signatory, owner, amount))));
    return follow(context, *node, relayed);
}

Outcome<ExitCode> deposit(AppContext &context, const QStringList &arguments)
{
    return moveMoney(context, arguments, client::deposit, "deposit AMOUNT");
}

Outcome<ExitCode> withdraw(AppContext &context, const QStringList &arguments)
{
    return moveMoney(context, arguments, client::withdraw, "withdraw AMOUNT");
}

Outcome<ExitCode> airdrop(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "airdrop AMOUNT"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(amount, amountArgument(arguments.front(), "the amount"));
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signature, valueOf(await(node->airdrop(owner, amount))));
    context.print({{"signature", QString::fromStdString(toBase58(signature))}});
    return ExitCode::Done;
}

/// An item is named by 64 hexadecimal digits, or by any words: then their SHA-256 is its id.
vault::ItemId itemIdOf(const QString &name)
{
    const auto bytes = QByteArray::fromHex(name.toLatin1());
    if (name.size() == 64 && bytes.size() == 32)
        return *vault::ItemId::from({reinterpret_cast<const std::uint8_t *>(bytes.data()), 32});
    return {sha256(asBytes(name.toStdString())).bytes};
}

Outcome<ExitCode> registerItem(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "item register NAME"); !enough)
        return std::unexpected(enough.error());
    if (arguments.front().isEmpty())
        return usage(QStringLiteral("an item has a name, or an id of 64 hexadecimal digits"));
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    const vault::ItemId id = itemIdOf(arguments.front());
    PARADOX_TRY(relayed, valueOf(await(client::registerItem(*node, *signatory, owner, id))));
    PARADOX_TRY(operation, valueOf(await(client::awaitOperation(*node, relayed.operationId, confirmTimeoutMs))));
    PARADOX_TRY(health, valueOf(await(node->health())));
    Fields fields = fieldsOf(operation);
    const PublicKey account = vault::Addresses(health.vaultProgram).item(health.engine, id);
    fields.insert(fields.begin(), Field{"itemId", QString::fromStdString(toBase58(account))});
    context.print(fields);
    return operation.status == OperationState::Settled ? ExitCode::Done : ExitCode::Failed;
}

Outcome<ExitCode> transferItem(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 2, "item transfer ITEM NEW-OWNER"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(item, keyArgument(arguments.at(0), "the item"));
    PARADOX_TRY(newOwner, keyArgument(arguments.at(1), "the new owner"));
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    const client::ItemTransfer transfer{.owner = owner, .item = item, .newOwner = newOwner};
    PARADOX_TRY(relayed, valueOf(await(client::transferItem(*node, *signatory, transfer))));
    return follow(context, *node, relayed);
}

Outcome<ExitCode> listItems(AppContext &context, const QStringList &)
{
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    client::PageRequest page;
    for (;;) {
        PARADOX_TRY(items, valueOf(await(node->itemsOf(owner, page))));
        for (const client::ItemRecord &item : items.items)
            context.print(fieldsOf(item));
        if (!items.next)
            return ExitCode::Done;
        page.cursor = items.next;
    }
}

Outcome<ExitCode> balances(AppContext &context, const QStringList &)
{
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(balances, valueOf(await(node->balances(owner))));
    context.print(fieldsOf(balances));
    return ExitCode::Done;
}

} // namespace

std::span<const Command> walletCommands()
{
    static constexpr Command commands[] = {
        {"airdrop", "AMOUNT", "Ask a local cluster's faucet", airdrop},
        {"deposit", "AMOUNT", "Put SOL from the wallet into the venue's vault", deposit},
        {"withdraw", "AMOUNT", "Take SOL out of the vault", withdraw},
        {"balances", "", "Wallet and vault", balances},
        {"item register", "NAME", "Register an item of yours at the venue", registerItem},
        {"item transfer", "ITEM OWNER", "Give an item away", transferItem},
        {"item list", "", "Items you own", listItems},
    };
    return commands;
}

} // namespace paradox::cli
