#pragma once

#include "models/rows.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QStackedLayout;

namespace paradox::ui {

class EmptyState;
class KeyLabel;
class LiveTable;

/// The own wallet: balances in the wallet and in the vault, items owned, deposit, withdraw, register.
class WalletPanel : public QWidget {
    Q_OBJECT

public:
    WalletPanel(const PanelContext &context, QWidget *parent = nullptr);

private:
    QLabel *amountLine(QGridLayout &grid, const QString &name, bool strong);
    void refresh();

    PanelContext m_context;
    models::ItemModel m_model;
    KeyLabel *m_key;
    QLabel *m_wallet;
    QLabel *m_free;
    QLabel *m_held;
    QLabel *m_total;
    QLabel *m_count;
    LiveTable *m_items;
    EmptyState *m_none;
    QStackedLayout *m_stack;
};

} // namespace paradox::ui
