#include "ui/delegates/table_delegate.h"

#include "models/roles.h"
#include "ui/delegates/cells.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QTableView>

namespace paradox::ui {

using namespace models;

namespace {

/// Whether a column stands at the left edge of its table: a person may have moved them, or there is no room for some.
bool isFirstShown(const QWidget &widget, int column)
{
    const auto *table = qobject_cast<const QTableView *>(&widget);
    if (table == nullptr)
        return column == 0;
    const QHeaderView &header = *table->horizontalHeader();
    int visual = 0;
    while (visual < header.count() - 1 && header.isSectionHidden(header.logicalIndex(visual)))
        ++visual;
    return header.visualIndex(column) == visual;
}

} // namespace

TableDelegate::TableDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
}

void TableDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const bool active =
        (option.state & QStyle::State_Active) != 0 && option.widget != nullptr && option.widget->hasFocus();
    if (selected)
        painter.fillRect(option.rect, m_theme.color(active ? Token::Selection : Token::SelectionInactive));
    else if ((option.state & QStyle::State_MouseOver) != 0)
        painter.fillRect(option.rect, m_theme.color(Token::BgHover));
    painter.setPen(m_theme.color(Token::LineHair));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view != nullptr && view->currentIndex().isValid() && view->currentIndex().row() == index.row();
    const int ring = m_theme.ring();
    if (m_theme.name() == ThemeName::Contrast && selected) {
        const QColor outline = m_theme.color(Token::LineControl);
        painter.fillRect(QRect(option.rect.x(), option.rect.y(), option.rect.width(), 2), outline);
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom() - 1, option.rect.width(), 2), outline);
    }
    // The focus is seen on the current row also where it is not selected.
    if (current && (selected || option.widget->hasFocus()) && isFirstShown(*option.widget, index.column()))
        painter.fillRect(QRect(option.rect.x(), option.rect.y(), ring, option.rect.height()),
                         m_theme.color(Token::Focus));
}

void TableDelegate::paintText(QPainter &painter, const QRect &rect, const QModelIndex &index,
                              const CellLook &look) const
{
    const bool mono = index.data(MonoRole).toBool();
    const auto emphasis = index.data(EmphasisRole).value<Emphasis>();
    painter.setFont(m_theme.font(mono ? Face::Mono : emphasis == Emphasis::Strong ? Face::Strong : Face::Body));
    Token token = Token::TextPrimary;
    if (emphasis == Emphasis::Secondary)
        token = Token::TextSecondary;
    if (emphasis == Emphasis::Attention)
        token = Token::StateStale;
    if (look.stale)
        token = look.selected ? Token::TextSecondary : Token::TextTertiary;
    painter.setPen(m_theme.color(look.selected && look.active ? Token::SelectionText : token));
    const QVariant given = index.data(Qt::TextAlignmentRole);
    const auto alignment = given.isValid() ? Qt::Alignment(given.toInt()) : Qt::Alignment(Qt::AlignLeft);
    painter.drawText(rect, int(alignment | Qt::AlignVCenter),
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setClipRect(option.rect);
    paintGround(*painter, option, index);
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const bool active = option.widget != nullptr && option.widget->hasFocus();
    const CellLook look{selected, active, index.data(StaleRole).toBool()};
    const QRect rect = option.rect.adjusted(8, 0, -8, -1);
    const QVariant amount = index.data(AmountRole);
    const QVariant state = index.data(GlyphRole);
    const QVariant meter = index.data(MeterRole);
    const QVariant key = index.data(KeyRole);
    const AmountUnit unit = m_lamports ? AmountUnit::Lamports : AmountUnit::Sol;
    if (state.isValid()) {
        paintState(*painter, rect, state.value<StateWord>(), m_theme, look);
    } else if (amount.isValid() && m_hidden) {
        paintAmount(*painter, rect, {QString(9, QChar(0x2022)), {}}, m_theme, look);
    } else if (amount.typeId() == QMetaType::ULongLong) {
        const QString word = index.data(PriceWordRole).toString();
        const AmountText text = formatAmount(amount.toULongLong(), unit);
        if (word.isEmpty())
            paintAmount(*painter, rect, text, m_theme, look);
        else
            paintPrice(*painter, rect, word, text, m_theme, look);
    } else if (amount.typeId() == QMetaType::LongLong) {
        paintAmount(*painter, rect, formatDelta(amount.toLongLong(), unit), m_theme, look);
    } else if (meter.isValid()) {
        const int height = m_theme.px(8);
        paintMeter(*painter, QRect(rect.x(), rect.center().y() - height / 2, rect.width(), height),
                   meter.value<MeterParts>(), m_theme, look);
    } else if (key.isValid() && !(key.value<KeyText>().key.isEmpty() && key.value<KeyText>().name.isEmpty())) {
        paintKey(*painter, rect, key.value<KeyText>(), 4, m_theme, look);
    } else {
        paintText(*painter, rect, index, look);
    }
    painter->restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics mono(m_theme.font(Face::Amount));
    const QFontMetrics body(m_theme.font(Face::Body));
    int width = 0;
    const QVariant amount = index.data(AmountRole);
    const QVariant key = index.data(KeyRole);
    const QVariant state = index.data(GlyphRole);
    const AmountUnit unit = m_lamports ? AmountUnit::Lamports : AmountUnit::Sol;
    if (amount.isValid()) {
        const QString word = index.data(PriceWordRole).toString();
        const AmountText text = formatAmount(amount.toULongLong(), unit);
        width = word.isEmpty() ? mono.horizontalAdvance(text.text()) : priceWidth(word, text, m_theme);
    } else if (state.isValid()) {
        width = QFontMetrics(m_theme.font(Face::Word)).horizontalAdvance(state.value<StateWord>().word) + 20;
    } else if (key.isValid()) {
        const auto text = key.value<KeyText>();
        width = body.horizontalAdvance(text.name) + mono.horizontalAdvance(elided(text.key, 4)) + 8;
    } else {
        width = (index.data(MonoRole).toBool() ? mono : body).horizontalAdvance(index.data().toString());
    }
    return {width + 18, std::max(m_theme.metrics().row, option.fontMetrics.height() + 6)};
}

} // namespace paradox::ui
