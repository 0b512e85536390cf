#pragma once

#include "models/entities.h"
#include "models/full_rows.h"
#include "models/slot_clock.h"
#include "models/slot_index.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace paradox::models {

/// What one application of events did to one kind of entity, as slots of its shelf.
struct Changes {
    std::vector<SlotNumber> inserted;
    std::vector<SlotNumber> changed;
    std::vector<SlotNumber> removed;

    [[nodiscard]] bool isEmpty() const { return inserted.empty() && changed.empty() && removed.empty(); }
};

class Shelf : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void changed(const paradox::models::Changes &changes);
};

/// Entities of one kind, by id and by slot. Values stay where they are until removed, so a model may hold pointers to
/// them; a removed value lives, and its slot stays its own, until `changed` has been heard by everybody. At its limit a
/// shelf lets those go that nobody has spoken of for longest.
template <class T>
class ShelfOf : public Shelf {
public:
    using Shelf::Shelf;
    using Id = typename T::Id;

    [[nodiscard]] const T *find(const Id &id) const { return valueAt(slotOf(id)); }
    /// By an id as it is written; nothing for a text that is no id.
    [[nodiscard]] const T *findText(const QString &text) const
    {
        const std::optional<Id> id = idFrom<Id>(text);
        return id ? find(*id) : nullptr;
    }
    [[nodiscard]] SlotNumber slotOf(const Id &id) const
    {
        return m_index.find(hashOf(id), [&](SlotNumber slot) { return cell(slot).id() == id; });
    }
    [[nodiscard]] const T &at(SlotNumber slot) const { return cell(slot); }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_index.size()); }

    /// Holds at most `rowsMax` values, more only of those that `mustStay`. It holds from the next application on.
    void keepAtMost(std::size_t rowsMax, std::function<bool(const T &)> mustStay)
    {
        m_rowsMax = rowsMax;
        m_mustStay = std::move(mustStay);
    }

    /// All values, slot by slot.
    template <class F>
    void forEach(F &&visit) const
    {
        for (SlotNumber slot = 0; slot < m_clock.size(); ++slot) {
            if (m_clock.isTaken(slot))
                visit(cell(slot));
        }
    }

    [[nodiscard]] std::vector<SlotNumber> slots() const
    {
        std::vector<SlotNumber> all;
        all.reserve(m_index.size());
        for (SlotNumber slot = 0; slot < m_clock.size(); ++slot) {
            if (m_clock.isTaken(slot))
                all.push_back(slot);
        }
        return all;
    }

    /// Inserts or replaces; the last value of an id wins. Equal values are no change. The newest stand last.
    void apply(const std::vector<T> &values)
    {
        Changes changes;
        for (const T &value : values) {
            put(value, changes);
            if (m_newer)
                m_newer->insert(value.id());
        }
        makeRoom(changes, Surplus::First);
        tell(changes);
    }

    /// A snapshot is being read: what events bring from here to its reconcile() may be newer than it, and stays.
    void beginSnapshot() { m_newer.emplace(); }

    /// The whole truth: what is missing in it is removed, the rest is compared. Never a reset. The newest stand first.
    void reconcile(const std::vector<T> &values)
    {
        Changes changes;
        const Ids newer = std::exchange(m_newer, std::nullopt).value_or(Ids());
        Ids kept = newer;
        for (const T &value : values) {
            kept.insert(value.id());
            if (!newer.contains(value.id()))
                put(value, changes);
        }
        for (const SlotNumber slot : slots()) {
            if (!kept.contains(cell(slot).id()))
                leave(slot, changes);
        }
        makeRoom(changes, Surplus::Last);
        tell(changes);
    }

    void remove(const Id &id)
    {
        if (m_newer)
            m_newer->erase(id);
        Changes changes;
        if (const SlotNumber slot = slotOf(id); slot != SlotIndex::none)
            leave(slot, changes);
        tell(changes);
    }

