#include "ui/wizard/first_run.h"

#include "models/settings.h"
#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/theme/desk_style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/tab_order.h"
#include "ui/widgets/wrap_row.h"
#include "ui/wizard/key_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace paradox::ui {

FirstRun::FirstRun(const Theme &theme, models::Settings &settings, KeyRoom &keys, QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_settings(settings),
      m_stack(new QStackedWidget(this)),
      m_stepColumn(new QVBoxLayout),
      m_why(new QLabel(this)),
      m_back(new QPushButton(tr("Back"), this)),
      m_next(new QPushButton(tr("Next"), this))
{
    setObjectName(QStringLiteral("firstRun"));
    setWindowTitle(tr("Set up Paradox Desk"));
    resize(theme.px(1040), theme.px(690));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    auto *side = new QWidget(this);
    side->setProperty("steps", true);
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(theme.px(232));
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 16, 1, 16);
    m_stepColumn->setSpacing(0);
    sideLayout->addLayout(m_stepColumn);
    sideLayout->addStretch(1);
    auto *hint = new QLabel(tr("Run again from File ▸ Set up."), side);
    hint->setProperty("tone", QStringLiteral("tertiary"));
    hint->setContentsMargins(16, 0, 12, 0);
    sideLayout->addWidget(hint);
    upper->addWidget(side);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(28, 22, 28, 16);
    right->setSpacing(8);
    right->addWidget(m_stack, 1);
    m_why->setObjectName(QStringLiteral("wizardWhy"));
    m_why->setWordWrap(true);
    right->addWidget(m_why);
    upper->addLayout(right, 1);
    outer->addLayout(upper, 1);
    outer->addWidget(buildFoot());
    auto *keychain = new KeychainUnlock(settings, keys, this);
    const WizardContext context{theme, settings, keys, *keychain};
    addPage(new RolePage(context));
    addPage(new BackendPage(context));
    addPage(new KeyPage(context));
    addPage(new BackupPage(context));
    addPage(new SecurityPage(context));
    connect(m_back, &QPushButton::clicked, this, [this] {
        int index = m_at - 1;
        while (index > 0 && !m_pages[index]->applies())
            --index;
        showPage(index);
    });
    connect(m_next, &QPushButton::clicked, this, &FirstRun::goNext);
    chainTabs({this});
    showPage(0);
}

QWidget *FirstRun::buildFoot()
{
    WrapRow *row = makeStrip(StripKind::Foot, this, {20, 12, 20, 12});
    QWidget *foot = row->parentWidget();
    row->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    for (const auto &[button, id] :
         {std::pair{m_back, "wizardBack"}, {m_next, "wizardNext"}, {cancel, "wizardCancel"}}) {
        button->setObjectName(QLatin1String(id));
        button->setAccessibleName(button->text());
        button->setAutoDefault(button == m_next);
        button->setMinimumWidth(m_theme.px(76));
        row->addWidget(button);
    }
    m_next->setProperty("primary", true);
    m_next->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    return foot;
}

void FirstRun::addPage(WizardPage *page)
{
    auto *step = new QWidget(this);
    auto *row = new QHBoxLayout(step);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(12);
    auto *glyph = new QLabel(step);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    auto *name = new QLabel(page->step(), step);
    auto *detail = new QLabel(step);
    detail->setProperty("tone", QStringLiteral("tertiary"));
    words->addWidget(name);
    words->addWidget(detail);
    row->addWidget(glyph, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    m_stepColumn->addWidget(step);
    m_steps << step;
    m_glyphs << glyph;
    m_names << name;
    m_details << detail;
    m_pages << page;
    m_stack->addWidget(page);
    connect(page, &WizardPage::changed, this, [this] {
        m_failure.clear();
        refresh();
    });
}

void FirstRun::showPage(int index)
{
    m_at = index;
    m_failure.clear();
    m_pages[index]->enter();
    m_stack->setCurrentIndex(index);
    focusPage();
    refresh();
}

void FirstRun::focusPage()
{
    // Of choices, the one that is chosen; else what one types into first.
    QWidget *first = nullptr;
    for (QWidget *part : m_pages[m_at]->findChildren<QWidget *>()) {
        if (part->focusPolicy() == Qt::NoFocus || !part->isEnabled() || part->isHidden() ||
            part->objectName().isEmpty())
            continue;
        const auto *choice = qobject_cast<const QRadioButton *>(part);
        if (choice == nullptr || choice->isChecked())
            return part->setFocus();
        if (first == nullptr)
            first = part;
    }
    if (first != nullptr)
        first->setFocus();
}

void FirstRun::goNext()
{
    if (m_busy || !m_pages[m_at]->problem().isEmpty())
        return;
    m_busy = true;
    refresh();
    m_pages[m_at]->leave([this](const QString &problem) {
        m_busy = false;
        if (!problem.isEmpty()) {
            m_failure = problem;
            refresh();
            // A button that was pressed and is disabled now has handed the focus to its neighbour, Cancel.
            if (!m_pages[m_at]->isAncestorOf(focusWidget()))
                focusPage();
            return;
        }
        int index = m_at + 1;
        while (index < m_pages.size() && !m_pages[index]->applies())
            ++index;
        if (index >= m_pages.size())
            return accept();
        showPage(index);
    });
}

void FirstRun::refresh()
{
    const QString problem = m_pages[m_at]->problem();
    m_back->setEnabled(m_at > 0 && !m_busy);
    m_next->setEnabled(problem.isEmpty() && !m_busy);
    m_next->setToolTip(problem);
    m_why->setText(m_busy ? QString() : m_failure.isEmpty() ? problem : m_failure);
    restyle(*m_why, "tone", m_failure.isEmpty() ? QStringLiteral("secondary") : QStringLiteral("bad"));
    m_next->setText(m_busy ? tr("Working…") : m_at + 1 == m_pages.size() ? tr("Open the desk") : tr("Next"));
    m_next->setAccessibleName(m_next->text());
    refreshSteps();
}

void FirstRun::refreshSteps()
{
    for (int i = 0; i < m_pages.size(); ++i) {
        // A step that was skipped has proved nothing, and gets no tick.
        const bool isDone = i < m_at && m_pages[i]->applies();
        const models::StateGroup group = isDone      ? models::StateGroup::Settled
                                         : i < m_at  ? models::StateGroup::Expired
                                         : i == m_at ? models::StateGroup::Netted
                                                     : models::StateGroup::Pending;
        const QColor color = isDone      ? m_theme.color(Token::StateSettled)
                             : i == m_at ? m_theme.color(Token::Accent)
                                         : m_theme.color(Token::TextTertiary);
        m_glyphs[i]->setPixmap(m_theme.glyph(group, color, m_theme.metrics().glyph, devicePixelRatioF()));
        m_names[i]->setFont(m_theme.font(i == m_at ? Face::Strong : Face::Word));
        m_details[i]->setObjectName(QStringLiteral("stepDetail%1").arg(i));
        m_details[i]->setText(i < m_at && !isDone ? tr("Not needed") : m_pages[i]->detail());
        const QString edge = i == m_at ? m_theme.color(Token::Accent).name() : QStringLiteral("transparent");
        m_steps[i]->setObjectName(QStringLiteral("step%1").arg(i));
        m_steps[i]->setAttribute(Qt::WA_StyledBackground);
        m_steps[i]->setStyleSheet(
            QStringLiteral("QWidget#step%1{border-left:3px solid %2;%3}")
                .arg(i)
                .arg(edge, i == m_at ? QStringLiteral("background:%1;").arg(m_theme.color(Token::BgPanel).name())
                                     : QString()));
    }
}

} // namespace paradox::ui
