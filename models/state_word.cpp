#include "models/state_word.h"

#include <QHash>
#include <QSet>

namespace paradox::models {

StateWord stateWord(const QString &word)
{
    using enum StateGroup;
    static const QHash<QString, StateGroup> groups = {
        {QStringLiteral("pending"), Pending},
        {QStringLiteral("open"), Pending},
        {QStringLiteral("queued"), Pending},
        {QStringLiteral("signed"), Pending},
        {QStringLiteral("listed"), Pending},
        {QStringLiteral("offered"), Pending},
        {QStringLiteral("processed"), Pending},
        {QStringLiteral("starting"), Settling},
        {QStringLiteral("netted"), Netted},
        {QStringLiteral("cut"), Netted},
        {QStringLiteral("processing"), Netted},
        {QStringLiteral("leaving"), Netted},
        {QStringLiteral("locking"), Settling},
        {QStringLiteral("committing"), Settling},
        {QStringLiteral("submitted"), Settling},
        {QStringLiteral("sent"), Settling},
        {QStringLiteral("confirmed"), Settling},
        {QStringLiteral("delivering"), Settling},
        {QStringLiteral("retry_wait"), Settling},
        {QStringLiteral("compensating"), Settling},
        {QStringLiteral("settled"), Settled},
        {QStringLiteral("finalized"), Settled},
        {QStringLiteral("landed"), Settled},
        {QStringLiteral("delivered"), Settled},
        {QStringLiteral("compensated"), Settled},
        {QStringLiteral("active"), Settled},
        {QStringLiteral("healthy"), Settled},
        {QStringLiteral("owned"), Settled},
        {QStringLiteral("live"), Settled},
        {QStringLiteral("equal"), Settled},
        {QStringLiteral("rejected"), Rejected},
        {QStringLiteral("failed"), Rejected},
        {QStringLiteral("landed_error"), Rejected},
        {QStringLiteral("aborted"), Rejected},
        {QStringLiteral("dead"), Rejected},
        {QStringLiteral("down"), Rejected},
        {QStringLiteral("differs"), Rejected},
        {QStringLiteral("offline"), Rejected},
        {QStringLiteral("aborting"), Aborting},
        {QStringLiteral("expired"), Expired},
        {QStringLiteral("exhausted"), Expired},
        {QStringLiteral("cancelled"), Closed},
        {QStringLiteral("revoked"), Closed},
        {QStringLiteral("empty"), Closed},
        {QStringLiteral("stopped"), Closed},
        {QStringLiteral("stale"), Stale},
        {QStringLiteral("late"), Stale},
        {QStringLiteral("degraded"), Stale},
        {QStringLiteral("frozen"), Frozen},
        {QStringLiteral("resolving"), Resolving},
        {QStringLiteral("unknown"), Resolving},
        {QStringLiteral("unregistered"), Resolving},
    };
    static const QSet<QString> receding = {
        QStringLiteral("settled"),     QStringLiteral("finalized"), QStringLiteral("landed"),
        QStringLiteral("compensated"), QStringLiteral("expired"),   QStringLiteral("exhausted"),
        QStringLiteral("cancelled"),   QStringLiteral("revoked"),   QStringLiteral("empty"),
        QStringLiteral("owned"),       QStringLiteral("equal"),     QStringLiteral("stopped")};
    return {word, groups.value(word, Resolving), receding.contains(word)};
}

StateWord verdictWord(const QString &verdict)
{
    if (verdict == QStringLiteral("ACCEPTED"))
        return {verdict, StateGroup::Settled, true};
    if (verdict == QStringLiteral("DEFERRED"))
        return {verdict, StateGroup::Pending, false};
    if (verdict.isEmpty())
        return {QStringLiteral("unknown"), StateGroup::Resolving, false};
    return {verdict, StateGroup::Rejected, false};
}

} // namespace paradox::models
