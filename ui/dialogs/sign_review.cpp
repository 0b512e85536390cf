#include "ui/dialogs/sign_review.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "models/rows.h"
#include "ui/desk/desk_core.h"
#include "ui/theme/theme.h"
#include "ui/widgets/countdown_button.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/limit_meter.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/network_frame.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/tab_order.h"
#include "ui/widgets/wrap_row.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>

namespace paradox::ui {
namespace {

using models::AmountUnit;
using models::formatAmount;

QString hexLines(const Bytes &bytes)
{
    QStringList lines;
    for (std::size_t at = 0; at < bytes.size(); at += 16) {
        QString line = QString::number(at, 16).rightJustified(3, u'0') + QStringLiteral("  ");
        for (std::size_t i = at; i < std::min(at + 16, bytes.size()); ++i) {
            line += QString::number(bytes[i], 16).rightJustified(2, u'0');
            if ((i - at) % 4 == 3)
                line += u' ';
        }
        lines << line;
    }
    return lines.join(u'\n');
}

QString verbOf(IntentType type)
{
    switch (type) {
    case IntentType::Trade:
        return SignReview::tr("Trade %1 for %2 SOL");
    case IntentType::Bid:
        return SignReview::tr("Bid %2 SOL for %1");
    case IntentType::BuyNow:
        return SignReview::tr("Buy %1 now for at most %2 SOL");
    case IntentType::List:
        return SignReview::tr("List %1 for %2 SOL");
    }
    return {};
}

QString titleOf(const signer::SignRequest &request, const models::KeyNames &names)
{
    if (const auto *intent = std::get_if<Intent>(&request.content)) {
        const QString item = models::keyText(intent->item);
        const QString name = names.nameOf(item);
        return verbOf(intent->type)
            .arg(name.isEmpty() ? models::elided(item, 6) : name, models::shortSol(intent->amount.value));
    }
    if (const auto *text = std::get_if<signer::SignInRequest>(&request.content)) {
        const QString host = QString::fromStdString(text->text.domain);
        return text->grant ? SignReview::tr("Grant a session and sign in to %1").arg(host)
                           : SignReview::tr("Sign in to %1").arg(host);
    }
    if (std::holds_alternative<signer::CancelRequest>(request.content))
        return SignReview::tr("Cancel an intent");
    if (const auto *revocation = std::get_if<Revocation>(&request.content))
        return revocation->session.isZero() ? SignReview::tr("Revoke every session")
                                            : SignReview::tr("Revoke a session");
    return SignReview::tr("Sign a transaction");
}

/// What a dialog may take of its screen, its own frame and the desktop's bars aside.
QSize roomOn(const QWidget &dialog)
{
    constexpr int around = 80;
    return dialog.screen()->availableSize() - QSize(around, around);
}

/// Nothing for what has passed: the bytes may say any time.
std::int64_t untilMs(UnixSeconds time, UnixSeconds now)
{
    return time > now ? toMillis(time).value - toMillis(now).value : 0;
}

QString timeText(UnixSeconds time)
{
    return models::formatDateTime(toMillis(time));
}

} // namespace

SignReview::SignReview(const Theme &theme, DeskCore &core, const signer::SignRequest &request,
                       const signer::PolicyAnswer &policy, QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_core(core),
      m_layout(new QVBoxLayout(this)),
      m_messages(new MessageStack(theme, this)),
      m_holdMs(policy.holdOffMs)
{
    const bool maySign = policy.verdict != signer::PolicyVerdict::Refuse;
    buildHead(
        titleOf(request, core.names()),
        tr("Decoded from the %1 bytes that will be signed. Nothing here comes from a form.").arg(request.bytes.size()));
    QStringList reasons;
    for (const std::string &reason : policy.reasons)
        reasons << QString::fromStdString(reason);
    if (!reasons.isEmpty()) {
        m_messages->post({maySign ? MessageLevel::Warning : MessageLevel::Critical,
                          maySign ? tr("Look twice") : tr("Not signable"),
                          reasons.join(u' '),
                          maySign ? QString() : QStringLiteral("POLICY_REFUSES"),
                          {}});
        m_shown << reasons;
    }
    if (core.freshness().state() != models::FreshState::Live) {
        m_messages->post(
            {MessageLevel::Warning,
             tr("The data is not live"),
             tr("%1. The bytes are exact all the same; balances may have moved.").arg(core.freshness().word()),
             QStringLiteral("FEED_SILENT"),
             {}});
    }
    buildFields(request);
    if (const auto *intent = std::get_if<Intent>(&request.content))
        buildEffect(*intent);
    buildFoot(request.bytes, maySign);
    fitToScreen();
    startHold();
}

SignReview::SignReview(const Theme &theme, DeskCore &core, const signer::Refusal &refusal, const Bytes &bytes,
                       QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_core(core),
      m_layout(new QVBoxLayout(this)),
      m_messages(new MessageStack(theme, this))
{
    buildHead(tr("Sign request"), tr("%1 bytes that this desk does not sign.").arg(bytes.size()));
    const std::string_view code = toText(refusal.code);
    const QString words = QString::fromStdString(refusal.words);
    m_messages->post({MessageLevel::Critical,
                      tr("Not signable"),
                      words,
                      QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size())),
                      {}});
    m_shown << words;
    buildFoot(bytes, false);
    m_hex->show();
}

void SignReview::buildHead(const QString &title, const QString &sentence)
{
    setWindowTitle(tr("Review and sign"));
    setObjectName(QStringLiteral("signReview"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(std::min(m_theme.px(720), roomOn(*this).width()));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(10);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 14, 16, 0);
    head->setSpacing(4);
    auto *titleRow = new QHBoxLayout;
    auto *name = new QLabel(title, this);
    name->setObjectName(QStringLiteral("reviewTitle"));
    name->setFont(m_theme.font(Face::Lead));
    name->setWordWrap(true);
    titleRow->addWidget(name, 1);
    auto *network = new NetworkFrame(m_theme, this);
    network->setObjectName(QStringLiteral("reviewNetwork"));
    network->setNetwork(m_core.network());
    titleRow->addWidget(network, 0, Qt::AlignTop);
    head->addLayout(titleRow);
    auto *second = new QLabel(sentence, this);
    second->setProperty("tone", QStringLiteral("secondary"));
    second->setWordWrap(true);
    head->addWidget(second);
    m_layout->addLayout(head);
    auto *bars = new QVBoxLayout;
    bars->setContentsMargins(16, 0, 16, 0);
    bars->addWidget(m_messages);
    m_layout->addLayout(bars);
    m_shown << title << m_core.network();
}

QLabel *SignReview::valueLabel(const QString &text, bool mono)
{
    auto *label = new QLabel(text, m_fieldBox);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (mono)
        label->setFont(m_theme.font(Face::Mono));
    m_shown << text;
    return label;
}

QWidget *SignReview::fullKey(const QString &key)
{
    auto *label = new KeyLabel(m_theme, KeyLabel::Form::Full, m_fieldBox);
    label->setKey({m_core.names().nameOf(key), key, {}});
    m_shown << key;
    return label;
}

void SignReview::addRow(const QString &offset, const QString &name, QWidget *value, const QString &remark,
                        bool attention)
{
    const int row = m_fields->rowCount();
    auto *at = new QLabel(offset, m_fieldBox);
    at->setFont(m_theme.font(Face::Mono));
    at->setProperty("tone", QStringLiteral("tertiary"));
    m_fields->addWidget(at, row, 0, Qt::AlignRight | Qt::AlignTop);
    auto *label = new QLabel(name, m_fieldBox);
    label->setProperty("tone", QStringLiteral("secondary"));
    m_fields->addWidget(label, row, 1, Qt::AlignTop);
    m_fields->addWidget(value, row, 2, Qt::AlignTop);
    auto *note = new QLabel(remark, m_fieldBox);
    note->setProperty("tone", attention ? QStringLiteral("attention") : QStringLiteral("tertiary"));
    m_fields->addWidget(note, row, 3, Qt::AlignRight | Qt::AlignTop);
    m_shown << name << remark;
}

void SignReview::buildFields(const signer::SignRequest &request)
{
    auto *frame = new QFrame(this);
    frame->setProperty("box", true);
    m_fieldBox = frame;
    m_fields = new QGridLayout(frame);
    m_fields->setContentsMargins(14, 10, 14, 10);
    m_fields->setHorizontalSpacing(12);
    m_fields->setVerticalSpacing(6);
    m_fields->setColumnStretch(2, 1);
    m_fields->setColumnMinimumWidth(1, m_theme.px(110));
    if (const auto *intent = std::get_if<Intent>(&request.content)) {
        buildIntentFields(request, *intent);
    } else {
        if (const auto *cancel = std::get_if<signer::CancelRequest>(&request.content))
            addKnownIntent(cancel->intent);
        for (const signer::ReviewLine &line : reviewLines(request)) {
            const QString value = QString::fromStdString(line.value);
            const bool isKey = fromBase58<PublicKey>(line.value).has_value();
            addRow({}, QString::fromStdString(line.name), isKey ? fullKey(value) : valueLabel(value, false),
                   m_core.names().isOwn(value) ? tr("your key") : QString(), line.isWarning);
        }
    }
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("reviewScroll"));
    m_scroll->setAccessibleName(tr("What will be signed"));
    m_scroll->setProperty("ringed", true);
    m_scroll->setWidget(frame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setMinimumHeight(std::min(m_theme.px(72), frame->sizeHint().height() + 4));
    auto *row = new QVBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    row->addWidget(m_scroll);
    m_layout->addLayout(row, 1);
}

void SignReview::addKnownIntent(const IntentId &id)
{
    // The bytes hold a hash alone; what it stands for is this desk's own knowledge, and said to be that.
    const models::IntentRow *row = m_core.store().intents.find(id);
    const QString words = row == nullptr
                              ? tr("no intent that this desk shows")
                              : QStringLiteral("%1 %2, %3")
                                    .arg(models::typeWord(row->type), models::itemName(row->item, m_core.names()),
                                         models::priceText(*row));
    addRow({}, tr("In this desk"), valueLabel(words, false), row == nullptr ? QString() : models::statusWord(*row),
           row == nullptr);
}

void SignReview::fitToScreen()
{
    // Everything that is signed is seen at once, where the screen has the room; where not, it scrolls, and the buttons
    // stay.
    const QSize room = roomOn(*this);
    constexpr int frame = 4;
    constexpr int margins = 32;
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    m_scroll->setMinimumWidth(std::min(m_fieldBox->minimumSizeHint().width() + bar + frame, room.width() - margins));
    const QSize hint = sizeHint();
    const int hidden = m_fieldBox->sizeHint().height() + frame - m_scroll->sizeHint().height();
    resize(std::min(hint.width(), room.width()), std::min(hint.height() + std::max(0, hidden), room.height()));
}

void SignReview::buildIntentFields(const signer::SignRequest &request, const Intent &intent)
{
    const models::KeyNames &names = m_core.names();
    const std::int64_t now = m_core.clock().wallSeconds().value;
    const auto remarkOf = [&](const QString &key) {
        return names.isOwn(key) ? tr("your key") : names.isFirstTime(key) ? tr("first time") : QString();
    };
    const std::string_view type = toText(intent.type);
    const QString item = models::keyText(intent.item);
    const QString from = models::keyText(intent.from);
    const QString to = models::keyText(intent.to);
    const QString session = models::keyText(intent.session);
    const models::SessionRow *row = m_core.store().sessions.find(session);
    addRow(QStringLiteral("176"), tr("Type"),
           valueLabel(QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size())), false), {});
    addRow(QStringLiteral("177"), tr("Item"), fullKey(item), {});
    addRow(QStringLiteral("209"), tr("From, seller"), fullKey(from), remarkOf(from), names.isFirstTime(from));
    addRow(QStringLiteral("241"), tr("To, buyer"),
           intent.to.isZero() ? static_cast<QWidget *>(valueLabel(tr("anyone"), false)) : fullKey(to),
           intent.to.isZero() ? QString() : remarkOf(to), !intent.to.isZero() && names.isFirstTime(to));
    addRow(QStringLiteral("305"), tr("Amount"),
           valueLabel(tr("%1 SOL = %2 lamports")
                          .arg(formatAmount(intent.amount.value, AmountUnit::Sol).text(),
                               formatAmount(intent.amount.value, AmountUnit::Lamports).text()),
                      true),
           intent.type == IntentType::BuyNow ? tr("at most; the ask is paid") : QString());
    addRow(QStringLiteral("273"), tr("Currency"),
           intent.mint.isZero() ? static_cast<QWidget *>(valueLabel(tr("lamports (SOL)"), false))
                                : fullKey(models::keyText(intent.mint)),
           {});
    addRow(QStringLiteral("329"), tr("Expires"), valueLabel(timeText(intent.expiresAt), false),
           tr("in %1").arg(models::formatAge(untilMs(intent.expiresAt, {now}))));
    addRow(QStringLiteral("321"), tr("Created"), valueLabel(timeText(intent.createdAt), false), {});
    addRow(QStringLiteral("313"), tr("Nonce"), valueLabel(QString::number(intent.nonce), true), {});
    addRow(QStringLiteral("112"), tr("Session"), fullKey(session), row != nullptr ? row->status : tr("unknown session"),
           row == nullptr);
    addRow(QStringLiteral("144"), tr("Owner"), fullKey(models::keyText(intent.owner)),
           remarkOf(models::keyText(intent.owner)));
    addRow(QStringLiteral("80"), tr("Venue"), fullKey(models::keyText(intent.engine)), tr("this profile"));
    addRow(QStringLiteral("48"), tr("Program"), fullKey(models::keyText(intent.program)), tr("this profile"));
    addRow(QStringLiteral("16"), tr("Network"), valueLabel(QString::fromStdString(toBase58(intent.genesis)), true),
           m_core.network());
    addRow(QStringLiteral("337"), tr("Terms"),
           intent.terms.isZero() ? valueLabel(tr("none"), false)
                                 : valueLabel(QString::fromStdString(hexEncode(intent.terms.bytes)), true),
           {});
    m_shown << models::keyText(request.signer);
}

