#include "commands/commands.h"

#include "await.h"

namespace paradox::cli {
namespace {

Outcome<ExitCode> runBatch(AppContext &context, const QStringList &)
{
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(seq, valueOf(await(node->runBatch())));
    context.print({{"seq", seq ? QString::number(seq->value) : QStringLiteral("null"),
                    seq ? Field::Kind::Text : Field::Kind::Null}});
    return ExitCode::Done;
}

Outcome<ExitCode> listBatches(AppContext &context, const QStringList &)
{
    PARADOX_TRY(node, context.node());
    client::PageRequest page;
    for (;;) {
        PARADOX_TRY(batches, valueOf(await(node->batches(page))));
        for (const client::BatchRecord &batch : batches.items)
            context.printText(context.wantsJson() ? toJson(fieldsOf(batch)) + QLatin1Char('\n')
                                                  : QStringLiteral("#%1  %2  accepted %3 of %4, chunks %5 of %6\n")
                                                        .arg(QString::number(batch.seq.value), -6)
                                                        .arg(fromView(paradox::toText(batch.state)), -10)
                                                        .arg(batch.accepted)
                                                        .arg(batch.trades)
                                                        .arg(batch.chunksCommitted)
                                                        .arg(batch.chunkCount));
        if (!batches.next)
            return ExitCode::Done;
        page.cursor = batches.next;
    }
}

Outcome<ExitCode> showBatch(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "batch show NUMBER|ID"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(name, batchArgument(arguments.front()));
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(detail, valueOf(await(node->batch(name))));
    if (context.wantsJson()) {
        context.printText(QString::fromStdString(detail.json) + QLatin1Char('\n'));
        return ExitCode::Done;
    }
    context.print(fieldsOf(detail.batch));
    PARADOX_TRY(transactions, valueOf(await(node->batchTransactions(name))));
    for (const client::OperationRecord &operation : transactions)
        context.printText(QLatin1Char('\n') + toText(fieldsOf(operation)));
    return ExitCode::Done;
}

Outcome<ExitCode> status(AppContext &context, const QStringList &)
{
    PARADOX_TRY(node, context.node());
    PARADOX_TRY(health, valueOf(await(node->health())));
    context.print(fieldsOf(health));
    return ExitCode::Done;
}

} // namespace

std::span<const Command> batchCommands()
{
    static constexpr Command commands[] = {
        {"batch run", "", "Cut the open batch now (operators)", runBatch},
        {"batch list", "", "Batches, newest first", listBatches},
        {"batch show", "NUMBER|ID", "One batch with its transactions; --json has all that re-executes it", showBatch},
        {"status", "", "The node and its venue", status},
    };
    return commands;
}

} // namespace paradox::cli
