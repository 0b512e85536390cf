#pragma once

#include "models/entities.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <optional>
#include <unordered_map>

namespace paradox::models {

/// What one application of events did to one kind of entity.
struct Changes {
    QStringList inserted;
    QStringList changed;
    QStringList removed;

    [[nodiscard]] bool isEmpty() const { return inserted.isEmpty() && changed.isEmpty() && removed.isEmpty(); }
};

/// Entities of one kind by id. Values stay where they are until removed, so a model may hold pointers to them; a
/// removed value lives until `changed` has been heard by everybody.
class Shelf : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void changed(const paradox::models::Changes &changes);
};

template <class T>
class ShelfOf : public Shelf {
public:
    using Shelf::Shelf;

    [[nodiscard]] const T *find(const QString &id) const
    {
        const auto found = m_values.find(id);
        return found == m_values.end() ? nullptr : &found->second;
    }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_values.size()); }

    template <class F>
    void forEach(F &&visit) const
    {
        for (const auto &[id, value] : m_values)
            visit(value);
    }

    /// Inserts or replaces; the last value of an id wins. Equal values are no change.
    void apply(const std::vector<T> &values)
    {
        Changes changes;
        for (const T &value : values) {
            put(value, changes);
            if (m_newer)
                m_newer->insert(value.id());
        }
        if (!changes.isEmpty())
            Q_EMIT changed(changes);
    }

    /// A snapshot is being read: what events bring from here to its reconcile() may be newer than it, and stays.
    void beginSnapshot() { m_newer.emplace(); }

    /// The whole truth: what is missing in it is removed, the rest is compared. Never a reset.
    void reconcile(const std::vector<T> &values)
    {
        Changes changes;
        const QSet<QString> newer = std::exchange(m_newer, std::nullopt).value_or(QSet<QString>());
        QSet<QString> kept = newer;
        for (const T &value : values) {
            kept.insert(value.id());
            if (!newer.contains(value.id()))
                put(value, changes);
        }
        std::vector<typename Map::node_type> leaving;
        for (auto it = m_values.begin(); it != m_values.end();) {
            const auto next = std::next(it);
            if (!kept.contains(it->first)) {
                changes.removed << it->first;
                leaving.push_back(m_values.extract(it));
            }
            it = next;
        }
        if (!changes.isEmpty())
            Q_EMIT changed(changes);
    }

    void remove(const QString &id)
    {
        const auto node = m_values.extract(id);
        if (m_newer)
            m_newer->remove(id);
        if (!node.empty())
            Q_EMIT changed(Changes{{}, {}, {id}});
    }

private:
    using Map = std::unordered_map<QString, T>;

    void put(const T &value, Changes &changes)
    {
        const auto [place, fresh] = m_values.try_emplace(value.id(), value);
        if (fresh) {
            changes.inserted << value.id();
        } else if (!(place->second == value)) {
            place->second = value;
            changes.changed << value.id();
        }
    }

    Map m_values;
    std::optional<QSet<QString>> m_newer; ///< ids that events brought since beginSnapshot()
};

/// The one truth of the desk about what the node says. Fed by EventPump and by snapshots; read by every model and
/// panel. GUI thread.
class LiveStore : public QObject {
    Q_OBJECT

public:
    explicit LiveStore(QObject *parent = nullptr);

    ShelfOf<IntentRow> intents;
    ShelfOf<BatchRow> batches;
    ShelfOf<OperationRow> operations;
    ShelfOf<SessionRow> sessions;
    ShelfOf<ItemRow> items;

    void apply(const LiveEvents &events);
    /// Before the lists are read again; each shelf's reconcile() ends it for that shelf.
    void beginSnapshot();
    void setBalance(const BalanceRow &balance);
    void setNode(const NodeRow &node);

    [[nodiscard]] const BalanceRow &balance() const { return m_balance; }
    [[nodiscard]] const NodeRow &node() const { return m_node; }
    [[nodiscard]] const BatchRow *openBatch() const { return m_open; }
    [[nodiscard]] const BatchRow *batchBySeq(std::uint64_t seq) const;

Q_SIGNALS:
    void balanceChanged();
    void nodeChanged();

private:
    void findOpenBatch(const Changes &changes);

    BalanceRow m_balance;
    NodeRow m_node;
    const BatchRow *m_open = nullptr; ///< the newest open one
};

} // namespace paradox::models