void SignReview::buildEffect(const Intent &intent)
{
    const models::SessionRow *row = m_core.store().sessions.find(models::keyText(intent.session));
    if (row == nullptr)
        return;
    const bool debits = sideOf(intent) == Side::Buyer;
    const models::MeterParts parts{row->maxTotal, row->spent, row->held, debits ? intent.amount.value : 0};
    auto *box = new QVBoxLayout;
    box->setContentsMargins(16, 0, 16, 0);
    box->setSpacing(6);
    auto *title = new QLabel(tr("Limits of session %1").arg(models::elided(row->session, 4)), this);
    title->setFont(m_theme.font(Face::Strong));
    title->setProperty("tone", QStringLiteral("secondary"));
    box->addWidget(title);
    auto *meter = new LimitMeter(m_theme, this);
    meter->setParts(parts);
    box->addWidget(meter);
    auto *legend = new MeterLegend(m_theme,
                                   {tr("spent %1").arg(models::shortSol(parts.spent)),
                                    tr("held %1").arg(models::shortSol(parts.held)),
                                    tr("this intent %1").arg(models::shortSol(parts.wanted))},
                                   this);
    auto *line = new QHBoxLayout;
    line->addWidget(legend);
    line->addStretch(1);
    auto *left = new QLabel(
        parts.wouldExceed()
            ? tr("%1 SOL above the limit").arg(models::shortSol(parts.overshoot()))
            : tr("%1 SOL left of %2").arg(models::shortSol(parts.left() - parts.wanted), models::shortSol(parts.limit)),
        this);
    left->setProperty("tone", parts.wouldExceed() ? QStringLiteral("bad") : QStringLiteral("secondary"));
    line->addWidget(left);
    box->addLayout(line);
    m_layout->addLayout(box);
    m_shown << left->text();
}

