#include "commands/commands.h"

#include "demo/demo_job.h"
#include "demo/interruption.h"

#include <QEventLoop>
#include <QTemporaryDir>

#include <cstdio>

namespace paradox::cli {
namespace {

Outcome<std::size_t> sizeOption(const QCommandLineParser &parser, const char *name, std::size_t least, std::size_t most)
{
    const auto value = parseU64(parser.value(QLatin1String(name)).toStdString());
    if (!value || *value < least || *value > most)
        return usage(QStringLiteral("--%1 is a number from %2 to %3").arg(QLatin1String(name)).arg(least).arg(most));
    return *value;
}

void showProgress(const QString &words)
{
    std::fprintf(stderr, "demo: %s\n", qUtf8Printable(words));
}

struct Venue {
    std::unique_ptr<client::LocalNode> local; ///< nothing when the node is somebody else's
    client::NodeAddress address;
    QUrl rpc;
};

/// A node of the demo's own that cuts a batch only when told to.
Outcome<void> startOwnNode(AppContext &context, const QString &dataDir, Venue &venue)
{
    venue.local = std::make_unique<client::LocalNode>(
        client::LocalNodeOptions{.program = nodeProgram(),
                                 .dataDir = dataDir,
                                 .extraArguments = {QStringLiteral("--cut-interval-ms"), QStringLiteral("3600000")}},
        context.random());
    QEventLoop loop;
    QObject::connect(venue.local.get(), &client::LocalNode::phaseChanged, &loop, [&loop](client::NodePhase phase) {
        if (phase == client::NodePhase::Ready || phase == client::NodePhase::GaveUp ||
            phase == client::NodePhase::Stopped)
            loop.quit();
    });
    venue.local->start();
    loop.exec();
    if (venue.local->phase() != client::NodePhase::Ready)
        return std::unexpected(Failure{ExitCode::Unreachable, venue.local->lastWords()});
    venue.address = venue.local->address();
    venue.rpc = venue.local->ready().rpc;
    return {};
}

Outcome<ExitCode> demo(AppContext &context, const QStringList &)
{
    const QCommandLineParser &parser = context.parser();
    PARADOX_TRY(traders, sizeOption(parser, "traders", 4, 2'000));
    PARADOX_TRY(intents, sizeOption(parser, "intents", 1, 1'000'000));
    PARADOX_TRY(batches, sizeOption(parser, "batches", 1, 1'000));
    PARADOX_TRY(seed, sizeOption(parser, "seed", 0, SIZE_MAX));
    std::optional<QTemporaryDir> temporary; // made behind the interruption, so that it never outlives one
    Venue venue;
    const Interruption interruption([&] {
        venue.local.reset();
        temporary.reset();
    });
    temporary.emplace();
    if (parser.isSet(QStringLiteral("node"))) {
        PARADOX_TRY(node, context.node());
        PARADOX_TRY(rpc, context.rpc());
        static_cast<void>(node);
        venue.address = *context.nodeAddress();
        venue.rpc = rpc;
    } else {
        const QString dataDir =
            parser.isSet(QStringLiteral("data")) ? parser.value(QStringLiteral("data")) : temporary->path();
        if (const auto started = startOwnNode(context, dataDir, venue); !started)
            return std::unexpected(started.error());
    }
    DemoJob job(venue.address, venue.rpc, context.clock(), context.random(),
                {.traders = traders, .intents = intents, .batches = batches, .seed = seed}, showProgress);
    const auto report = job.run();
    if (!report)
        return failure(report.error());
    context.printText(context.wantsJson() ? toJson(*report) : toText(*report));
    return report->agree ? ExitCode::Done : ExitCode::Mismatch;
}

void addDemoOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("traders"), QStringLiteral("How many, 24 unless given."), QStringLiteral("n"),
         QStringLiteral("24")},
        {QStringLiteral("intents"), QStringLiteral("How many in all, 2000 unless given."), QStringLiteral("n"),
         QStringLiteral("2000")},
        {QStringLiteral("batches"), QStringLiteral("In how many batches, 3 unless given."), QStringLiteral("n"),
         QStringLiteral("3")},
        {QStringLiteral("seed"), QStringLiteral("Another market, 1 unless given."), QStringLiteral("n"),
         QStringLiteral("1")},
        {QStringLiteral("data"), QStringLiteral("Keep the node's data there."), QStringLiteral("dir")},
    });
}

} // namespace

std::span<const Command> demoCommands()
{
    static constexpr Command commands[] = {
        {"demo", "", "A market from signed intents to settled batches, counted on chain and in the database", demo,
         addDemoOptions},
    };
    return commands;
}

} // namespace paradox::cli
