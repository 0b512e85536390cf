#include "models/log_model.h"

#include "models/format.h"
#include "models/state_word.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace paradox::models {

LogModel::LogModel(QObject *parent)
    : LiveTableModel(
          {{tr("Time"), Qt::AlignLeft, true}, {tr("Level")}, {tr("Room")}, {tr("Message"), Qt::AlignLeft, true}},
          parent)
{
}

std::uint64_t LogModel::numberAt(int row) const
{
    // While the oldest rows leave, rows and lines do not count alike: the slot tells.
    return m_first + (slotAt(row) + slotsMax - m_first % slotsMax) % slotsMax;
}

const LogLine *LogModel::lineAt(int row) const
{
    return hasRow(row) ? &m_lines[numberAt(row) - m_first] : nullptr;
}

int LogModel::rowOf(const QString &id) const
{
    const auto number = idFrom<std::uint64_t>(id);
    const bool isKept = number && *number >= m_first && *number - m_first < m_lines.size();
    return isKept ? rowOfSlot(slotOf(*number)) : -1;
}

QString LogModel::idAt(int row) const
{
    return hasRow(row) ? QString::number(numberAt(row)) : QString();
}

void LogModel::append(const LogLine &line)
{
    if (!m_lines.empty()) {
        LogLine &last = m_lines.back();
        if (last.level == line.level && last.room == line.room && last.message == line.message) {
            ++last.count;
            last.at = line.at;
            applyChanges({{}, {slotOf(m_first + m_lines.size() - 1)}, {}});
            return;
        }
    }
    // Dropped in blocks: one by one each line would move every row.
    if (static_cast<qsizetype>(m_lines.size()) == linesMax) {
        constexpr std::uint64_t block = linesMax / 20;
        Changes changes;
        for (std::uint64_t i = 0; i < block; ++i)
            changes.removed.push_back(slotOf(m_first + i));
        applyChanges(changes);
        m_lines.erase(m_lines.begin(), m_lines.begin() + std::ptrdiff_t{block});
        m_first += block;
    }
    m_lines.push_back(line);
    applyChanges({{slotOf(m_first + m_lines.size() - 1)}, {}, {}});
}

void LogModel::appendNodeLine(const QString &text, UnixMillis now)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    if (object.isEmpty()) {
        append({now, QStringLiteral("info"), QStringLiteral("node"), text});
        return;
    }
    const auto word = [&](const char *a, const char *b) {
        const QString first = object.value(QLatin1String(a)).toString();
        return first.isEmpty() ? object.value(QLatin1String(b)).toString() : first;
    };
    QStringList rest;
    static const QStringList shown = {QStringLiteral("level"),   QStringLiteral("room"), QStringLiteral("msg"),
                                      QStringLiteral("message"), QStringLiteral("at"),   QStringLiteral("ts"),
                                      QStringLiteral("time"),    QStringLiteral("event")};
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!shown.contains(it.key()))
            rest << QStringLiteral("%1=%2").arg(it.key(), it.value().toVariant().toString());
    }
    QString message = word("message", "msg");
    if (message.isEmpty())
        message = object.value(QLatin1String("event")).toString();
    if (!rest.isEmpty())
        message += (message.isEmpty() ? QString() : QStringLiteral(" ")) + rest.join(u' ');
    const QString level = word("level", "severity").toLower();
    append({now, level.isEmpty() ? QStringLiteral("info") : level, word("room", "component"), message});
}

std::vector<FilterKey> LogModel::filterKeys() const
{
    return {{QStringLiteral("level"), FilterKind::Text, QStringLiteral("debug info warn error").split(u' ')},
            {QStringLiteral("room"), FilterKind::Text, {}}};
}

QVariant LogModel::field(int row, const QString &key) const
{
    const LogLine *line = lineAt(row);
    if (line == nullptr)
        return {};
    if (key.isEmpty())
        return QString(line->level + u' ' + line->room + u' ' + line->message);
    return key == QStringLiteral("level") ? line->level : key == QStringLiteral("room") ? line->room : QString();
}

QVariant LogModel::cell(int row, int column, int role) const
{
    const LogLine *line = lineAt(row);
    if (line == nullptr)
        return {};
    if (role == GlyphRole && column == Level) {
        if (line->level.startsWith(QStringLiteral("warn")))
            return QVariant::fromValue(StateWord{line->level, StateGroup::Stale, false});
        if (line->level == QStringLiteral("error") || line->level == QStringLiteral("fatal"))
            return QVariant::fromValue(StateWord{line->level, StateGroup::Rejected, false});
        return {};
    }
    if (role == EmphasisRole)
        return QVariant::fromValue(column == Message ? Emphasis::Normal : Emphasis::Secondary);
    if (role == SortRole)
        return column == Time ? QVariant::fromValue<quint64>(numberAt(row)) : cell(row, column, Qt::DisplayRole);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Time:
        return formatTimeMillis(line->at);
    case Level:
        return line->level;
    case Room:
        return line->room;
    case Message:
        return line->count > 1 ? tr("%1  × %2").arg(line->message).arg(line->count) : line->message;
    default:
        return {};
    }
}

} // namespace paradox::models
