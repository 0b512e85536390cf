#include "ui/wizard/pages.h"

#include "models/format.h"
#include "models/settings.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QUrl>
#include <QVBoxLayout>

#include <memory>

namespace paradox::ui {

namespace setting = models::setting;

WizardPage::WizardPage(const WizardContext &context, const QString &step, const QString &title, const QString &sentence)
    : m_context(context),
      m_step(step),
      m_body(new QVBoxLayout(this))
{
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(6);
    auto *head = new QLabel(title, this);
    head->setFont(context.theme.font(Face::Page));
    m_body->addWidget(head);
    auto *text = new QLabel(sentence, this);
    text->setProperty("tone", QStringLiteral("secondary"));
    text->setWordWrap(true);
    m_body->addWidget(text);
    m_body->addSpacing(10);
    auto *frame = new QFrame(this);
    frame->setProperty("box", true);
    m_box = new QVBoxLayout(frame);
    m_box->setContentsMargins(16, 14, 16, 14);
    m_box->setSpacing(6);
    m_body->addWidget(frame);
    m_body->addStretch(1);
}

QRadioButton *WizardPage::choice(const QString &id, const QString &name, const QString &sentence)
{
    if (m_box->count() > 0) {
        auto *rule = new QFrame(this);
        rule->setProperty("rule", true);
        m_box->addSpacing(6);
        m_box->addWidget(rule);
        m_box->addSpacing(6);
    }
    auto *button = new QRadioButton(name, this);
    button->setObjectName(id);
    button->setAccessibleName(name);
    button->setAccessibleDescription(sentence);
    button->setFont(m_context.theme.font(Face::Strong));
    m_box->addWidget(button);
    auto *text = new QLabel(sentence, this);
    text->setProperty("tone", QStringLiteral("secondary"));
    text->setWordWrap(true);
    text->setContentsMargins(22, 0, 0, 0);
    m_box->addWidget(text);
    connect(button, &QRadioButton::toggled, this, &WizardPage::changed);
    return button;
}

RolePage::RolePage(const WizardContext &context)
    : WizardPage(context, tr("Role"), tr("What you do here"),
                 tr("It chooses the first workspace. Everything stays reachable."))
{
    m_trader = choice(QStringLiteral("roleTrader"), tr("Trader"),
                      tr("Signs intents under session limits and watches them settle."));
    m_operator = choice(QStringLiteral("roleOperator"), tr("Operator"),
                        tr("Watches batches, transactions and the node. Needs a role at the node, not a wallet."));
    (context.settings.get(setting::role) == QStringLiteral("operator") ? m_operator : m_trader)->setChecked(true);
}

QString RolePage::detail() const
{
    return m_operator->isChecked() ? tr("Operator") : tr("Trader");
}

void RolePage::leave(std::function<void(QString)> done)
{
    m_context.settings.set(setting::workspace,
                           m_operator->isChecked() ? QStringLiteral("operator") : QStringLiteral("trader"));
    done({});
}

BackendPage::BackendPage(const WizardContext &context)
    : WizardPage(context, tr("Back end"), tr("Where the node is"),
                 tr("The desk speaks to one node, over HTTP and WebSocket. Keys never go there.")),
      m_url(new QLineEdit(this))
{
    m_local = choice(QStringLiteral("backendLocal"), tr("Local node"),
                     tr("A complete node with its own test ledger runs as a child of the desk and stops with it."));
    m_demo = choice(QStringLiteral("backendDemo"), tr("Demo market"),
                    tr("A local node of its own with simulated traders, to look around. Nothing there is worth money, "
                       "and no key is needed."));
    m_remote =
        choice(QStringLiteral("backendRemote"), tr("Remote node"), tr("A node that somebody runs, by its address."));
    m_url->setObjectName(QStringLiteral("backendUrl"));
    m_url->setAccessibleName(tr("Address of the node"));
    m_url->setPlaceholderText(QStringLiteral("https://node.example.org"));
    m_url->setText(context.settings.get(setting::url));
    boxLayout()->addWidget(m_url);
    connect(m_url, &QLineEdit::textChanged, this, &WizardPage::changed);
    connect(m_remote, &QRadioButton::toggled, m_url, &QWidget::setEnabled);
    m_url->setEnabled(false);
    const QString kept = context.settings.get(setting::backend);
    (kept == QStringLiteral("remote") ? m_remote : kept == QStringLiteral("demo") ? m_demo : m_local)->setChecked(true);
}

QString BackendPage::detail() const
{
    return m_remote->isChecked() ? tr("Remote node") : m_demo->isChecked() ? tr("Demo market") : tr("Local node");
}

QString BackendPage::problem() const
{
    if (!m_remote->isChecked())
        return {};
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    const bool loopback = url.host() == QStringLiteral("127.0.0.1") || url.host() == QStringLiteral("localhost");
    if (!url.isValid() || url.host().isEmpty())
        return m_url->text().trimmed().isEmpty() ? tr("Enter the address of the node")
                                                 : tr("This is no address; one looks like https://node.example.org");
    if (url.scheme() != QStringLiteral("https") && !(url.scheme() == QStringLiteral("http") && loopback))
        return tr("A node that is not on this computer needs https");
    // Only the origin is used: what else was typed would be dropped without a word, or shown in the log.
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() || url.path().size() > 1)
        return tr("Only scheme, host and port: https://node.example.org");
    return {};
}

