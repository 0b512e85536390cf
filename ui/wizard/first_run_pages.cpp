#include "ui/wizard/pages.h"

#include "domain/base58.h"
#include "models/format.h"
#include "models/settings.h"
#include "ui/signing/key_room.h"
#include "ui/theme/desk_style.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSet>
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

KeyPage::KeyPage(const WizardContext &context)
    : WizardPage(
          context, tr("Key"), tr("Your key"),
          tr("The key owns your wallet and grants sessions. It stays on this computer and never enters the node.")),
      m_form(new QWidget(this)),
      m_name(new QLineEdit(tr("Main wallet"), this)),
      m_passphrase(new QLineEdit(this)),
      m_again(new QLineEdit(this)),
      m_address(new QLineEdit(this)),
      m_secret(new QPlainTextEdit(this)),
      m_readFile(new QPushButton(tr("From a &file…"), this)),
      m_strength(new QLabel(this)),
      m_equal(new QLabel(this))
{
    m_create = choice(
        QStringLiteral("keyCreate"), tr("Create a new key"),
        tr("Encrypted file, Argon2id and XChaCha20-Poly1305. The next page makes you open it before you go on."));
    m_import = choice(QStringLiteral("keyImport"), tr("Import a key"),
                      tr("Solana CLI JSON or base58. You see the address on the next page."));
    m_watch = choice(QStringLiteral("keyWatch"), tr("Watch only"),
                     tr("An address without a key. Everything can be seen, nothing can be signed."));
    m_none = choice(QStringLiteral("keyNone"), tr("No key"),
                    tr("For operators and the demo market. Watching needs no wallet."));
    m_keep = choice(QStringLiteral("keyKeep"), tr("Keep the key that is here"),
                    tr("A keystore that is on this computer already is used as it is and never overwritten."));
    auto *grid = new QGridLayout(m_form);
    grid->setContentsMargins(0, 10, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnMinimumWidth(0, context.theme.px(84));
    grid->setColumnStretch(2, 1);
    const auto row = [&](const QString &label, QWidget *field, const char *id, const QString &name, QWidget *note) {
        const int at = grid->rowCount();
        auto *text = new QLabel(label, m_form);
        text->setProperty("tone", QStringLiteral("secondary"));
        text->setBuddy(field);
        field->setObjectName(QString::fromLatin1(id));
        field->setAccessibleName(name);
        grid->addWidget(text, at, 0, Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(field, at, 1);
        if (note != nullptr)
            grid->addWidget(note, at, 2);
        connect(this, &WizardPage::changed, text, [text, field] { text->setVisible(!field->isHidden()); });
    };
    m_name->setMinimumWidth(context.theme.px(300));
    row(tr("&Name"), m_name, "keyName", tr("Name of the wallet"), nullptr);
    m_secret->setProperty("field", true);
    m_secret->setFixedHeight(context.theme.px(58));
    m_secret->setTabChangesFocus(true);
    m_readFile->setObjectName(QStringLiteral("keyFile"));
    m_readFile->setAccessibleName(tr("Read the secret key from a file"));
    m_readFile->setAutoDefault(false);
    connect(m_readFile, &QPushButton::clicked, this, [this] {
        auto *chooser = new QFileDialog(this, tr("File of the secret key"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(QFileDialog::ExistingFile);
        connect(chooser, &QFileDialog::fileSelected, this, &KeyPage::readSecret);
        chooser->open();
    });
    row(tr("&Secret"), m_secret, "keySecret", tr("Secret key to import"), m_readFile);
    row(tr("A&ddress"), m_address, "keyAddress", tr("Address to watch"), nullptr);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_again->setEchoMode(QLineEdit::Password);
    row(tr("&Passphrase"), m_passphrase, "keyPassphrase", tr("Passphrase"), m_strength);
    row(tr("&Again"), m_again, "keyAgain", tr("Passphrase again"), m_equal);
    body()->insertWidget(body()->count() - 1, m_form);
    auto *note = new QLabel(
        tr("There is no recovery by anyone else. Without the keystore and its passphrase, the key is lost."), this);
    note->setProperty("tone", QStringLiteral("secondary"));
    body()->addWidget(note);
    for (QLineEdit *field : {m_name, m_passphrase, m_again, m_address})
        connect(field, &QLineEdit::textChanged, this, &KeyPage::refresh);
    connect(m_secret, &QPlainTextEdit::textChanged, this, &KeyPage::refresh);
    for (QRadioButton *button : {m_keep, m_create, m_import, m_watch, m_none})
        connect(button, &QRadioButton::toggled, this, &KeyPage::refresh);
    m_create->setChecked(true);
}

void KeyPage::readSecret(const QString &path)
{
    constexpr qint64 secretBytesMax = 4096; // a key file has a few hundred
    QFile file(path);
    QByteArray bytes;
    if (!file.open(QIODevice::ReadOnly))
        m_fileProblem = tr("The file cannot be read: %1").arg(file.errorString());
    else if (file.size() > secretBytesMax)
        m_fileProblem = tr("The file is too large for a key");
    else {
        m_fileProblem.clear();
        bytes = file.readAll();
    }
    m_secret->setPlainText(QString::fromUtf8(bytes));
    signer::wipeMemory(bytes.data(), static_cast<std::size_t>(bytes.size()));
    refresh();
}

void KeyPage::enter()
{
    const bool here = m_context.keys.exists();
    const QString hereAlready = tr("A keystore is on this computer already; it is never overwritten");
    m_keep->setToolTip(here ? QString() : tr("There is no keystore on this computer yet"));
    m_create->setToolTip(here ? hereAlready : QString());
    m_import->setToolTip(here ? hereAlready : QString());
    m_keep->setEnabled(here);
    m_create->setEnabled(!here);
    m_import->setEnabled(!here);
    if (here)
        m_keep->setChecked(true);
    else if (m_context.settings.get(setting::workspace) == QStringLiteral("operator") ||
             m_context.settings.get(setting::backend) == QStringLiteral("demo"))
        m_none->setChecked(true);
    refresh();
}

void KeyPage::refresh()
{
    const bool makes = m_create->isChecked() || m_import->isChecked();
    for (QWidget *field : std::initializer_list<QWidget *>{m_name, m_passphrase, m_again, m_strength, m_equal})
        field->setVisible(makes);
    m_secret->setVisible(m_import->isChecked());
    m_readFile->setVisible(m_import->isChecked());
    m_address->setVisible(m_watch->isChecked());
    // A floor for what guessing costs: length and the kinds of characters, said plainly as an estimate.
    const QString text = m_passphrase->text();
    const QSet<QChar> kinds(text.begin(), text.end());
    const qsizetype bits = std::min<qsizetype>(text.size() * 4, kinds.size() * 6);
    restyle(*m_strength, "tone", bits >= 60 ? QStringLiteral("good") : QStringLiteral("tertiary"));
    m_strength->setText(text.isEmpty() ? QString()
                        : bits >= 60   ? tr("strong: about %1 bits").arg(bits)
                                       : tr("about %1 bits").arg(bits));
    m_equal->setProperty("tone", QStringLiteral("secondary"));
    m_equal->setText(m_again->text().isEmpty() ? QString()
                     : m_again->text() == text ? tr("equal")
                                               : tr("not equal yet"));
    Q_EMIT changed();
}

QString KeyPage::detail() const
{
    return m_none->isChecked() ? tr("No key") : m_watch->isChecked() ? tr("Watch only") : tr("Who signs");
}

QString KeyPage::problem() const
{
    if (m_watch->isChecked())
        return fromBase58<PublicKey>(m_address->text().trimmed().toStdString()) ? QString()
                                                                                : tr("Enter an address in base58");
    if (!m_create->isChecked() && !m_import->isChecked())
        return {};
    if (m_name->text().trimmed().isEmpty())
        return tr("Give the wallet a name");
    if (m_import->isChecked() && m_secret->toPlainText().trimmed().isEmpty())
        return m_fileProblem.isEmpty() ? tr("Paste the secret key, or read it from a file") : m_fileProblem;
    if (m_passphrase->text().toUtf8().size() < static_cast<qsizetype>(signer::FileKeystore::passphraseBytesMin))
        return tr("The passphrase needs at least eight characters");
    return m_passphrase->text() == m_again->text() ? QString() : tr("The passphrases are not equal");
}

void KeyPage::leaveWithoutKey(const std::function<void(QString)> &done)
{
    models::Settings &settings = m_context.settings;
    if (m_keep->isChecked()) {
        for (const signer::KeyEntry &entry : m_context.keys.keys()) {
            if (entry.kind == signer::KeyKind::Wallet) {
                settings.set(setting::address, models::keyText(entry.publicKey));
                settings.set(setting::walletName, QString::fromStdString(entry.label));
                break;
            }
        }
        settings.set(setting::hasKey, true);
    } else {
        settings.set(setting::hasKey, false);
        settings.set(setting::address, m_watch->isChecked() ? m_address->text().trimmed() : QString());
    }
    done({});
}

void KeyPage::leave(std::function<void(QString)> done)
{
    if (!m_create->isChecked() && !m_import->isChecked())
        return leaveWithoutKey(done);
    QString text = m_passphrase->text();
    auto secret = takeSecret(text);
    if (!secret)
        return done(tr("There is no memory that may be locked for the passphrase"));
    NewWallet wallet{.label = m_name->text().trimmed(), .secret = nullptr};
    if (m_import->isChecked()) {
        QString imported = m_secret->toPlainText().trimmed();
        auto locked = takeSecret(imported);
        if (!locked)
            return done(tr("There is no memory that may be locked for the key"));
        wallet.secret = std::make_shared<const signer::SecureBuffer>(std::move(*locked));
    }
    m_context.keys.create(std::move(*secret), wallet, this,
                          [this, name = wallet.label, done](const QString &problem, const PublicKey &made) {
                              if (!problem.isEmpty())
                                  return done(problem);
                              m_context.settings.set(setting::address, models::keyText(made));
                              m_context.settings.set(setting::walletName, name);
                              m_context.settings.set(setting::hasKey, true);
                              m_passphrase->clear();
                              m_again->clear();
                              m_secret->clear();
                              done({});
                          });
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
