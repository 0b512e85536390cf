#include "ui/wizard/key_page.h"

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
#include <QSet>
#include <QVBoxLayout>

#include <memory>

namespace paradox::ui {

namespace setting = models::setting;

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
      m_leadsTo(new QLabel(this)),
      m_strength(new QLabel(this)),
      m_equal(new QLabel(this))
{
    m_create = choice(
        QStringLiteral("keyCreate"), tr("Create a new key"),
        tr("Encrypted file, Argon2id and XChaCha20-Poly1305. The next page makes you open it before you go on."));
    m_import = choice(QStringLiteral("keyImport"), tr("Import a key"),
                      tr("Solana CLI JSON or base58. You see its address before anything is kept."));
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
    m_leadsTo->setObjectName(QStringLiteral("keyLeadsTo"));
    m_leadsTo->setWordWrap(true);
    grid->addWidget(m_leadsTo, grid->rowCount(), 1, 1, 2);
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
    connect(m_secret, &QPlainTextEdit::textChanged, this, &KeyPage::readAddress);
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

void KeyPage::readAddress()
{
    m_imported.reset();
    m_secretProblem.clear();
    const int reading = ++m_reading;
    QString text = m_secret->toPlainText().trimmed();
    // Of 32 bytes: the public half, which would show a wrong character, is not there.
    constexpr qsizetype seedCharsMax = 44;
    const bool isSeed = text.size() <= seedCharsMax;
    auto secret = text.isEmpty() ? std::nullopt : takeSecret(text);
    if (secret) {
        m_context.keys.addressOf(std::make_shared<const signer::SecureBuffer>(std::move(*secret)), this,
                                 [this, reading, isSeed](const QString &problem, const PublicKey &address) {
                                     if (reading != m_reading)
                                         return;
                                     m_secretProblem = problem;
                                     if (problem.isEmpty())
                                         m_imported = ReadKey{address, isSeed};
                                     refresh();
                                 });
    }
    refresh();
}

void KeyPage::sayWhereItLeads()
{
    m_leadsTo->setVisible(m_import->isChecked() && m_imported);
    if (!m_imported)
        return;
    const QString address = models::inFours(models::keyText(m_imported->address));
    restyle(*m_leadsTo, "tone", m_imported->isSeed ? QStringLiteral("attention") : QStringLiteral("secondary"));
    m_leadsTo->setText(m_imported->isSeed
                           ? tr("Leads to %1. These are 32 bytes, which nothing checks: if you know this text as your "
                                "address, it is not your secret key.")
                                 .arg(address)
                           : tr("Leads to %1").arg(address));
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
    sayWhereItLeads();
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
    if (m_import->isChecked() && !m_imported)
        return m_secretProblem.isEmpty() ? tr("Reading the key…") : m_secretProblem;
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

} // namespace paradox::ui
