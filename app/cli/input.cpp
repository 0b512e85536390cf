#include "input.h"

#include <QFile>
#include <QLocale>

#include <algorithm>
#include <cstdio>

namespace paradox::cli {
namespace {

std::unexpected<QString> unreadable(const QString &path, const QFile &file)
{
    return std::unexpected(path + QStringLiteral(" cannot be read: ") + file.errorString());
}

std::unexpected<QString> tooLarge(const QString &path, qint64 bytesMax)
{
    return std::unexpected(path + QStringLiteral(" is larger than ") + QLocale::c().formattedDataSize(bytesMax, 0));
}

/// What has no size that could be asked is read until it ends, or is one byte too long.
std::expected<netting::JsonText, QString> readToEnd(QFile &file, const QString &path, qint64 bytesMax)
{
    constexpr qint64 stepBytes = 1 << 20;
    QByteArray bytes;
    while (bytes.size() <= bytesMax) {
        const QByteArray next = file.read(std::min(stepBytes, bytesMax + 1 - bytes.size()));
        if (next.isEmpty() && file.error() != QFileDevice::NoError)
            return unreadable(path, file);
        if (next.isEmpty())
            return netting::JsonText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        bytes += next;
    }
    return tooLarge(path, bytesMax);
}

} // namespace

std::expected<netting::JsonText, QString> readInput(const QString &path, qint64 bytesMax)
{
    QFile file(path);
    const bool isStandardInput = path == QLatin1String("-");
    if (!(isStandardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly)))
        return unreadable(path, file);
    const qint64 size = isStandardInput || file.isSequential() ? 0 : file.size();
    if (size == 0)
        return readToEnd(file, path, bytesMax);
    if (size > bytesMax)
        return tooLarge(path, bytesMax);
    netting::JsonText text(static_cast<std::size_t>(size)); // at once where it is parsed: a large batch is not copied
    if (file.read(text.data(), size) != size)
        return unreadable(path, file);
    return text;
}

} // namespace paradox::cli