private:
    static constexpr SlotNumber chunkRows = 1024;
    enum class Surplus { First, Last }; ///< which of the values that came are too many, when they alone are
    using Chunk = std::array<T, chunkRows>;
    using Ids = std::unordered_set<Id, IdHash>;

    static std::size_t hashOf(const Id &id) { return IdHash()(id); }
    [[nodiscard]] const T *valueAt(SlotNumber slot) const { return slot == SlotIndex::none ? nullptr : &cell(slot); }
    [[nodiscard]] const T &cell(SlotNumber slot) const { return (*m_chunks[slot / chunkRows])[slot % chunkRows]; }
    [[nodiscard]] T &cell(SlotNumber slot) { return (*m_chunks[slot / chunkRows])[slot % chunkRows]; }
    [[nodiscard]] auto hashOfSlot() const
    {
        return [this](SlotNumber slot) { return hashOf(cell(slot).id()); };
    }

    SlotNumber takeSlot()
    {
        if (!m_free.empty()) {
            const SlotNumber slot = m_free.back();
            m_free.pop_back();
            m_clock.take(slot);
            return slot;
        }
        const SlotNumber slot = m_clock.size();
        if (slot % chunkRows == 0)
            m_chunks.push_back(std::make_unique<Chunk>());
        m_clock.add();
        return slot;
    }

    void put(T value, Changes &changes)
    {
        if constexpr (requires { value.share(m_texts); })
            value.share(m_texts);
        const SlotNumber known = slotOf(value.id());
        if (known != SlotIndex::none)
            m_clock.heard(known);
        if (known == SlotIndex::none) {
            const SlotNumber slot = takeSlot();
            cell(slot) = std::move(value);
            m_index.insert(slot, hashOf(cell(slot).id()), hashOfSlot());
            changes.inserted.push_back(slot);
        } else if (!(cell(known) == value)) {
            cell(known) = std::move(value);
            changes.changed.push_back(known);
        }
    }

    void forget(SlotNumber slot)
    {
        if (m_newer)
            m_newer->erase(cell(slot).id());
        m_index.erase(slot, hashOf(cell(slot).id()), hashOfSlot());
        m_clock.free(slot);
        cell(slot) = T();
        m_free.push_back(slot);
    }

    void leave(SlotNumber slot, Changes &changes)
    {
        m_index.erase(slot, hashOf(cell(slot).id()), hashOfSlot());
        m_clock.free(slot);
        changes.removed.push_back(slot);
    }

    void makeRoom(Changes &changes, Surplus surplus)
    {
        if (m_index.size() > m_rowsMax) {
            const std::size_t aim = fullRows(m_rowsMax);
            const auto mayGo = [this](SlotNumber slot) { return !m_mustStay(cell(slot)); };
            while (m_index.size() > aim) {
                const SlotNumber slot = m_clock.next(mayGo);
                if (slot == SlotIndex::none)
                    break;
                if (m_newer)
                    m_newer->erase(cell(slot).id());
                leave(slot, changes);
            }
            // Who changed and left in one application has only left; who came and left was never there.
            const auto isGone = [this](SlotNumber slot) { return !m_clock.isTaken(slot); };
            std::erase_if(changes.changed, isGone);
            std::vector<SlotNumber> came = changes.inserted;
            if (surplus == Surplus::Last)
                std::ranges::reverse(came);
            for (const SlotNumber slot : came) {
                if (m_index.size() > m_rowsMax && mayGo(slot))
                    forget(slot);
            }
            std::erase_if(changes.inserted, isGone);
        }
        for (const SlotNumber slot : changes.inserted)
            m_clock.settle(slot);
    }

    void tell(const Changes &changes)
    {
        if (!changes.isEmpty())
            Q_EMIT changed(changes);
        for (const SlotNumber slot : changes.removed)
            cell(slot) = T();
        m_free.insert(m_free.end(), changes.removed.begin(), changes.removed.end());
    }

    std::vector<std::unique_ptr<Chunk>> m_chunks;
    SlotClock m_clock;
    std::vector<SlotNumber> m_free;
    SlotIndex m_index;
    TextPool m_texts;
    std::size_t m_rowsMax = std::numeric_limits<std::size_t>::max();
    std::function<bool(const T &)> m_mustStay;
    std::optional<Ids> m_newer; ///< ids that events brought since beginSnapshot()
};

} // namespace paradox::models
