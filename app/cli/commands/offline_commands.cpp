#include "commands/commands.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "input.h"
#include "netting/net_json.h"
#include "netting/receipt.h"
#include "netting/reexecute.h"

#include <QFile>

#include <cstdio>
#include <utility>

namespace paradox::cli {
namespace {

Outcome<netting::JsonText> inputOf(const QString &path)
{
    auto text = readInput(path);
    if (!text)
        return usage(text.error());
    return std::move(*text);
}

Outcome<ExitCode> net(AppContext &context, const QStringList &)
{
    const QString in = context.parser().value(QStringLiteral("in"));
    const QString out = context.parser().value(QStringLiteral("out"));
    if (in.isEmpty())
        return usage(QStringLiteral("usage: paradox net --in batch.json [--out result.json]"));
    PARADOX_TRY(text, inputOf(in));
    const auto result = netting::netJson(text);
    if (!result)
        return std::unexpected(Failure{ExitCode::Usage, QString::fromStdString(result.error())});
    QFile file(out);
    const bool isOpen = out.isEmpty() || out == QLatin1String("-") ? file.open(stdout, QIODevice::WriteOnly)
                                                                   : file.open(QIODevice::WriteOnly);
    const auto size = static_cast<qint64>(result->size());
    if (!isOpen || file.write(result->data(), size) != size || !file.flush())
        return std::unexpected(
            Failure{ExitCode::Failed, QStringLiteral("the result cannot be written: ") + file.errorString()});
    return ExitCode::Done;
}

Outcome<ExitCode> verifyReceipt(AppContext &context, std::string_view text)
{
    const auto receipt = netting::parseReceipt(text);
    if (!receipt)
        return std::unexpected(Failure{ExitCode::Mismatch, QString::fromStdString(receipt.error())});
    netting::ReceiptTrust trust;
    if (context.parser().isSet(QStringLiteral("engine-key"))) {
        PARADOX_TRY(key, keyArgument(context.parser().value(QStringLiteral("engine-key")), "--engine-key"));
        trust.engineKey = key;
    }
    const std::vector<netting::ReceiptFinding> findings = netting::verifyReceipt(*receipt, trust);
    for (const netting::ReceiptFinding &finding : findings) {
        const Fields line{
            {"check", fromView(netting::toText(finding.check))},
            {"passed", finding.passed ? QStringLiteral("true") : QStringLiteral("false"), Field::Kind::Truth},
            {"words", QString::fromStdString(finding.words)}};
        context.printText(context.wantsJson()
                              ? toJson(line) + QLatin1Char('\n')
                              : QStringLiteral("%1  %2: %3\n")
                                    .arg(finding.passed ? QStringLiteral("ok  ") : QStringLiteral("FAIL"),
                                         line[0].value, line[2].value));
    }
    return netting::allPassed(findings) ? ExitCode::Done : ExitCode::Mismatch;
}

ExitCode printReexecution(AppContext &context, const netting::Reexecution &result)
{
    const Fields summary{
        {"matches", result.matches() ? QStringLiteral("true") : QStringLiteral("false"), Field::Kind::Truth},
        {"batchId", QString::fromStdString(hexEncode(result.batchId.span()))}};
    context.print(summary);
    for (const netting::Mismatch &mismatch : result.mismatches)
        context.print({{"mismatch", QString::fromStdString(mismatch.what)},
                       {"claimed", QString::fromStdString(mismatch.claimed)},
                       {"computed", QString::fromStdString(mismatch.computed)}});
    return result.matches() ? ExitCode::Done : ExitCode::Mismatch;
}

Outcome<ExitCode> verify(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "verify FILE"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(input, inputOf(arguments.front()));
    const std::string_view text = input.view();
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '{') {
        std::optional<BatchId> expected;
        if (context.parser().isSet(QStringLiteral("batch-id"))) {
            const auto bytes = hexDecode(context.parser().value(QStringLiteral("batch-id")).toStdString());
            expected = bytes ? BatchId::from(*bytes) : std::nullopt;
            if (!expected)
                return usage(QStringLiteral("--batch-id is 64 hexadecimal digits"));
        }
        const auto result = netting::reexecuteCar(asBytes(text), expected);
        if (!result)
            return std::unexpected(Failure{ExitCode::Mismatch, fromView(netting::toText(result.error()))});
        return printReexecution(context, *result);
    }
    if (!text.contains("\"tradeList\""))
        return verifyReceipt(context, text);
    std::optional<PublicKey> treasury;
    if (context.parser().isSet(QStringLiteral("treasury"))) {
        PARADOX_TRY(key, keyArgument(context.parser().value(QStringLiteral("treasury")), "--treasury"));
        treasury = key;
    }
    const auto claim = netting::parseBatchClaim(text, treasury);
    if (!claim)
        return std::unexpected(Failure{ExitCode::Mismatch, QString::fromStdString(claim.error())});
    return printReexecution(context, netting::reexecute(*claim));
}

void addNetOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("in"), QStringLiteral("The batch; - is standard input."), QStringLiteral("file")},
        {QStringLiteral("out"), QStringLiteral("The result; standard output unless given."), QStringLiteral("file")},
    });
}

void addVerifyOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("engine-key"), QStringLiteral("The engine key you trust."), QStringLiteral("key")},
        {QStringLiteral("batch-id"), QStringLiteral("The batch id you trust, for a CAR file."), QStringLiteral("hex")},
        {QStringLiteral("treasury"), QStringLiteral("The venue's treasury, for a batch's JSON without it."),
         QStringLiteral("key")},
    });
}

} // namespace

std::span<const Command> offlineCommands()
{
    static constexpr Command commands[] = {
        {"net", "--in FILE", "Net a batch by itself; no node is asked", net, addNetOptions},
        {"verify", "FILE", "Check a receipt, or re-execute a batch from its JSON or CAR; no node is asked", verify,
         addVerifyOptions},
    };
    return commands;
}

} // namespace paradox::cli