void BackendPage::leave(std::function<void(QString)> done)
{
    m_context.settings.set(setting::backend, m_remote->isChecked() ? QStringLiteral("remote")
                                             : m_demo->isChecked() ? QStringLiteral("demo")
                                                                   : QStringLiteral("local"));
    m_context.settings.set(setting::url, m_remote->isChecked() ? m_url->text().trimmed() : QString());
    done({});
}

BackupPage::BackupPage(const WizardContext &context)
    : WizardPage(context, tr("Backup check"), tr("Prove that it opens"),
                 tr("The keystore is read from disk anew and opened with what you type now.")),
      m_address(new QLabel(this)),
      m_passphrase(new QLineEdit(this)),
      m_file(new QLineEdit(this))
{
    auto *label = new QLabel(tr("Address of the wallet"), this);
    label->setProperty("tone", QStringLiteral("secondary"));
    boxLayout()->addWidget(label);
    m_address->setFont(context.theme.font(Face::Mono));
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    boxLayout()->addWidget(m_address);
    boxLayout()->addSpacing(8);
    auto *ask = new QLabel(tr("&Passphrase"), this);
    ask->setBuddy(m_passphrase);
    ask->setProperty("tone", QStringLiteral("secondary"));
    boxLayout()->addWidget(ask);
    m_passphrase->setObjectName(QStringLiteral("backupPassphrase"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setMaximumWidth(context.theme.px(340));
    boxLayout()->addWidget(m_passphrase);
    boxLayout()->addSpacing(8);
    m_file->setObjectName(QStringLiteral("keystoreFile"));
    m_file->setAccessibleName(tr("Keystore file to copy to a safe place"));
    m_file->setReadOnly(true);
    auto *fileLabel = new QLabel(tr("Copy this file to a safe place; it opens with the same passphrase"), this);
    fileLabel->setProperty("tone", QStringLiteral("secondary"));
    boxLayout()->addWidget(fileLabel);
    boxLayout()->addWidget(m_file);
    connect(m_passphrase, &QLineEdit::textChanged, this, &WizardPage::changed);
}

QString BackupPage::detail() const
{
    return tr("Prove that it opens");
}

bool BackupPage::applies() const
{
    return m_context.settings.get(setting::hasKey);
}

QString BackupPage::problem() const
{
    return m_passphrase->text().isEmpty() ? tr("Type the passphrase") : QString();
}

void BackupPage::enter()
{
    m_address->setText(models::inFours(m_context.settings.get(setting::address)));
    m_file->setText(m_context.keys.keystorePath());
    m_passphrase->setFocus();
}

void BackupPage::leave(std::function<void(QString)> done)
{
    QString text = m_passphrase->text();
    auto secret = takeSecret(text);
    m_passphrase->clear();
    auto copy = secret ? signer::SecureBuffer::copyOf(secret->span()) : std::nullopt;
    if (!copy)
        return done(tr("There is no memory that may be locked for the passphrase"));
    auto again = std::make_shared<signer::SecureBuffer>(std::move(*copy));
    m_context.keys.checkPassphrase(std::move(*secret), this, [this, again, done](const QString &problem) {
        if (!problem.isEmpty())
            return done(problem);
        // A key that was here before is open from now on: nobody is asked again for what he just typed.
        m_context.keys.unlock(std::move(*again), this, done);
    });
}

} // namespace paradox::ui
