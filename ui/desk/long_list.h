#pragma once

#include "models/live_store.h"
#include "ui/desk/read_pages.h"

#include <QObject>

namespace paradox::ui {

/// A list of the node of which the desk keeps a part: the newest rows, older ones as a person reads them, and at the
/// limit those that the node spoke of last. GUI thread.
class LongList : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual std::size_t rowsMax() const = 0;
    [[nodiscard]] virtual const models::Shelf &shelf() const = 0;
    /// False once nothing is older, until rows leave at the limit or the list is read anew.
    [[nodiscard]] bool hasOlder() const { return m_hasOlder; }
    /// Reads what is older than the rows that are here, as much as a snapshot brings.
    virtual void readOlder() = 0;

Q_SIGNALS:
    void olderRead();
    void failed(const QString &doing, const paradox::client::Error &error);
    void succeeded(const QString &doing);

protected:
    bool m_hasOlder = true;
};

template <class Row, class Record>
class LongListOf : public LongList {
public:
    struct Rules {
        QString doing; ///< "Reading batches"
        std::size_t rowsMax = 0;
        AskPage<Record> ask;
        /// Never leaves at the limit. May be here without its neighbours, so it does not say how far back they reach.
        std::function<bool(const Row &)> mustStay;
        /// The list's cursor counts by it. None where rows do not tell: older is what follows the page read last.
        std::function<std::optional<std::uint64_t>(const Row &)> place{};
    };

    LongListOf(models::ShelfOf<Row> &shelf, Rules rules, QObject *parent)
        : LongList(parent),
          m_shelf(shelf),
          m_rules(std::move(rules))
    {
        m_shelf.keepAtMost(m_rules.rowsMax, m_rules.mustStay);
        connect(&m_shelf, &models::Shelf::changed, this, [this](const models::Changes &changes) {
            if (changes.removed.empty())
                return;
            m_next.reset();
            m_hasOlder = true;
        });
    }

    [[nodiscard]] std::size_t rowsMax() const override { return m_rules.rowsMax; }
    [[nodiscard]] const models::Shelf &shelf() const override { return m_shelf; }
    [[nodiscard]] const QString &doing() const { return m_rules.doing; }
    [[nodiscard]] const AskPage<Record> &ask() const { return m_rules.ask; }

    /// The list was read anew: the whole truth, as far as it was read.
    void take(const ListPart<Row> &part)
    {
        ++m_reading;
        m_isReading = false;
        m_shelf.reconcile(part.rows);
        m_next = part.next;
        m_hasOlder = true;
        Q_EMIT olderRead();
    }

    void readOlder() override
    {
        if (m_isReading || !m_hasOlder)
            return;
        m_isReading = true;
        client::PageRequest page;
        page.cursor = from();
        readPages<Row, Record>(
            this, m_rules.ask,
            [this, reading = ++m_reading](client::Result<ListPart<Row>> part) {
                if (reading != m_reading)
                    return;
                m_isReading = false;
                if (part) {
                    takeOlder(std::move(*part));
                    Q_EMIT succeeded(m_rules.doing);
                } else {
                    Q_EMIT failed(m_rules.doing, part.error());
                }
                Q_EMIT olderRead();
            },
            page);
    }

private:
    [[nodiscard]] std::optional<std::string> from() const
    {
        std::optional<std::uint64_t> oldest;
        if (!m_rules.place)
            return m_next;
        m_shelf.forEach([&](const Row &row) {
            const std::optional<std::uint64_t> place = m_rules.place(row);
            if (place && !m_rules.mustStay(row))
                oldest = std::min(oldest.value_or(*place), *place);
        });
        return oldest ? std::optional(std::to_string(*oldest)) : std::nullopt;
    }

    void takeOlder(ListPart<Row> part)
    {
        // Rows that must stay are here already: they alone are nothing older.
        const auto mayLeave = [this](const Row &row) { return !m_rules.mustStay(row); };
        const bool brought = m_rules.place && std::ranges::any_of(part.rows, mayLeave);
        std::ranges::reverse(part.rows); // the newest last, as events come
        m_shelf.apply(part.rows);
        m_next = part.next;
        m_hasOlder = brought || part.next.has_value();
    }

    models::ShelfOf<Row> &m_shelf;
    Rules m_rules;
    std::optional<std::string> m_next; ///< where the last reading stopped
    std::uint64_t m_reading = 0;       ///< which reading counts
    bool m_isReading = false;
};

} // namespace paradox::ui