void SignReview::buildFoot(const Bytes &bytes, bool maySign)
{
    m_hex = new QPlainTextEdit(hexLines(bytes), this);
    m_hex->setObjectName(QStringLiteral("reviewBytes"));
    m_hex->setAccessibleName(tr("The bytes, hexadecimal"));
    m_hex->setReadOnly(true);
    m_hex->setTabChangesFocus(true);
    m_hex->setProperty("ringed", true);
    m_hex->setFont(m_theme.font(Face::Mono));
    m_hex->setFixedHeight(m_theme.px(140));
    m_hex->hide();
    m_layout->addWidget(m_hex);
    WrapRow *row = makeStrip(StripKind::Foot, this, {16, 10, 16, 10});
    QWidget *foot = row->parentWidget();
    auto *bytesButton = new QPushButton(tr("Show %1 bytes").arg(bytes.size()), foot);
    bytesButton->setObjectName(QStringLiteral("showBytes"));
    bytesButton->setAccessibleName(bytesButton->text());
    bytesButton->setProperty("flat", true);
    bytesButton->setCheckable(true);
    bytesButton->setAutoDefault(false);
    connect(bytesButton, &QPushButton::toggled, m_hex, &QWidget::setVisible);
    row->addWidget(bytesButton);
    row->addStretch();
    m_cancel = new QPushButton(maySign ? tr("Cancel") : tr("Close"), foot);
    m_cancel->setObjectName(QStringLiteral("reviewCancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_cancel->setDefault(true);
    m_cancel->setAutoDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    if (maySign) {
        auto *hint = new QLabel(tr("Enter cancels. Sign needs a click or Alt+S."), foot);
        hint->setProperty("tone", QStringLiteral("secondary"));
        row->addWidget(hint);
    }
    row->addWidget(m_cancel);
    if (maySign) {
        m_sign = new CountdownButton(m_theme, m_core.clock(), tr("Sign"), foot);
        m_sign->setObjectName(QStringLiteral("reviewSign"));
        connect(m_sign, &QPushButton::clicked, this, [this] {
            m_sign->work(tr("Signing…"));
            m_cancel->setEnabled(false);
            Q_EMIT signChosen();
        });
        auto *shortcut = new QShortcut(QKeySequence(Qt::ALT | Qt::Key_S), this);
        connect(shortcut, &QShortcut::activated, this, [this] {
            if (m_sign->isReady() && m_sign->isEnabled())
                m_sign->click();
        });
        row->addWidget(m_sign);
    }
    m_layout->addWidget(foot);
    chainTabs({this});
    m_cancel->setFocus();
}

void SignReview::startHold()
{
    if (m_sign != nullptr && m_holdMs > 0)
        m_sign->hold(m_holdMs);
}

void SignReview::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    // Who looked away starts again.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_sign != nullptr && m_cancel->isEnabled())
        startHold();
}

void SignReview::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_cancel->isEnabled())
            reject();
        return;
    }
    QDialog::keyPressEvent(event);
}

void SignReview::finishSigning(const QString &problem)
{
    if (!problem.isEmpty())
        m_core.logLine(QStringLiteral("error"), QStringLiteral("signer"), problem);
    done(problem.isEmpty() ? QDialog::Accepted : 2);
}

QString SignReview::shownText() const
{
    return m_shown.join(u'\n');
}

} // namespace paradox::ui
