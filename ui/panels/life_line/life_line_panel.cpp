#include "ui/panels/life_line/life_line_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/timeline.h"

#include <QScrollArea>
#include <QStackedLayout>

namespace paradox::ui {

LifeLinePanel::LifeLinePanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_scroll(new QScrollArea(this)),
      m_timeline(new Timeline(context.theme, m_scroll))
{
    auto *empty = new EmptyState(context.theme, QStringLiteral("lifeline"), this);
    empty->setWords(tr("Choose an intent, a batch or a transaction to see its life line"), {});
    empty->setCompact();
    m_scroll->setObjectName(QStringLiteral("lifeLineScroll"));
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_timeline);
    m_scroll->setMinimumHeight(m_timeline->minimumSizeHint().height());
    auto *stack = new QStackedLayout(this);
    stack->addWidget(empty);
    stack->addWidget(m_scroll);
    for (models::Shelf *shelf : std::initializer_list<models::Shelf *>{
             &context.core.store().intents, &context.core.store().batches, &context.core.store().operations})
        connect(shelf, &models::Shelf::changed, this, &LifeLinePanel::refresh);
}

void LifeLinePanel::showIntent(const QString &id)
{
    show(Kind::Intent, id);
}

void LifeLinePanel::showBatch(const QString &id)
{
    show(Kind::Batch, id);
}

void LifeLinePanel::showOperation(const QString &id)
{
    show(Kind::Operation, id);
}

void LifeLinePanel::show(Kind kind, const QString &id)
{
    if (id.isEmpty())
        return;
    m_kind = kind;
    m_id = id;
    refresh();
}

void LifeLinePanel::refresh()
{
    models::LiveStore &store = m_context.core.store();
    const UnixMillis now = m_context.core.clock().wall();
    std::optional<models::LifeLine> line;
    if (const auto *intent = m_kind == Kind::Intent ? store.intents.findText(m_id) : nullptr)
        line = models::lifeLineOf(*intent, {store, m_context.core.names(), m_context.core.clock()});
    if (const auto *batch = m_kind == Kind::Batch ? store.batches.findText(m_id) : nullptr)
        line = models::lifeLineOf(*batch, now);
    if (const auto *operation = m_kind == Kind::Operation ? store.operations.findText(m_id) : nullptr)
        line = models::lifeLineOf(*operation, now);
    if (!line)
        return;
    m_timeline->setLine(*line);
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(m_scroll);
    Q_EMIT titleChanged(line->title, line->summary);
}

} // namespace paradox::ui
