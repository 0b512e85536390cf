#include "ui/widgets/network_frame.h"

#include "ui/theme/theme.h"

namespace paradox::ui {

NetworkFrame::NetworkFrame(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setFont(theme.font(Face::Word));
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &NetworkFrame::paintFrame);
}

void NetworkFrame::setNetwork(const QString &network)
{
    setText(network);
    setAccessibleName(tr("Network: %1").arg(network));
    paintFrame();
}

void NetworkFrame::paintFrame()
{
    const Token token = text() == QStringLiteral("mainnet")    ? Token::AlertWarning
                        : text() == QStringLiteral("localnet") ? Token::StateSettled
                                                               : Token::StateNetted;
    setStyleSheet(QStringLiteral("border:1px solid %1;color:%1;border-radius:3px;padding:2px 8px;")
                      .arg(m_theme.color(token).name()));
}

} // namespace paradox::ui
