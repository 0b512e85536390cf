#include "ui/panels/submit/submit_panel.h"

#include "domain/base58.h"
#include "ui/desk/desk_acts.h"
#include "ui/desk/desk_core.h"
#include "ui/shell/action_registry.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/limit_meter.h"
#include "ui/widgets/wrap_row.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace paradox::ui {

using models::AmountUnit;
using models::formatAmount;
using models::shortSol;

namespace {

QLabel *toned(const QString &text, const char *tone, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("tone", QString::fromLatin1(tone));
    return label;
}

using Choices = std::vector<std::pair<QString, QString>>; ///< text and what it stands for

/// Refills a box when its choices are others, and says so: a session's limits move with each intent, and neither an
/// open list nor a text that is being typed may suffer from it.
bool offer(QComboBox &box, const Choices &choices)
{
    bool isSame = box.count() == static_cast<int>(choices.size());
    for (int i = 0; isSame && i < box.count(); ++i) {
        const auto &[text, data] = choices[static_cast<std::size_t>(i)];
        isSame = box.itemText(i) == text && box.itemData(i).toString() == data;
    }
    if (isSame)
        return false;
    box.clear();
    for (const auto &[text, data] : choices)
        box.addItem(text, data);
    return true;
}

} // namespace

SubmitPanel::SubmitPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_session(new QComboBox(this)),
      m_item(new QComboBox(this)),
      m_partyLabel(toned({}, "secondary", this)),
      m_party(new QLineEdit(this)),
      m_partyNote(toned({}, "tertiary", this)),
      m_side(new QComboBox(this)),
      m_sideLabel(toned(tr("Si&de"), "secondary", this)),
      m_amountLabel(toned({}, "secondary", this)),
      m_amount(new AmountEdit(context.theme, this)),
      m_expires(new QComboBox(this)),
      m_effectTitle(new QLabel(this)),
      m_deltaLabel(toned({}, "secondary", this)),
      m_deltaValue(new QLabel(this)),
      m_feeValue(new QLabel(this)),
      m_freeValue(new QLabel(this)),
      m_worst(toned({}, "tertiary", this)),
      m_limitTitle(toned({}, "secondary", this)),
      m_limitLeft(new QLabel(this)),
      m_meter(new LimitMeter(context.theme, this)),
      m_legend(new MeterLegend(context.theme, {}, this)),
      m_why(toned({}, "tertiary", this)),
      m_clear(new QPushButton(tr("Clear"), this)),
      m_review(new QPushButton(tr("Review and sign…"), this))
{
    build();
    models::LiveStore &store = context.core.store();
    connect(&store.sessions, &models::Shelf::changed, this, &SubmitPanel::refreshSessions);
    connect(&store.items, &models::Shelf::changed, this, &SubmitPanel::refreshSessions);
    connect(&store, &models::LiveStore::balanceChanged, this, &SubmitPanel::refresh);
    connect(&store.batches, &models::Shelf::changed, this, &SubmitPanel::refresh);
    connect(&context.core, &DeskCore::healthChanged, this, &SubmitPanel::refresh);
    connect(m_session, &QComboBox::currentIndexChanged, this, &SubmitPanel::refresh);
    connect(m_item, &QComboBox::editTextChanged, this, &SubmitPanel::refresh);
    connect(m_side, &QComboBox::currentIndexChanged, this, &SubmitPanel::refresh);
    connect(m_party, &QLineEdit::textChanged, this, &SubmitPanel::refresh);
    connect(m_amount, &AmountEdit::changed, this, &SubmitPanel::refresh);
    connect(m_expires, &QComboBox::currentIndexChanged, this, &SubmitPanel::refresh);
    connect(m_clear, &QPushButton::clicked, this, &SubmitPanel::clearForm);
    connect(m_review, &QPushButton::clicked, this, &SubmitPanel::review);
    // First: what counts the form anew also keeps it as the draft.
    loadDraft();
    refreshSessions();
    setType(m_type);
}

