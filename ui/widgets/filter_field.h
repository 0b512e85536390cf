#pragma once

#include "models/filter_query.h"

#include <QLineEdit>

class QLabel;
class QStringListModel;

namespace paradox::ui {

class Theme;

/// One-line query with coloured keys. A wrong query keeps the last good one in force and says why under the field.
class FilterField : public QWidget {
    Q_OBJECT

public:
    FilterField(const Theme &theme, const std::vector<models::FilterKey> &keys, const QString &example,
                QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QLineEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void queryChanged(const models::FilterQuery &query);
    void left(); ///< Esc in an empty field: the table wants the focus

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read();
    void complete();

    const Theme &m_theme;
    std::vector<models::FilterKey> m_keys;
    QLineEdit *m_edit;
    QLabel *m_reason;
    QStringListModel *m_completions;
    QString m_problem;
};

} // namespace paradox::ui
