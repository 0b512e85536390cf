#pragma once

#include <QStyledItemDelegate>

namespace paradox::ui {

class Theme;
struct CellLook;

/// Draws every cell of the desk's tables from the roles that its model answers: state, amount, key, meter, or text with
/// an emphasis. Asks nobody but the model and the theme.
class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit TableDelegate(const Theme &theme, QObject *parent = nullptr);

    void setLamports(bool lamports) { m_lamports = lamports; }
    void setHidden(bool hidden) { m_hidden = hidden; }
    [[nodiscard]] bool lamports() const { return m_lamports; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    const Theme &m_theme;

private:
    void paintText(QPainter &painter, const QRect &rect, const QModelIndex &index, const CellLook &look) const;

    bool m_lamports = false;
    bool m_hidden = false;
};

} // namespace paradox::ui
