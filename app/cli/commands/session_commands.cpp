#include "commands/commands.h"

#include "await.h"
#include "domain/base58.h"

namespace paradox::cli {
namespace {

/// Who acts, the node and the one who signs: what every signed act needs.
struct Actor {
    PublicKey owner;
    client::RemoteBackend *node;
    client::Signatory *signatory;
};

Outcome<Actor> actor(AppContext &context)
{
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    return Actor{owner, node, signatory};
}

Outcome<ExitCode> login(AppContext &context, const QStringList &)
{
    PARADOX_TRY(who, actor(context));
    PARADOX_TRY(tokens, valueOf(await(client::signIn(*who.node, *who.signatory, who.owner))));
    context.print({{"address", QString::fromStdString(toBase58(tokens.address))},
                   {"expiresIn", QString::number(tokens.expiresInSeconds), Field::Kind::Number}});
    return ExitCode::Done;
}

Outcome<std::uint16_t> actionsOption(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("actions")))
        return actionsAll;
    std::uint16_t actions = 0;
    for (const QString &word : parser.value(QStringLiteral("actions")).split(QLatin1Char(','))) {
        const auto type = parseIntentType(word.trimmed().toUpper().toStdString());
        if (!type)
            return usage(QStringLiteral("--actions are TRADE, BID, BUY_NOW and LIST with commas between"));
        actions = static_cast<std::uint16_t>(actions | actionBitOf(*type));
    }
    return actions;
}

struct CountRange {
    std::uint32_t fallback = 0;
    std::uint32_t largest = UINT32_MAX;
};

Outcome<std::uint32_t> countOption(const QCommandLineParser &parser, const QString &name, CountRange range)
{
    if (!parser.isSet(name))
        return range.fallback;
    const auto value = parseU64(parser.value(name).toStdString());
    if (!value || *value == 0 || *value > range.largest)
        return usage(QStringLiteral("--%1 is not a number from 1 to %2").arg(name).arg(range.largest));
    return static_cast<std::uint32_t>(*value);
}

