#include "ui/shell/command_palette.h"

#include "ui/theme/theme.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace paradox::ui {
namespace {

enum PaletteRole { EntryRole = Qt::UserRole + 1, HintRole, ShortcutRole, IconRole };

/// Rows of 28: icon, text with matched letters strong, hint; shortcut at the right. A group row has no entry.
class PaletteDelegate : public QStyledItemDelegate {
public:
    PaletteDelegate(const Theme &theme, const QLineEdit &field, QObject *parent)
        : QStyledItemDelegate(parent),
          m_theme(theme),
          m_field(field)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {100, m_theme.metrics().tallRow - (index.data(EntryRole).isValid() ? 0 : 2)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool chosen = (option.state & QStyle::State_Selected) != 0;
        QRect rect = option.rect;
        if (!index.data(EntryRole).isValid()) {
            painter->setFont(m_theme.font(Face::Small));
            painter->setPen(m_theme.color(Token::TextTertiary));
            painter->drawText(rect.adjusted(14, 4, -14, 0), Qt::AlignVCenter, index.data().toString());
            return;
        }
        if (chosen) {
            painter->fillRect(rect, m_theme.color(Token::Selection));
            painter->fillRect(QRect(rect.x(), rect.y(), 2, rect.height()), m_theme.color(Token::Focus));
        }
        const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0 && index.data(Qt::UserRole + 9).toBool();
        const QString icon = index.data(IconRole).toString();
        const int side = m_theme.px(16);
        if (!icon.isEmpty())
            painter->drawPixmap(
                rect.x() + 14, rect.y() + (rect.height() - side) / 2,
                m_theme.pixmap(icon, Token::TextSecondary, side, painter->device()->devicePixelRatioF()));
        int x = rect.x() + 14 + side + 10;
        x = paintMatched(*painter, QRect(x, rect.y(), rect.width() - 60, rect.height()), index.data().toString(),
                         enabled ? chosen ? Token::SelectionText : Token::TextPrimary : Token::TextTertiary, chosen);
        painter->setFont(m_theme.font(Face::Body));
        painter->setPen(m_theme.color(chosen ? Token::SelectionText : Token::TextTertiary));
        const QString shortcut = index.data(ShortcutRole).toString();
        const int keys = painter->fontMetrics().horizontalAdvance(shortcut) + 28;
        const QRect hint(x + 10, rect.y(), rect.right() - keys - x - 12, rect.height());
        painter->drawText(
            hint, Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data(HintRole).toString(), Qt::ElideRight, hint.width()));
        painter->drawText(rect.adjusted(0, 0, -14, 0), Qt::AlignVCenter | Qt::AlignRight, shortcut);
    }

private:
    int paintMatched(QPainter &painter, const QRect &rect, const QString &text, Token token, bool chosen) const
    {
        std::vector<bool> matched(static_cast<std::size_t>(text.size()), false);
        for (const QString &word : m_field.text().split(u' ', Qt::SkipEmptyParts)) {
            const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
            for (qsizetype i = at; at >= 0 && i < at + word.size(); ++i)
                matched[static_cast<std::size_t>(i)] = true;
        }
        int x = rect.x();
        for (qsizetype start = 0; start < text.size();) {
            const bool hit = matched[static_cast<std::size_t>(start)];
            qsizetype end = start;
            while (end < text.size() && matched[static_cast<std::size_t>(end)] == hit)
                ++end;
            QFont font = m_theme.font(hit ? Face::Strong : Face::Body);
            font.setUnderline(hit && chosen);
            painter.setFont(font);
            painter.setPen(m_theme.color(hit && !chosen ? Token::Accent : token));
            const QString run = text.mid(start, end - start);
            painter.drawText(QRect(x, rect.y(), rect.right() - x, rect.height()), Qt::AlignVCenter, run);
            x += painter.fontMetrics().horizontalAdvance(run);
            start = end;
        }
        return x;
    }

    const Theme &m_theme;
    const QLineEdit &m_field;
};

} // namespace

