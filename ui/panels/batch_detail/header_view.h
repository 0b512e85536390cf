#pragma once

#include "models/rows.h"
#include "netting/batch_header.h"
#include "ui/panels/panel_context.h"

#include <QScrollArea>

#include <functional>
#include <optional>

class QGridLayout;
class QLabel;

namespace paradox::ui {

/// The header of a batch: decoded from its bytes once it is netted, before that what the node says of it.
class HeaderView : public QScrollArea {
    Q_OBJECT

public:
    HeaderView(const PanelContext &context, QWidget *parent = nullptr);
    void show(const models::BatchRow &batch, const std::optional<netting::HeaderBytes> &bytes);

private:
    enum class Form { Line, Key };
    /// One row; it is made once, so that what a person has selected or focused in it stays.
    void put(int row, const QString &name, const QString &value, Form form);
    void showClaimed(const models::BatchRow &batch);
    void showDecoded(const netting::HeaderBytes &bytes, const netting::BatchHeader &header);
    void leave(int rows);

    PanelContext m_context;
    QLabel *m_about;
    QGridLayout *m_rows;
    QLabel *m_bytes;
    std::vector<Form> m_forms; ///< of the rows there are
};

} // namespace paradox::ui