void SubmitPanel::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("submitScroll"));
    scroll->setAccessibleName(tr("Submit form"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll, 1);
    auto *page = new QWidget(scroll);
    scroll->setWidget(page);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(10, 10, 10, 4);
    layout->setSpacing(10);
    auto *segments = new QHBoxLayout;
    segments->setSpacing(0);
    auto *group = new QButtonGroup(this);
    for (const IntentType type : {IntentType::List, IntentType::Bid, IntentType::BuyNow, IntentType::Trade}) {
        auto *button = new QToolButton(page);
        const std::string_view name = toText(type);
        button->setText(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        button->setObjectName(QStringLiteral("type.") + button->text());
        button->setAccessibleName(tr("Form %1").arg(button->text()));
        button->setCheckable(true);
        button->setProperty("segment", true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        group->addButton(button);
        segments->addWidget(button, 1);
        m_types << button;
        connect(button, &QToolButton::clicked, this, [this, type] { setType(type); });
    }
    layout->addLayout(segments);
    auto *form = new QGridLayout;
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(6);
    form->setColumnMinimumWidth(0, m_context.theme.px(74));
    form->setColumnStretch(1, 1);
    buildForm(*form);
    layout->addLayout(form);
    buildEffect(*layout);
    layout->addStretch(1);
    // Outside of what scrolls: in a low panel too, one sees what comes next and why it cannot.
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(10, 6, 10, 10);
    foot->setSpacing(8);
    m_why->setWordWrap(true);
    foot->addWidget(m_why, 1);
    m_clear->setObjectName(QStringLiteral("submitClear"));
    m_clear->setAccessibleName(tr("Clear the form"));
    m_clear->setAutoDefault(false);
    m_review->setObjectName(QStringLiteral("submitReview"));
    m_review->setAccessibleName(tr("Review and sign"));
    m_review->setProperty("primary", true);
    m_review->setAutoDefault(false);
    foot->addWidget(m_clear);
    foot->addWidget(m_review);
    outer->addLayout(foot);
}

void SubmitPanel::buildForm(QGridLayout &form)
{
    const auto row = [&](QLabel *label, QWidget *field, const char *id, const QString &name) {
        const int at = form.rowCount();
        label->setBuddy(field);
        form.addWidget(label, at, 0, Qt::AlignRight | Qt::AlignVCenter);
        form.addWidget(field, at, 1);
        field->setObjectName(QString::fromLatin1(id));
        field->setAccessibleName(name);
    };
    const auto label = [&](const QString &text) { return toned(text, "secondary", this); };
    row(label(tr("S&ession")), m_session, "submitSession", tr("Session"));
    // A long name does not widen the form.
    for (QComboBox *box : {m_session, m_item}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    m_item->setEditable(true);
    m_item->setInsertPolicy(QComboBox::NoInsert);
    m_item->lineEdit()->setPlaceholderText(tr("name or key of the item"));
    m_item->lineEdit()->setObjectName(QStringLiteral("submitItemEdit"));
    m_item->lineEdit()->setAccessibleName(tr("Item"));
    row(label(tr("&Item")), m_item, "submitItem", tr("Item"));
    m_side->addItem(tr("I sell"), QStringLiteral("sell"));
    m_side->addItem(tr("I buy"), QStringLiteral("buy"));
    row(m_sideLabel, m_side, "submitSide", tr("Side"));
    m_party->setPlaceholderText(tr("name or key"));
    row(m_partyLabel, m_party, "submitParty", tr("Counterparty"));
    m_partyNote->setWordWrap(true);
    form.addWidget(m_partyNote, form.rowCount(), 1);
    row(m_amountLabel, m_amount, "submitAmount", tr("Amount"));
    for (const auto &[text, seconds] :
         {std::pair{tr("10 min"), 600}, {tr("30 min"), 1800}, {tr("60 min"), 3600}, {tr("6 h"), 21600}})
        m_expires->addItem(text, seconds);
    m_expires->setCurrentIndex(1);
    row(label(tr("E&xpires")), m_expires, "submitExpires", tr("Expires after"));
}

void SubmitPanel::buildEffect(QVBoxLayout &layout)
{
    m_effectTitle->setFont(m_context.theme.font(Face::Strong));
    m_effectTitle->setProperty("tone", QStringLiteral("secondary"));
    layout.addWidget(m_effectTitle);
    auto *box = new QFrame(this);
    box->setProperty("box", true);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(10, 8, 10, 8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    const auto line = [&](QLabel *name, QLabel *value) {
        const int at = grid->rowCount();
        name->setParent(box);
        grid->addWidget(name, at, 0);
        value->setParent(box);
        value->setFont(m_context.theme.font(Face::Amount));
        grid->addWidget(value, at, 1, Qt::AlignRight);
    };
    line(m_deltaLabel, m_deltaValue);
    line(toned(tr("Fee (seller pays)"), "secondary", box), m_feeValue);
    line(toned(tr("Free in the vault after"), "secondary", box), m_freeValue);
    m_worst->setWordWrap(true);
    grid->addWidget(m_worst, grid->rowCount(), 0, 1, 2);
    layout.addWidget(box);
    auto *limit = new WrapRow;
    limit->addWidget(m_limitTitle);
    limit->addStretch();
    limit->addWidget(m_limitLeft);
    layout.addLayout(limit);
    layout.addWidget(m_meter);
    auto *legend = new QHBoxLayout;
    legend->addWidget(m_legend);
    legend->addStretch(1);
    layout.addLayout(legend);
}

bool SubmitPanel::buys() const
{
    return m_type == IntentType::Bid || m_type == IntentType::BuyNow ||
           (m_type == IntentType::Trade && m_side->currentData().toString() == QStringLiteral("buy"));
}

void SubmitPanel::setType(IntentType type)
{
    m_type = type;
    const QList<IntentType> order{IntentType::List, IntentType::Bid, IntentType::BuyNow, IntentType::Trade};
    m_types[order.indexOf(type)]->setChecked(true);
    refresh();
}

void SubmitPanel::focusFirst()
{
    m_session->setFocus();
}

/// As the list offers it: of items with one name, each with its key.
QString SubmitPanel::itemText(const QString &item) const
{
    const models::KeyNames &names = m_context.core.names();
    const QString name = names.nameOf(item);
    if (name.isEmpty())
        return item;
    return names.keysNamed(name).size() == 1 ? name : QStringLiteral("%1 %2").arg(name, models::elided(item, 4));
}

void SubmitPanel::refreshSessions()
{
    const QString chosen = m_session->currentData().toString();
    Choices sessions;
    m_context.core.store().sessions.forEach([&](const models::SessionRow &session) {
        if (session.status == QStringLiteral("active") && m_context.core.names().isOwn(session.owner)) {
            const QString name = m_context.core.names().nameOf(session.session);
            sessions.emplace_back(QStringLiteral("%1 %2").arg(name, models::elided(session.session, 4)).trimmed(),
                                  session.session);
        }
    });
    Choices items;
    m_context.core.store().items.forEach(
        [&](const models::ItemRow &owned) { items.emplace_back(itemText(owned.itemId), owned.itemId); });
    m_loading = true;
    if (offer(*m_session, sessions))
        m_session->setCurrentIndex(std::max(0, m_session->findData(chosen)));
    m_session->setPlaceholderText(tr("no active session"));
    const QString item = m_item->currentText();
    const int cursor = m_item->lineEdit()->cursorPosition();
    if (offer(*m_item, items)) {
        m_item->setEditText(item);
        m_item->lineEdit()->setCursorPosition(cursor);
    }
    m_loading = false;
    refresh();
}

void SubmitPanel::refresh()
{
    if (m_loading)
        return;
    m_side->setVisible(m_type == IntentType::Trade);
    m_sideLabel->setVisible(m_type == IntentType::Trade);
    const bool hasParty = m_type != IntentType::List;
    for (QWidget *part : std::initializer_list<QWidget *>{m_party, m_partyLabel})
        part->setVisible(hasParty);
    m_partyLabel->setText(buys() ? tr("From se&ller") : tr("To &buyer"));
    const QString key = party().value_or(QString());
    // What a BUY_NOW signs is a ceiling: it pays the ask.
    const bool isCeiling = m_type == IntentType::BuyNow;
    m_amountLabel->setText(isCeiling ? tr("&At most") : m_type == IntentType::List ? tr("&Ask") : tr("&Amount"));
    m_deltaLabel->setText(isCeiling ? tr("Your delta at most") : tr("Your delta with this"));
    m_partyNote->setVisible(hasParty && !key.isEmpty() && m_context.core.names().isFirstTime(key));
    m_partyNote->setText(tr("First time: never seen in your address book or signed intents"));
    const models::BatchRow *open = m_context.core.store().openBatch();
    m_effectTitle->setText(open != nullptr ? tr("If it pairs in open batch #%1").arg(open->seq)
                                           : tr("If it pairs in the next batch"));
    const std::uint64_t amount = m_amount->amount().value_or(Lamports{}).value;
    const std::uint16_t bps = m_context.core.health() ? m_context.core.health()->feeBps : 0;
    const std::uint64_t fee = feeOf({amount}, bps).value;
    const auto received = static_cast<std::int64_t>(amount - fee);
    m_deltaValue->setText(
        models::formatDelta(buys() ? -static_cast<std::int64_t>(amount) : received, AmountUnit::Sol).text());
    m_feeValue->setText(formatAmount(buys() ? 0 : fee, AmountUnit::Sol).text());
    const auto free = m_context.core.store().balance().free();
    if (!free)
        m_freeValue->setText(tr("unknown"));
    else if (buys() && amount > *free)
        m_freeValue->setText(tr("%1 short").arg(formatAmount(amount - *free, AmountUnit::Sol).text()));
    else {
        const std::uint64_t after = buys() ? *free - amount : *free + static_cast<std::uint64_t>(received);
        const QString text = formatAmount(after, AmountUnit::Sol).text();
        m_freeValue->setText(isCeiling ? tr("at least %1").arg(text) : text);
    }
    m_worst->setText(buys() ? tr("Worst case: rejected as INSOLVENT at its turn; nothing moves.")
                            : tr("Worst case: rejected as NOT_OWNER at its turn; nothing moves."));
    const models::SessionRow *session = m_context.core.store().sessions.find(m_session->currentData().toString());
    const models::MeterParts parts =
        session == nullptr ? models::MeterParts{}
                           : models::MeterParts{session->maxTotal, session->spent, session->held, buys() ? amount : 0};
    m_meter->setParts(parts);
    m_limitTitle->setText(session == nullptr ? tr("No active session")
                                             : tr("Session limit, %1 SOL").arg(shortSol(parts.limit)));
    m_limitLeft->setText(session == nullptr    ? QString()
                         : parts.wouldExceed() ? tr("%1 above the limit").arg(shortSol(parts.overshoot()))
                                               : tr("%1 left after this").arg(shortSol(parts.left() - parts.wanted)));
    m_legend->setWords({tr("spent %1").arg(shortSol(parts.spent)), tr("held %1").arg(shortSol(parts.held)),
                        tr("this %1").arg(shortSol(parts.wanted))});
    const QString why = problem();
    m_why->setText(why);
    m_review->setEnabled(why.isEmpty() && !m_submitting);
    m_review->setToolTip(why.isEmpty() ? tr("Shows what the bytes say before anything is signed (Ctrl+Return)") : why);
    saveDraft();
}

void SubmitPanel::review()
{
    // What is on its way is not sent a second time, however often the keys are pressed.
    if (m_submitting || !problem().isEmpty())
        return;
    client::IntentWish wish;
    wish.type = m_type;
    const auto keyOf = [](const QString &text) {
        return fromBase58<PublicKey>(text.toStdString()).value_or(PublicKey{});
    };
    const PublicKey own = m_context.core.wallet();
    wish.session = keyOf(m_session->currentData().toString());
    // What problem() has let pass is a key; a LIST has no other side.
    const PublicKey other = m_type == IntentType::List ? PublicKey{} : keyOf(party().value_or(QString()));
    wish.item = keyOf(item().value_or(QString()));
    wish.from = buys() ? other : own;
    wish.to = buys() ? own : other;
    wish.amount = *m_amount->amount();
    wish.lifeSeconds = m_expires->currentData().toLongLong();
    if (const models::SessionRow *session = m_context.core.store().sessions.find(m_session->currentData().toString())) {
        const std::int64_t left = session->expiresAt.value / 1000 - m_context.core.clock().wallSeconds().value;
        wish.lifeSeconds = std::max<std::int64_t>(1, std::min(wish.lifeSeconds, left));
    }
    m_submitting = true;
    saveDraft();
    m_review->setEnabled(false);
    m_context.acts.submit(wish, [this](bool worked) {
        m_submitting = false;
        if (worked)
            clearForm();
        refresh();
    });
}

void SubmitPanel::clearForm()
{
    m_item->setEditText(QString());
    m_party->clear();
    m_amount->setAmount(std::nullopt);
}

} // namespace paradox::ui