CommandPalette::CommandPalette(const Theme &theme, Source source, QWidget *parent)
    : QDialog(parent, Qt::FramelessWindowHint | Qt::Dialog),
      m_theme(theme),
      m_source(std::move(source)),
      m_field(new QLineEdit(this)),
      m_count(new QLabel(this)),
      m_none(new QLabel(this)),
      m_list(new QListView(this)),
      m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setWindowTitle(tr("Command palette"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Search or run"));
    m_field->setPlaceholderText(tr("Search or run"));
    m_field->setFont(theme.font(Face::Empty));
    m_field->setMinimumHeight(theme.px(40));
    m_field->addAction(theme.icon(QStringLiteral("command")), QLineEdit::LeadingPosition);
    layout->addWidget(m_field);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Results"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, *m_field, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    layout->addWidget(m_list, 1);
    m_none->setObjectName(QStringLiteral("paletteNone"));
    m_none->setProperty("tone", QStringLiteral("secondary"));
    m_none->setTextFormat(Qt::PlainText);
    m_none->setWordWrap(true);
    m_none->setContentsMargins(14, 10, 14, 10);
    layout->addWidget(m_none);
    WrapRow *row = makeStrip(StripKind::Foot, this, {14, 6, 14, 6});
    QWidget *foot = row->parentWidget();
    auto *keys = new QLabel(tr("↑ ↓ choose    Enter run    Esc close"), foot);
    keys->setProperty("tone", QStringLiteral("tertiary"));
    row->addWidget(keys);
    row->addStretch();
    m_count->setProperty("tone", QStringLiteral("tertiary"));
    row->addWidget(m_count);
    layout->addWidget(foot);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refill);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

bool CommandPalette::matches(const QString &query, const QString &text)
{
    const QStringList words = query.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

void CommandPalette::popUp()
{
    m_field->clear();
    refill();
    const QWidget *window = parentWidget();
    const int width = std::min(m_theme.px(720), window->width() - 40);
    resize(width, height());
    fitHeight();
    const QPoint top = window->mapToGlobal(QPoint((window->width() - width) / 2, 64));
    move(0);
    QDialog::move(top);
    open();
    m_field->setFocus();
}

void CommandPalette::refill()
{
    m_shown.clear();
    m_model->clear();
    QString group;
    for (PaletteEntry &entry : m_source(m_field->text())) {
        if (entry.group != group) {
            group = entry.group;
            auto *head = new QStandardItem(group);
            head->setFlags(Qt::NoItemFlags);
            m_model->appendRow(head);
        }
        auto *item = new QStandardItem(entry.text);
        item->setData(static_cast<int>(m_shown.size()), EntryRole);
        item->setData(entry.hint, HintRole);
        item->setData(entry.shortcut, ShortcutRole);
        item->setData(entry.icon, IconRole);
        item->setData(entry.enabled, Qt::UserRole + 9);
        m_model->appendRow(item);
        m_shown.push_back(std::move(entry));
    }
    m_count->setText(tr("Results: %1").arg(m_shown.size()));
    m_none->setText(tr("Nothing here is called “%1”.").arg(m_field->text()));
    m_none->setVisible(m_shown.empty());
    m_list->setVisible(!m_shown.empty());
    fitHeight();
    m_list->setCurrentIndex(QModelIndex());
    move(1);
}

void CommandPalette::fitHeight()
{
    int rows = 2 * m_list->frameWidth();
    for (int row = 0; row < m_model->rowCount(); ++row)
        rows += m_list->sizeHintForRow(row);
    m_list->setMinimumHeight(std::min(rows, m_theme.metrics().tallRow));
    int around = 0;
    for (int i = 0; i < layout()->count(); ++i) {
        const QLayoutItem &part = *layout()->itemAt(i);
        if (part.widget() != m_list && !part.isEmpty())
            around += part.hasHeightForWidth() ? part.heightForWidth(width()) : part.sizeHint().height();
    }
    const QMargins frame = layout()->contentsMargins();
    const int wanted = frame.top() + frame.bottom() + around + (m_shown.empty() ? 0 : rows);
    setFixedHeight(std::min({wanted, m_theme.px(480), parentWidget()->height() - 120}));
}

void CommandPalette::move(int by)
{
    const int rows = m_model->rowCount();
    int row = m_list->currentIndex().row();
    for (int i = 0; i < rows; ++i) {
        row = (row + (by < 0 ? -1 : 1) + rows) % rows;
        if (m_model->index(row, 0).data(EntryRole).isValid())
            break;
    }
    if (rows > 0 && by != 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
}

void CommandPalette::runCurrent()
{
    const QVariant which = m_list->currentIndex().data(EntryRole);
    if (!which.isValid())
        return;
    const PaletteEntry entry = m_shown.at(static_cast<std::size_t>(which.toInt()));
    if (!entry.enabled || !entry.run)
        return;
    accept();
    entry.run();
}

void CommandPalette::paintEvent(QPaintEvent *event)
{
    QDialog::paintEvent(event);
    QPainter painter(this);
    painter.setPen(m_theme.color(Token::LineControl));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace paradox::ui
