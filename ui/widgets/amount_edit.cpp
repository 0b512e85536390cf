#include "ui/widgets/amount_edit.h"

#include "ui/theme/desk_style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/wrap_row.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace paradox::ui {

using models::AmountInputError;
using models::AmountUnit;

namespace {

/// A line edit whose unit stands inside, at the right, as long as it takes no digit's place.
class UnitEdit : public QLineEdit {
public:
    UnitEdit(const Theme &theme, const QString &unit, QWidget *parent) : QLineEdit(parent), m_theme(theme), m_unit(unit)
    {
        setFont(theme.font(Face::Amount));
        connect(this, &QLineEdit::textChanged, this, &UnitEdit::fit);
        fit();
    }

    /// Room for nine digits with the unit, which makes way for more: both fields stand side by side in a narrow dock.
    [[nodiscard]] QSize sizeHint() const override
    {
        const int digits = QFontMetrics(font()).horizontalAdvance(QStringLiteral("000 000 000"));
        return {digits + unitWidth() + 16, QLineEdit::sizeHint().height()};
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLineEdit::resizeEvent(event);
        fit();
    }

    void paintEvent(QPaintEvent *event) override
    {
        QLineEdit::paintEvent(event);
        if (textMargins().right() == 0)
            return;
        QPainter painter(this);
        painter.setFont(m_theme.font(Face::Body));
        painter.setPen(m_theme.color(Token::TextTertiary));
        painter.drawText(rect().adjusted(0, 0, -9, 0), Qt::AlignVCenter | Qt::AlignRight, m_unit);
    }

private:
    [[nodiscard]] int unitWidth() const { return QFontMetrics(m_theme.font(Face::Body)).horizontalAdvance(m_unit) + 8; }

    void fit()
    {
        constexpr int frame = 16;
        const bool fits = fontMetrics().horizontalAdvance(text()) + unitWidth() + frame <= width();
        setTextMargins(0, 0, fits ? unitWidth() : 0, 0);
    }

    const Theme &m_theme;
    QString m_unit;
};

} // namespace

QString amountProblemText(AmountInputError error, AmountUnit unit)
{
    const bool isSol = unit == AmountUnit::Sol;
    switch (error) {
    case AmountInputError::Empty:
        return {};
    case AmountInputError::NotANumber:
        return isSol ? AmountEdit::tr("Not an amount: write digits and at most one decimal point, as in 12.5")
                     : AmountEdit::tr("Not an amount: write digits only, as in 12500000000");
    case AmountInputError::TooManyDecimals:
        return isSol ? AmountEdit::tr("SOL has nine decimals: the smallest amount is 0.000000001")
                     : AmountEdit::tr("Lamports are whole: write decimals into the SOL field");
    case AmountInputError::TooLarge:
        return AmountEdit::tr("Larger than any amount there is: at most %1 SOL").arg(models::shortSol(amountMax.value));
    case AmountInputError::Ambiguous:
        return isSol ? AmountEdit::tr("This can be read as two amounts: write it without group marks, as in 1000.5")
                     : AmountEdit::tr("This can be read as two amounts: write digits only, as in 12500000000");
    }
    return {};
}

AmountEdit::AmountEdit(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_sol(new UnitEdit(theme, QStringLiteral("SOL"), this)),
      m_lamports(new UnitEdit(theme, QStringLiteral("lamports"), this)),
      m_problem(new QLabel(this))
{
    m_sol->setObjectName(QStringLiteral("amountSol"));
    m_sol->setAccessibleName(tr("Amount in SOL"));
    m_lamports->setObjectName(QStringLiteral("amountLamports"));
    m_lamports->setAccessibleName(tr("Amount in lamports"));
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *fields = new WrapRow;
    fields->setSpacing(6);
    fields->addGrowing(m_sol);
    fields->addGrowing(m_lamports);
    column->addLayout(fields);
    column->addWidget(m_problem);
    m_sol->installEventFilter(this);
    m_lamports->installEventFilter(this);
    setFocusProxy(m_sol);
    connect(m_sol, &QLineEdit::textEdited, this, [this] { read(m_sol, AmountUnit::Sol); });
    connect(m_lamports, &QLineEdit::textEdited, this, [this] { read(m_lamports, AmountUnit::Lamports); });
}

QString AmountEdit::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

QString AmountEdit::lack() const
{
    if (m_amount)
        return {};
    return problem().isEmpty() ? tr("Enter an amount") : tr("Correct the amount");
}

void AmountEdit::setAmount(std::optional<Lamports> amount)
{
    m_amount = amount;
    m_sol->setText(amount ? models::shortSol(amount->value) : QString());
    m_lamports->setText(amount ? models::formatCount(amount->value) : QString());
    say({}, nullptr);
    Q_EMIT changed();
}

void AmountEdit::say(const QString &problem, const QLineEdit *wrong)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    for (QLineEdit *field : {m_sol, m_lamports}) {
        field->setAccessibleDescription(problem);
        restyle(*field, "wrong", field == wrong && !problem.isEmpty());
    }
}

void AmountEdit::read(QLineEdit *from, AmountUnit unit)
{
    QLineEdit *other = from == m_sol ? m_lamports : m_sol;
    auto parsed = models::parseAmount(from->text(), unit, locale());
    if (parsed && *parsed > amountMax.value)
        parsed = std::unexpected(AmountInputError::TooLarge);
    m_amount = parsed ? std::optional(Lamports{*parsed}) : std::nullopt;
    if (parsed)
        other->setText(unit == AmountUnit::Sol ? models::formatCount(*parsed) : models::shortSol(*parsed));
    else
        other->clear();
    say(parsed ? QString() : amountProblemText(parsed.error(), unit), from);
    Q_EMIT changed();
}

void AmountEdit::step(QLineEdit *field, int direction)
{
    if (!m_amount)
        return;
    // The digit left of the caret changes by one, in whole base units.
    const QString text = field->text();
    const int caret = field->cursorPosition();
    std::uint64_t unit = 1;
    if (field == m_sol) {
        const qsizetype point = text.indexOf(u'.') < 0 ? text.size() : text.indexOf(u'.');
        qsizetype exponent = caret <= point ? 9 + std::max<qsizetype>(0, point - caret) : 9 - (caret - point - 1);
        exponent = std::clamp<qsizetype>(exponent, 0, 18);
        for (qsizetype i = 0; i < exponent; ++i)
            unit *= 10;
    } else {
        const auto digits = std::ranges::count_if(text.mid(caret), [](QChar c) { return c.isDigit(); });
        for (qsizetype i = 0; i < std::min<qsizetype>(digits, 18); ++i)
            unit *= 10;
    }
    const auto moved = direction > 0 ? checkedAdd(*m_amount, {unit}) : checkedSub(*m_amount, {unit});
    if (!moved || *moved > amountMax)
        return;
    setAmount(moved);
    field->setCursorPosition(std::min<int>(caret, static_cast<int>(field->text().size())));
}

bool AmountEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && (watched == m_sol || watched == m_lamports)) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            step(static_cast<QLineEdit *>(watched), key == Qt::Key_Up ? 1 : -1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace paradox::ui
