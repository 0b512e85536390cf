#pragma once

#include "models/state_word.h"
#include "ui/panels/batch_detail/proof.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QStackedLayout;

namespace paradox::ui {

class StatePill;

/// What this desk recomputed of one trade's receipt: the checks, and the way from the leaf to the intents root.
class ProofView : public QWidget {
    Q_OBJECT

public:
    ProofView(const PanelContext &context, QWidget *parent = nullptr);
    void clear();
    /// Says whose receipt it is ("Trade 18398873").
    void show(const QString &subject, const Proof &proof);
    [[nodiscard]] const QString &receipt() const { return m_receipt; } ///< JSON; empty while none is shown

private:
    void addRow(const models::StateWord &found, const QString &what, QWidget *value, const QString &note);
    [[nodiscard]] QWidget *hashLabel(const Hash &hash);
    [[nodiscard]] QWidget *wordsLabel(const QString &words);
    void fill(const Proof &proof);

    PanelContext m_context;
    QString m_receipt;
    StatePill *m_verdict;
    QLabel *m_title;
    QLabel *m_about;
    QWidget *m_page = nullptr; ///< of the rows; made anew for each proof
    QWidget *m_frame;
    QGridLayout *m_rows = nullptr;
    QStackedLayout *m_stack;
};

} // namespace paradox::ui
