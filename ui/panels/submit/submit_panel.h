#pragma once

#include "domain/intent.h"
#include "models/key_names.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace paradox::ui {

class AmountEdit;
class LimitMeter;
class MeterLegend;

/// LIST, BID, BUY_NOW and TRADE forms with what they would do to the session's limit. The draft survives a restart;
/// what is signed is reviewed from the bytes, never from here.
class SubmitPanel : public QWidget {
    Q_OBJECT

public:
    SubmitPanel(const PanelContext &context, QWidget *parent = nullptr);
    void setType(IntentType type);
    [[nodiscard]] IntentType type() const { return m_type; }
    void focusFirst();
    void review();
    /// Why Review is off now; empty when it is on.
    [[nodiscard]] QString problem() const;

private:
    void build();
    void buildForm(QGridLayout &form);
    void buildEffect(QVBoxLayout &layout);
    void refresh();
    void refreshSessions();
    void clearForm();
    void saveDraft();
    void loadDraft();
    [[nodiscard]] bool buys() const;
    [[nodiscard]] std::expected<QString, models::NameError> item() const;
    [[nodiscard]] std::expected<QString, models::NameError> party() const;
    [[nodiscard]] QString itemProblem() const;
    [[nodiscard]] QString partyProblem() const;
    [[nodiscard]] QString itemText(const QString &item) const;

    PanelContext m_context;
    IntentType m_type = IntentType::Bid;
    QList<QToolButton *> m_types;
    QComboBox *m_session;
    QComboBox *m_item;
    QLabel *m_partyLabel;
    QLineEdit *m_party;
    QLabel *m_partyNote;
    QComboBox *m_side;
    QLabel *m_sideLabel;
    QLabel *m_amountLabel;
    AmountEdit *m_amount;
    QComboBox *m_expires;
    QLabel *m_effectTitle;
    QLabel *m_deltaLabel;
    QLabel *m_deltaValue;
    QLabel *m_feeValue;
    QLabel *m_freeValue;
    QLabel *m_worst;
    QLabel *m_limitTitle;
    QLabel *m_limitLeft;
    LimitMeter *m_meter;
    MeterLegend *m_legend;
    QLabel *m_why;
    QPushButton *m_clear;
    QPushButton *m_review;
    bool m_loading = false;
    bool m_submitting = false; ///< from the press of Review until the node has answered or the person has declined
};

} // namespace paradox::ui
