#include "ui/dialogs/dialog_frame.h"

#include "ui/theme/theme.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

QVBoxLayout *frameDialog(QDialog &dialog, const Theme &theme, const DialogFrame &frame)
{
    dialog.setObjectName(frame.id);
    dialog.setWindowTitle(frame.title);
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    dialog.setMinimumWidth(theme.px(frame.width));
    auto *layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    auto *heading = new QLabel(frame.heading, &dialog);
    heading->setFont(theme.font(Face::Lead));
    layout->addWidget(heading);
    auto *sentence = new QLabel(frame.sentence, &dialog);
    sentence->setProperty("tone", QStringLiteral("secondary"));
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    return layout;
}

void addButtons(QBoxLayout &row, QDialog &dialog, QPushButton &ok, const QString &cancelId, const QString &okId)
{
    auto *cancel = new QPushButton(QDialog::tr("Cancel"), &dialog);
    cancel->setObjectName(cancelId);
    cancel->setAccessibleName(cancel->text());
    cancel->setAutoDefault(false);
    QObject::connect(cancel, &QPushButton::clicked, &dialog, &QDialog::reject);
    ok.setObjectName(okId);
    ok.setAccessibleName(ok.text());
    ok.setProperty("primary", true);
    ok.setDefault(true);
    row.addWidget(cancel);
    row.addWidget(&ok);
}

} // namespace paradox::ui
