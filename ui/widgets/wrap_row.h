#pragma once

#include <QLayout>
#include <QList>

namespace paradox::ui {

/// A row that goes on in a second line where its width does not hold it: tool strips and pairs of fields at a large
/// text or in a narrow dock. What stands behind the stretch goes to the right end of its line.
class WrapRow : public QLayout {
public:
    explicit WrapRow(QWidget *parent = nullptr);
    ~WrapRow() override;

    void addItem(QLayoutItem *item) override;
    /// Takes a share of what is left over in its line, up to its maximum width.
    void addGrowing(QWidget *widget);
    void addStretch();

    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Line {
        QList<QLayoutItem *> items;
        int width = 0;
        int height = 0;
    };
    [[nodiscard]] QList<Line> linesIn(int width) const;
    void place(const Line &line, const QRect &rect) const;

    QList<QLayoutItem *> m_items;
    QList<const QLayoutItem *> m_growing;
    QLayoutItem *m_firstAtRight = nullptr;
    bool m_stretchIsNext = false;
};

} // namespace paradox::ui
