#include "demo/report.h"

#include "domain/base58.h"

#include <QTextStream>

#include <algorithm>

namespace paradox::cli {
namespace {

/// Netted share of the gross in basis points, rounded down; 0 when nothing was accepted.
std::uint64_t ratioBps(const DemoReport &report)
{
    __extension__ unsigned __int128 gross = 0;
    __extension__ unsigned __int128 saved = 0;
    for (const BatchFigures &batch : report.batches) {
        gross += batch.gross.value;
        saved += batch.gross.value - std::min(batch.gross.value, batch.net.value);
    }
    return gross == 0 ? 0 : static_cast<std::uint64_t>(saved * 10'000 / gross);
}

QString millis(std::uint64_t micros)
{
    return QStringLiteral("%1.%2").arg(micros / 1000).arg(micros % 1000, 3, 10, QLatin1Char('0'));
}

QString percentile(std::vector<std::uint64_t> latencies, std::size_t percent)
{
    if (latencies.empty())
        return QStringLiteral("0.000");
    std::ranges::sort(latencies);
    return millis(latencies[std::min(latencies.size() - 1, latencies.size() * percent / 100)]);
}

QString bps(std::uint64_t value)
{
    return QStringLiteral("%1.%2").arg(value / 10'000).arg(value % 10'000, 4, 10, QLatin1Char('0'));
}

QString sol(Lamports amount)
{
    return QString::fromStdString(formatDecimal(amount.value, solDecimals));
}

QString text(const PublicKey &key)
{
    return QString::fromStdString(toBase58(key));
}

} // namespace

std::uint64_t DemoReport::transactions() const
{
    std::uint64_t count = 0;
    for (const BatchFigures &batch : batches)
        count += batch.transactions;
    return count;
}

QString toText(const DemoReport &report)
{
    QString out;
    QTextStream stream(&out);
    stream << "Traders " << report.traders << ", intents posted " << report.intents << "\n\n";
    stream << "Verdicts\n  accepted and settled  " << report.accepted << "\n";
    for (const auto &[reason, count] : report.rejected)
        stream << "  " << QString::fromStdString(reason).leftJustified(20) << "  " << count << "\n";
    if (report.cancelled > 0)
        stream << "  " << QStringLiteral("cancelled").leftJustified(20) << "  " << report.cancelled << "\n";
    stream << "\nBatches\n";
    for (const BatchFigures &batch : report.batches) {
        stream << "  #" << batch.seq.value << "  accepted " << batch.accepted << " of " << batch.trades << ", gross "
               << sol(batch.gross) << " SOL, net " << sol(batch.net) << " SOL, " << batch.chunks << " chunks, "
               << batch.transactions << " transactions\n";
    }
    const std::uint64_t ratio = ratioBps(report);
    stream << "\nNetted " << ratio / 100 << "." << QString::number(ratio % 100).rightJustified(2, QLatin1Char('0'))
           << " % of the gross\n";
    stream << "Sign to durable answer: p50 " << percentile(report.latencyUs, 50) << " ms, p95 "
           << percentile(report.latencyUs, 95) << " ms, p99 " << percentile(report.latencyUs, 99) << " ms\n";
    stream << "\nSettlement transactions\n";
    for (const Signature &signature : report.signatures)
        stream << "  " << QString::fromStdString(toBase58(signature)) << "\n";
    stream << "\n"
           << QStringLiteral("Owner").leftJustified(46) << QStringLiteral("chain, SOL").rightJustified(22)
           << QStringLiteral("database, SOL").rightJustified(22) << "  items\n";
    for (const Holding &holding : report.holdings) {
        stream << text(holding.owner).leftJustified(46) << sol(holding.onChain).rightJustified(22)
               << sol(holding.inDatabase).rightJustified(22) << "  " << holding.itemsOnChain << " and "
               << holding.itemsInDatabase << "\n";
    }
    for (const std::string &line : report.disagreements)
        stream << "DISAGREE: " << QString::fromStdString(line) << "\n";
    stream << "\n" << (report.agree ? "Chain and database agree." : "Chain and database do NOT agree.") << "\n";
    return out;
}

QString toJson(const DemoReport &report)
{
    QString out;
    QTextStream stream(&out);
    stream << "{\"agree\":" << (report.agree ? "true" : "false") << ",\"traders\":" << report.traders
           << ",\"intents\":" << report.intents << ",\"accepted\":" << report.accepted << ",\"rejected\":{";
    bool isFirst = true;
    for (const auto &[reason, count] : report.rejected) {
        stream << (isFirst ? "" : ",") << "\"" << QString::fromStdString(reason) << "\":" << count;
        isFirst = false;
    }
    stream << "},\"cancelled\":" << report.cancelled << ",\"batches\":" << report.batches.size()
           << ",\"transactions\":" << report.transactions() << ",\"nettingRatio\":" << bps(ratioBps(report))
           << ",\"latencyMs\":{\"p50\":" << percentile(report.latencyUs, 50)
           << ",\"p95\":" << percentile(report.latencyUs, 95) << ",\"p99\":" << percentile(report.latencyUs, 99)
           << "}}\n";
    return out;
}

} // namespace paradox::cli
