#pragma once

#include "models/live_table_model.h"
#include "models/query_filter_proxy.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_fit.h"

#include <QPersistentModelIndex>
#include <QTableView>
#include <QWidget>

class QHeaderView;
class QLabel;
class QStackedLayout;

namespace paradox::models {
class Settings;
}

namespace paradox::ui {

class EmptyState;
class FilterField;
class TableDelegate;
class WrapRow;

struct LiveTableOptions {
    QString id;                         ///< object name of the view; column widths are stored by it
    QString name;                       ///< accessible name
    QString icon;                       ///< of the empty state
    QString filterExample;              ///< empty: no filter field
    std::vector<ColumnWidth> columns{}; ///< px of the design, one for each column
    int sortColumn = -1;
    Qt::SortOrder sortOrder = Qt::DescendingOrder;
    int Metrics::*rowHeight = &Metrics::row;
};

/// A live table with its tool bar, filter and empty state. Keeps selection, current row and scroll position while rows
/// come and go; Ctrl+C copies raw values, Ctrl+Shift+C what is shown. Columns fit the width until a person sets one.
class LiveTable : public QWidget {
    Q_OBJECT

public:
    LiveTable(const Theme &theme, models::LiveTableModel &model, models::Settings &settings,
              const LiveTableOptions &options, QWidget *parent = nullptr);

    [[nodiscard]] QTableView *view() const { return m_view; }
    [[nodiscard]] models::QueryFilterProxy &proxy() { return *m_proxy; }
    [[nodiscard]] FilterField *filter() const { return m_filter; }
    [[nodiscard]] EmptyState *empty() const { return m_empty; }
    [[nodiscard]] WrapRow *bar() const { return m_bar; } ///< right of the filter field
    void setDelegate(TableDelegate *delegate);
    /// A header that paints a column of its own.
    void setHeader(QHeaderView *header);
    [[nodiscard]] TableDelegate *delegate() const { return m_delegate; }

    /// Words when the table has no rows at all; when a filter hides them the table has its own.
    void setEmptyWords(const QString &title, const QString &sentence, const QString &primary = {},
                       const QString &second = {});
    /// What an empty table waits for that is not live.
    enum class Awaited { Answer, SignIn };
    void setAwaited(Awaited awaited);
    [[nodiscard]] QString currentId() const;
    void selectId(const QString &id);
    void timePassed(const std::vector<int> &columns);

Q_SIGNALS:
    void currentIdChanged(const QString &id);
    void activated(const QString &id);
    void emptyPrimary();
    void emptySecond();
    void signInWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What a person looks at while rows move: the visible rows, the current one and the scroll position.
    struct Place {
        std::vector<std::pair<int, QPersistentModelIndex>> visible; ///< row before, and the row itself
        QPersistentModelIndex current;
        bool hadCurrent = false;
        int scroll = 0;
    };

    void buildView(const LiveTableOptions &options);
    void buildHeader();
    void setRowHeight(int height);
    void fit();
    void keepWidths();
    void refreshEmpty();
    void copySelection(bool asShown);
    void keepPlaceBefore();
    void keepPlaceAfter();
    [[nodiscard]] int scrollAfter() const;
    void tellCurrent();

    const Theme &m_theme;
    models::LiveTableModel &m_model;
    models::Settings &m_settings;
    models::QueryFilterProxy *m_proxy;
    QTableView *m_view;
    TableDelegate *m_delegate;
    FilterField *m_filter = nullptr;
    WrapRow *m_bar = nullptr;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    Awaited m_awaited = Awaited::Answer;
    QString m_emptyTitle, m_emptySentence, m_emptyPrimary, m_emptySecond;
    Place m_place;
    QString m_widthsKey;
    std::vector<ColumnWidth> m_columns;
    bool m_byHand = false; ///< a person set the widths: the table leaves them alone
    bool m_fitting = false;
    bool m_filtered = false;
    bool m_moving = false; ///< between the proxy's placesAboutToChange and placesChanged
};

} // namespace paradox::ui
