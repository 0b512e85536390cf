#include "commands/commands.h"

#include "await.h"
#include "client/price.h"
#include "domain/encoding.h"

namespace paradox::cli {
namespace {

/// Unique within a session without a counter to keep: milliseconds and 20 random bits.
std::uint64_t freshNonce(AppContext &context)
{
    std::array<std::uint8_t, 4> bytes;
    context.random().fill(bytes);
    const std::uint32_t tail =
        (std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16) & 0xfffff;
    return static_cast<std::uint64_t>(context.clock().wall().value) << 20 | tail;
}

struct Draft {
    client::IntentWish wish;
    client::RemoteBackend *node;
    client::Signatory *signatory;
};

/// A wish from the command's options: type, item, amount, counterparty.
Outcome<Draft> readDraft(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 3, "intent submit TYPE ITEM AMOUNT [--seller KEY | --buyer KEY]");
        !enough)
        return std::unexpected(enough.error());
    const auto type = parseIntentType(arguments.at(0).toUpper().toStdString());
    if (!type)
        return usage(QStringLiteral("the type is LIST, BID, BUY_NOW or TRADE"));
    PARADOX_TRY(item, keyArgument(arguments.at(1), "the item"));
    PARADOX_TRY(amount, amountArgument(arguments.at(2), "the amount"));
    PARADOX_TRY(owner, context.owner());
    PARADOX_TRY(session, context.session(owner));
    const QCommandLineParser &parser = context.parser();
    const bool namesSeller = parser.isSet(QStringLiteral("seller"));
    const bool namesBuyer = parser.isSet(QStringLiteral("buyer"));
    const bool buys =
        *type == IntentType::Bid || *type == IntentType::BuyNow || (*type == IntentType::Trade && namesSeller);
    if (buys ? !namesSeller || namesBuyer : namesSeller || (*type == IntentType::Trade) != namesBuyer)
        return usage(QStringLiteral(
            "BID and BUY_NOW take --seller; LIST takes neither; TRADE takes --seller to buy or --buyer to sell"));
    client::IntentWish wish{.type = *type,
                            .session = session,
                            .owner = owner,
                            .item = item,
                            .amount = amount,
                            .nonce = freshNonce(context)};
    wish.from = wish.to = {};
    (buys ? wish.to : wish.from) = owner;
    if (namesSeller) {
        PARADOX_TRY(seller, keyArgument(parser.value(QStringLiteral("seller")), "--seller"));
        wish.from = seller;
    }
    if (namesBuyer) {
        PARADOX_TRY(buyer, keyArgument(parser.value(QStringLiteral("buyer")), "--buyer"));
        wish.to = buyer;
    }
    if (parser.isSet(QStringLiteral("minutes"))) {
        const auto minutes = parseU64(parser.value(QStringLiteral("minutes")).toStdString());
        if (!minutes || *minutes == 0 || *minutes > 10'080)
            return usage(QStringLiteral("--minutes is not a number from 1 to 10080"));
        wish.lifeSeconds = static_cast<std::int64_t>(*minutes) * 60;
    }
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    return Draft{wish, node, signatory};
}

Outcome<ExitCode> submit(AppContext &context, const QStringList &arguments)
{
    PARADOX_TRY(draft, readDraft(context, arguments));
    PARADOX_TRY(health, valueOf(await(draft.node->health())));
    PARADOX_TRY(session, valueOf(await(draft.node->session(draft.wish.session))));
    // An intent may not outlive its grant.
    const std::int64_t left = session.expiresAt.value - context.clock().wallSeconds().value;
    draft.wish.lifeSeconds = std::min(draft.wish.lifeSeconds, left);
    PARADOX_TRY(intent, valueOf(client::draftIntent(health, draft.wish, context.clock().wallSeconds())));
    PARADOX_TRY(admitted, valueOf(await(client::submitIntent(*draft.node, *draft.signatory, intent))));
    context.print(fieldsOf(admitted));
    return ExitCode::Done;
}

Outcome<ExitCode> cancel(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "intent cancel ID"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(id, intentArgument(arguments.front()));
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(signatory, context.signatory());
    PARADOX_TRY(known, valueOf(await(node->intent(id))));
    PARADOX_TRY(intent, valueOf(await(client::cancelIntent(*node, *signatory, id, known.session))));
    context.print(fieldsOf(intent));
    return ExitCode::Done;
}

/// "at most 12.500000000": what is signed is not what is paid where the ask was lower.
QString priceText(const client::IntentRecord &intent)
{
    const client::Price price = client::priceOf(intent);
    const QString amount = QString::fromStdString(formatDecimal(price.amount.value, solDecimals));
    switch (price.kind) {
    case client::PriceKind::Exact:
        return amount;
    case client::PriceKind::AtMost:
        return QStringLiteral("at most ") + amount;
    case client::PriceKind::Paid:
        return QStringLiteral("paid ") + amount;
    }
    return amount;
}

Outcome<ExitCode> list(AppContext &context, const QStringList &)
{
    PARADOX_TRY(node, context.node());
    client::IntentQuery query;
    if (context.parser().isSet(QStringLiteral("status"))) {
        query.status = parseIntentState(context.parser().value(QStringLiteral("status")).toStdString());
        if (!query.status)
            return usage(
                QStringLiteral("--status is pending, netted, settled, rejected, expired, cancelled or revoked"));
    }
    for (;;) {
        PARADOX_TRY(intents, valueOf(await(node->intents(query))));
        for (const client::IntentRecord &intent : intents.items)
            context.printText(context.wantsJson() ? toJson(fieldsOf(intent)) + QLatin1Char('\n')
                                                  : QStringLiteral("%1  %2  %3  %4  %5\n")
                                                        .arg(QString::number(intent.seq.value), 10)
                                                        .arg(fromView(paradox::toText(intent.status)), -9)
                                                        .arg(fromView(paradox::toText(intent.type)), -7)
                                                        .arg(priceText(intent), 28)
                                                        .arg(QString::fromStdString(hexEncode(intent.id.span()))));
        if (!intents.next)
            return ExitCode::Done;
        query.page.cursor = intents.next;
    }
}

Outcome<ExitCode> show(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "intent show ID"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(id, intentArgument(arguments.front()));
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(intent, valueOf(await(node->intent(id))));
    context.print(fieldsOf(intent));
    return ExitCode::Done;
}

Outcome<ExitCode> explain(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "intent explain ID"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(id, intentArgument(arguments.front()));
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(explanation, valueOf(await(node->explain(id))));
    context.printText(context.wantsJson()
                          ? QString::fromStdString(explanation.json) + QLatin1Char('\n')
                          : QString::fromStdString(explanation.words + " [" + explanation.code + "]\n"));
    return ExitCode::Done;
}

/// The receipt is a file to keep: JSON in either form.
Outcome<ExitCode> receipt(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "intent receipt ID"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(id, intentArgument(arguments.front()));
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(text, valueOf(await(node->receipt(id))));
    context.printText(QString::fromStdString(text) + QLatin1Char('\n'));
    return ExitCode::Done;
}

void addSubmitOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("seller"), QStringLiteral("Whom you buy from."), QStringLiteral("key")},
        {QStringLiteral("buyer"), QStringLiteral("Whom you sell to."), QStringLiteral("key")},
        {QStringLiteral("minutes"), QStringLiteral("Life of the intent, 60 unless given."), QStringLiteral("n")},
    });
}

void addListOptions(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("status"), QStringLiteral("Only those in this state."), QStringLiteral("word")});
}

} // namespace

std::span<const Command> intentCommands()
{
    static constexpr Command commands[] = {
        {"intent submit", "TYPE ITEM AMOUNT", "Sign and post an intent: LIST, BID, BUY_NOW or TRADE", submit,
         addSubmitOptions},
        {"intent cancel", "ID", "Take back a pending intent", cancel},
        {"intent list", "", "Your intents, newest first", list, addListOptions},
        {"intent show", "ID", "One intent", show},
        {"intent explain", "ID", "Why it is where it is", explain},
        {"intent receipt", "ID", "The receipt file: that it was admitted and, once settled, how", receipt},
    };
    return commands;
}

} // namespace paradox::cli