Outcome<ExitCode> createSession(AppContext &context, const QStringList &)
{
    const QCommandLineParser &parser = context.parser();
    PARADOX_TRY(maxTotal, amountArgument(parser.value(QStringLiteral("max-total")), "--max-total"));
    Lamports perIntent = maxTotal;
    if (parser.isSet(QStringLiteral("max-each"))) {
        PARADOX_TRY(each, amountArgument(parser.value(QStringLiteral("max-each")), "--max-each"));
        perIntent = each;
    }
    PARADOX_TRY(actions, actionsOption(parser));
    PARADOX_TRY(maxIntents, countOption(parser, QStringLiteral("max-intents"), {.fallback = 1000}));
    PARADOX_TRY(minutes,
                countOption(parser, QStringLiteral("minutes"),
                            {.fallback = 60, .largest = static_cast<std::uint32_t>(grantLifeSecondsMax / 60)}));
    PARADOX_TRY(who, actor(context));
    PARADOX_TRY(keys, context.keystore());
    const auto key = keys->generate({.kind = signer::KeyKind::Session,
                                     .owner = who.owner,
                                     .label = "session",
                                     .createdAt = context.clock().wallSeconds()});
    if (!key)
        return std::unexpected(Failure{ExitCode::Failed, fromView(signer::toText(key.error()))});
    const client::GrantWish wish{.owner = who.owner,
                                 .session = key->publicKey,
                                 .actions = actions,
                                 .maxTotal = maxTotal,
                                 .maxPerIntent = perIntent,
                                 .maxIntents = maxIntents,
                                 .lifeSeconds = std::int64_t{minutes} * 60};
    PARADOX_TRY(opened, valueOf(await(client::openSession(*who.node, *who.signatory, wish, context.clock()))));
    if (opened.registration) {
        PARADOX_TRY(end, valueOf(await(client::awaitOperation(*who.node, opened.registration->operationId, 60'000))));
        if (end.status != OperationState::Settled)
            return std::unexpected(Failure{ExitCode::Failed, QStringLiteral("the chain refused the session: ") +
                                                                 QString::fromStdString(end.error.value_or(""))});
    }
    PARADOX_TRY(session, valueOf(await(who.node->session(key->publicKey))));
    context.print(fieldsOf(session));
    return ExitCode::Done;
}

Outcome<ExitCode> listSessions(AppContext &context, const QStringList &)
{
    PARADOX_TRY(node, context.node());
    client::PageRequest page;
    for (;;) {
        PARADOX_TRY(sessions, valueOf(await(node->sessions(page))));
        for (const client::SessionRecord &session : sessions.items)
            context.print(fieldsOf(session));
        if (!sessions.next)
            return ExitCode::Done;
        page.cursor = sessions.next;
    }
}

/// The node has let go of the sessions already; the chain hears it, too, so that no other node can use the grants.
Outcome<void> revokedOnChain(client::RemoteBackend &node, const client::Relayed &relayed)
{
    PARADOX_TRY(end, valueOf(await(client::awaitOperation(node, relayed.operationId, 60'000))));
    if (end.status == OperationState::Settled)
        return {};
    return std::unexpected(
        Failure{ExitCode::Failed, QStringLiteral("revoked at this node, but not on chain, where another node may still "
                                                 "use the grant: ") +
                                      QString::fromStdString(end.error.value_or("no final answer yet"))});
}

Outcome<ExitCode> revokeSession(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "session revoke KEY"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(session, keyArgument(arguments.front(), "the session"));
    PARADOX_TRY(who, actor(context));
    const client::RevocationWish wish{.session = session, .owner = who.owner, .signer = who.owner};
    PARADOX_TRY(ended, valueOf(await(client::revokeSession(*who.node, *who.signatory, wish, context.clock()))));
    PARADOX_TRY(relayed, valueOf(await(client::revokeOnChain(*who.node, *who.signatory, who.owner, session))));
    if (const auto onChain = revokedOnChain(*who.node, relayed); !onChain)
        return std::unexpected(onChain.error());
    context.print(fieldsOf(ended));
    return ExitCode::Done;
}

Outcome<ExitCode> revokeAll(AppContext &context, const QStringList &)
{
    PARADOX_TRY(who, actor(context));
    const client::RevocationWish wish{.session = {}, .owner = who.owner, .signer = who.owner};
    PARADOX_TRY(count, valueOf(await(client::revokeAllSessions(*who.node, *who.signatory, wish, context.clock()))));
    PARADOX_TRY(relayed, valueOf(await(client::raiseEpochOnChain(*who.node, *who.signatory, who.owner))));
    if (const auto onChain = revokedOnChain(*who.node, relayed); !onChain)
        return std::unexpected(onChain.error());
    context.print({{"revoked", QString::number(count), Field::Kind::Number}});
    return ExitCode::Done;
}

void addGrantOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("max-total"), QStringLiteral("Most that may be debited in all, in SOL."),
         QStringLiteral("amount")},
        {QStringLiteral("max-each"), QStringLiteral("Largest amount of one intent."), QStringLiteral("amount")},
        {QStringLiteral("max-intents"), QStringLiteral("Most intents, 1000 unless given."), QStringLiteral("n")},
        {QStringLiteral("minutes"), QStringLiteral("Life, 60 unless given, at most 10080."), QStringLiteral("n")},
        {QStringLiteral("actions"), QStringLiteral("TRADE,BID,BUY_NOW,LIST or some of them."), QStringLiteral("list")},
    });
}

} // namespace

std::span<const Command> sessionCommands()
{
    static constexpr Command commands[] = {
        {"login", "", "Sign in with the wallet key", login},
        {"session create", "", "Grant a new session key its limits and register it on chain", createSession,
         addGrantOptions},
        {"session list", "", "List your sessions", listSessions},
        {"session revoke", "KEY", "End one session, here and on chain", revokeSession},
        {"session revoke-all", "", "End every session, here and on chain", revokeAll},
    };
    return commands;
}

} // namespace paradox::cli
