#include "models/life_line.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace paradox::models {

QString textOf(const LifeLine &line)
{
    QStringList lines;
    for (const LifeNode &node : line.nodes) {
        QStringList parts{node.name, node.time, node.detail};
        parts.removeAll(QString());
        lines << parts.join(QStringLiteral(", "));
    }
    return lines.join(u'\n');
}

QString jsonOf(const LifeLine &line)
{
    QJsonArray nodes;
    for (const LifeNode &node : line.nodes) {
        nodes.append(QJsonObject{{QStringLiteral("name"), node.name},
                                 {QStringLiteral("time"), node.time},
                                 {QStringLiteral("detail"), node.detail},
                                 {QStringLiteral("state"), node.state.word}});
    }
    return QString::fromUtf8(
        QJsonDocument(QJsonObject{{QStringLiteral("title"), line.title}, {QStringLiteral("nodes"), nodes}}).toJson());
}

} // namespace paradox::models
