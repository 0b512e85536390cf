#include "ui/panels/wallet/wallet_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace paradox::ui {

WalletPanel::WalletPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_key(new KeyLabel(context.theme, KeyLabel::Form::Six, this)),
      m_count(new QLabel(this)),
      m_items(new LiveTable(context.theme, m_model, context.core.settings(),
                            {.id = QStringLiteral("itemsTable"),
                             .name = tr("Items owned"),
                             .icon = QStringLiteral("wallet"),
                             .columns = {{140, 90}, {96, 90, 2}, {120, 96}, {120, 0, 1}},
                             .sortColumn = models::ItemModel::Item,
                             .sortOrder = Qt::AscendingOrder},
                            this)),
      m_none(new EmptyState(context.theme, QStringLiteral("wallet"), this))
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    WrapRow *row = makeStrip(StripKind::Tools, page, {10, 3, 6, 4});
    QWidget *bar = row->parentWidget();
    row->addWidget(m_key);
    row->addStretch();
    row->addWidget(actionButton(context.actions, QStringLiteral("wallet.airdrop"), bar));
    row->addWidget(actionButton(context.actions, QStringLiteral("wallet.deposit"), bar));
    row->addWidget(actionButton(context.actions, QStringLiteral("wallet.withdraw"), bar));
    layout->addWidget(bar);
    auto *grid = new QGridLayout;
    grid->setContentsMargins(10, 8, 10, 8);
    grid->setVerticalSpacing(3);
    grid->setColumnStretch(0, 1);
    m_wallet = amountLine(*grid, tr("In the wallet"), false);
    m_free = amountLine(*grid, tr("In the vault, free"), false);
    m_held = amountLine(*grid, tr("In the vault, held"), false);
    auto *rule = new QFrame(page);
    rule->setProperty("rule", true);
    grid->addWidget(rule, grid->rowCount(), 0, 1, 2);
    m_total = amountLine(*grid, tr("Total, SOL"), true);
    m_free->setObjectName(QStringLiteral("walletFree"));
    m_held->setObjectName(QStringLiteral("walletHeld"));
    m_total->setObjectName(QStringLiteral("walletTotal"));
    layout->addLayout(grid);
    layout->addWidget(m_items, 1);
    WrapRow *footRow = makeStrip(StripKind::Foot, page, {10, 2, 4, 2});
    QWidget *foot = footRow->parentWidget();
    m_count->setProperty("tone", QStringLiteral("secondary"));
    footRow->addWidget(m_count);
    footRow->addStretch();
    footRow->addWidget(actionButton(context.actions, QStringLiteral("wallet.register"), foot));
    layout->addWidget(foot);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(page);
    m_stack->addWidget(m_none);
    m_none->setWords(tr("No wallet"), tr("This profile has no address. Monitoring works; nothing can be signed."),
                     tr("Set up…"));
    connect(m_none, &EmptyState::primaryChosen, context.actions.action(QStringLiteral("file.setup")),
            &QAction::trigger);
    m_items->setEmptyWords(tr("No items"), tr("Register one, or buy one."), tr("Register item…"));
    connect(m_items, &LiveTable::emptyPrimary, context.actions.action(QStringLiteral("wallet.register")),
            &QAction::trigger);
    connect(&context.core.store(), &models::LiveStore::balanceChanged, this, &WalletPanel::refresh);
    connect(&context.core.store().items, &models::Shelf::changed, this, &WalletPanel::refresh);
    connect(&context.core.store().intents, &models::Shelf::changed, this,
            [this] { m_model.timePassed({models::ItemModel::State, models::ItemModel::Ask}); });
    connect(&context.core.names(), &models::KeyNames::changed, this, &WalletPanel::refresh);
    connect(&context.core, &DeskCore::healthChanged, this, &WalletPanel::refresh);
    connect(&context.theme, &Theme::changed, this, &WalletPanel::refresh);
    refresh();
}

QLabel *WalletPanel::amountLine(QGridLayout &grid, const QString &name, bool strong)
{
    const int at = grid.rowCount();
    auto *label = new QLabel(name, this);
    label->setFont(m_context.theme.font(strong ? Face::Strong : Face::Body));
    if (!strong)
        label->setProperty("tone", QStringLiteral("secondary"));
    auto *value = new QLabel(this);
    value->setFont(m_context.theme.font(Face::Amount));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setTextFormat(Qt::RichText);
    grid.addWidget(label, at, 0);
    grid.addWidget(value, at, 1, Qt::AlignRight);
    return value;
}

void WalletPanel::refresh()
{
    const QString own = m_context.core.names().own();
    m_stack->setCurrentIndex(own.isEmpty() ? 1 : 0);
    m_key->setKey(m_context.core.names().text(own));
    const models::BalanceRow &balance = m_context.core.store().balance();
    const QString dim = m_context.theme.color(Token::TextTertiary).name();
    const auto show = [&](QLabel *label, const std::optional<std::uint64_t> &amount) {
        if (!amount) {
            label->setText(tr("unknown"));
            return;
        }
        const models::AmountText text = models::formatAmount(*amount, models::AmountUnit::Sol);
        label->setText(QStringLiteral("%1<span style=\"color:%2\">%3</span>").arg(text.head, dim, text.tail));
        label->setAccessibleName(text.text());
    };
    show(m_wallet, balance.wallet);
    // Free and held are parts of what the vault has: intents may claim more than that, but no more lies there.
    show(m_free, balance.free());
    show(m_held, balance.free() ? std::optional(*balance.available - *balance.free()) : std::nullopt);
    std::optional<std::uint64_t> total;
    if (balance.wallet && balance.available) {
        if (const auto all = checkedAdd({*balance.available}, {*balance.wallet}))
            total = all->value;
    }
    show(m_total, total);
    m_count->setText(tr("Items: %1").arg(m_context.core.store().items.size()));
    const bool local = m_context.core.network() == QStringLiteral("localnet");
    m_context.actions.disable(QStringLiteral("wallet.airdrop"),
                              local ? QString() : tr("Only a local test network gives lamports away"));
}

} // namespace paradox::ui
