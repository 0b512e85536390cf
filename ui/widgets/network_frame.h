#pragma once

#include <QLabel>

namespace paradox::ui {

class Theme;

/// The network's name, framed, in the colour of what is at stake there. It is a word first: no colour alone.
class NetworkFrame : public QLabel {
    Q_OBJECT

public:
    explicit NetworkFrame(const Theme &theme, QWidget *parent = nullptr);
    void setNetwork(const QString &network);

private:
    void paintFrame();

    const Theme &m_theme;
};

} // namespace paradox::ui
