#include "commands/commands.h"

#include "domain/base58.h"
#include "domain/encoding.h"

namespace paradox::cli {

Outcome<PublicKey> keyArgument(const QString &text, const char *name)
{
    const auto key = fromBase58<PublicKey>(text.toStdString());
    if (!key)
        return usage(QStringLiteral("%1 is not a base58 key of 32 bytes").arg(QLatin1String(name)));
    return *key;
}

Outcome<Lamports> amountArgument(const QString &text, const char *name)
{
    constexpr QLatin1String rawSuffix("lamports");
    std::optional<std::uint64_t> units;
    if (text.endsWith(rawSuffix))
        units = parseU64(text.chopped(rawSuffix.size()).toStdString());
    else if (const auto parsed = parseDecimal(text.toStdString(), solDecimals))
        units = *parsed;
    if (!units || *units == 0 || *units > amountMax.value)
        return usage(
            QStringLiteral("%1 is not an amount: SOL like 1.5, or like 1500000000lamports").arg(QLatin1String(name)));
    return Lamports{*units};
}

Outcome<IntentId> intentArgument(const QString &text)
{
    const auto bytes = hexDecode(text.toStdString());
    const auto id = bytes ? IntentId::from(*bytes) : std::nullopt;
    if (!id)
        return usage(QStringLiteral("an intent is named by its id, 64 hexadecimal digits"));
    return *id;
}

Outcome<client::BatchName> batchArgument(const QString &text)
{
    if (const auto seq = parseU64(text.toStdString()))
        return client::BatchName(BatchSeq{*seq});
    const auto bytes = hexDecode(text.toStdString());
    const auto id = bytes ? BatchId::from(*bytes) : std::nullopt;
    if (!id)
        return usage(QStringLiteral("a batch is named by its number or by its id, 64 hexadecimal digits"));
    return client::BatchName(*id);
}

Outcome<void> wantArguments(const QStringList &arguments, qsizetype count, const char *usageText)
{
    if (arguments.size() != count)
        return usage(QStringLiteral("usage: paradox ") + QLatin1String(usageText));
    return {};
}

} // namespace paradox::cli
