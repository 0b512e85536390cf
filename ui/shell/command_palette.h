#pragma once

#include <QDialog>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace paradox::ui {

class Theme;

/// A thing the palette can find: an action, a batch, an intent, a key.
struct PaletteEntry {
    QString group; ///< "Actions", "Batches" …
    QString text;
    QString hint; ///< what it is, or why it cannot run
    QString shortcut;
    QString icon;
    bool enabled = true;
    std::function<void()> run;
};

/// Ctrl+K: one line over everything. A plain dialog opened, never a nested loop.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    /// Called with the query for each change of it; answers at most a few dozen entries, best first, grouped.
    using Source = std::function<std::vector<PaletteEntry>(const QString &query)>;

    CommandPalette(const Theme &theme, Source source, QWidget *parent);
    void popUp();
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] int resultCount() const { return static_cast<int>(m_shown.size()); }

    /// Every word of the query appears in the text, in any order.
    [[nodiscard]] static bool matches(const QString &query, const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override; ///< a frame: no window manager draws one around it

private:
    void refill();
    void fitHeight(); ///< as high as what was found, up to a bound
    void runCurrent();
    void move(int by);

    const Theme &m_theme;
    Source m_source;
    QLineEdit *m_field;
    QLabel *m_count;
    QLabel *m_none; ///< in the list's place when nothing is found
    QListView *m_list;
    QStandardItemModel *m_model;
    std::vector<PaletteEntry> m_shown;
};

} // namespace paradox::ui
