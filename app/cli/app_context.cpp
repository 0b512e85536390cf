#include "app_context.h"

#include "await.h"
#include "domain/base58.h"
#include "keystore_signatory.h"
#include "passphrase.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

#include <fcntl.h>

#include <algorithm>
#include <cstdio>

namespace paradox::cli {
namespace {

Failure keystoreFailure(signer::KeystoreError error)
{
    const bool isLock = error == signer::KeystoreError::WrongPassphrase || error == signer::KeystoreError::Locked;
    return {isLock ? ExitCode::Locked : ExitCode::Failed, fromView(signer::toText(error))};
}

std::filesystem::path pathOf(const QString &text)
{
    return text.toStdString();
}

} // namespace

ExitCode exitCodeOf(const client::Error &error)
{
    switch (error.code) {
    case client::ErrorCode::Unreachable:
    case client::ErrorCode::TimedOut:
    case client::ErrorCode::LostAnswer:
    case client::ErrorCode::BadAnswer:
    case client::ErrorCode::WrongCluster:
    case client::ErrorCode::Closed:
        return ExitCode::Unreachable;
    case client::ErrorCode::InvalidInput:
        return ExitCode::Usage;
    case client::ErrorCode::Refused:
    case client::ErrorCode::Unauthorised:
    case client::ErrorCode::Throttled:
    case client::ErrorCode::NodeFailed:
    case client::ErrorCode::TooLarge:
    case client::ErrorCode::NotSigned:
    case client::ErrorCode::OutboxFailed:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

std::unexpected<Failure> usage(const QString &words)
{
    return std::unexpected(Failure{ExitCode::Usage, words});
}

std::unexpected<Failure> failure(const client::Error &error)
{
    QString words = QString::fromStdString(client::describe(error));
    if (error.code == client::ErrorCode::Unauthorised)
        words += QStringLiteral(" (paradox login signs in)");
    return std::unexpected(Failure{exitCodeOf(error), words});
}

QString nodeProgram()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/paradox-node");
}

AppContext::AppContext(const QCommandLineParser &parser) : m_parser(parser)
{
}

AppContext::~AppContext() = default;

void AppContext::addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("json"), QStringLiteral("Print JSON: one object, or one a line for lists.")},
        {QStringLiteral("home"), QStringLiteral("Folder of keys, journal and login."), QStringLiteral("dir")},
        {QStringLiteral("node"), QStringLiteral("The node's address, http://127.0.0.1:4000 unless given."),
         QStringLiteral("url")},
        {QStringLiteral("token-file"), QStringLiteral("File with the node's token, for operators."),
         QStringLiteral("file")},
        {QStringLiteral("rpc"), QStringLiteral("JSON-RPC of the cluster, where a command reads the chain itself."),
         QStringLiteral("url")},
        {QStringLiteral("local"), QStringLiteral("Start a node of one's own with its data there, for this command."),
         QStringLiteral("dir")},
        {QStringLiteral("owner"), QStringLiteral("The wallet key to act for."), QStringLiteral("key")},
        {QStringLiteral("session"), QStringLiteral("The session key to act with."), QStringLiteral("key")},
        {QStringLiteral("passphrase-fd"), QStringLiteral("Read passphrases from this file descriptor, one a line."),
         QStringLiteral("n")},
        {QStringLiteral("yes"), QStringLiteral("Sign without asking; what is signed is still printed.")},
    });
}

bool AppContext::wantsJson() const
{
    return m_parser.isSet(QStringLiteral("json"));
}

QString AppContext::home() const
{
    if (m_parser.isSet(QStringLiteral("home")))
        return m_parser.value(QStringLiteral("home"));
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/paradox-desk");
}

QString AppContext::keystorePath() const
{
    return home() + QStringLiteral("/keystore.json");
}

Outcome<void> AppContext::checkOptions() const
{
    const auto fd = passphraseFd();
    if (m_parser.isSet(QStringLiteral("passphrase-fd")) && (!fd || fcntl(*fd, F_GETFD) < 0))
        return usage(QStringLiteral("--passphrase-fd is not an open file descriptor"));
    return {};
}

std::optional<int> AppContext::passphraseFd() const
{
    bool isNumber = false;
    const int fd = m_parser.value(QStringLiteral("passphrase-fd")).toInt(&isNumber);
    return isNumber && fd >= 0 ? std::optional(fd) : std::nullopt;
}

Outcome<signer::FileKeystore *> AppContext::keystore()
{
    if (!m_keystore) {
        auto opened = signer::FileKeystore::open(pathOf(keystorePath()), m_random);
        if (!opened)
            return std::unexpected(keystoreFailure(opened.error()));
        m_keystore.emplace(std::move(*opened));
    }
    return &*m_keystore;
}

Outcome<void> AppContext::unlock()
{
    const auto keys = keystore();
    if (!keys)
        return std::unexpected(keys.error());
    if (!(*keys)->isLocked())
        return {};
    const auto passphrase = readPassphrase(QStringLiteral("Passphrase"), passphraseFd());
    if (!passphrase)
        return std::unexpected(Failure{ExitCode::Locked, QStringLiteral("no passphrase was given")});
    if (const auto unlocked = (*keys)->unlock(*passphrase); !unlocked)
        return std::unexpected(keystoreFailure(unlocked.error()));
    return {};
}

Outcome<PublicKey> AppContext::owner()
{
    if (m_parser.isSet(QStringLiteral("owner"))) {
        const auto key = fromBase58<PublicKey>(m_parser.value(QStringLiteral("owner")).toStdString());
        return key ? Outcome<PublicKey>(*key) : usage(QStringLiteral("--owner is not a key"));
    }
    const auto keys = keystore();
    if (!keys)
        return std::unexpected(keys.error());
    std::vector<PublicKey> wallets;
    for (const signer::KeyEntry &entry : (*keys)->keys()) {
        if (entry.kind == signer::KeyKind::Wallet)
            wallets.push_back(entry.publicKey);
    }
    if (wallets.size() != 1)
        return usage(QStringLiteral("there are %1 wallet keys; --owner says which").arg(wallets.size()));
    return wallets.front();
}

Outcome<PublicKey> AppContext::session(const PublicKey &owner)
{
    if (m_parser.isSet(QStringLiteral("session"))) {
        const auto key = fromBase58<PublicKey>(m_parser.value(QStringLiteral("session")).toStdString());
        return key ? Outcome<PublicKey>(*key) : usage(QStringLiteral("--session is not a key"));
    }
    const auto keys = keystore();
    if (!keys)
        return std::unexpected(keys.error());
    const signer::KeyEntry *newest = nullptr;
    for (const signer::KeyEntry &entry : (*keys)->keys()) {
        if (entry.kind == signer::KeyKind::Session && entry.owner == owner &&
            (newest == nullptr || entry.createdAt >= newest->createdAt))
            newest = &entry;
    }
    if (newest == nullptr)
        return usage(QStringLiteral("there is no session key; paradox session create makes one"));
    return newest->publicKey;
}

Outcome<client::NodeAddress> AppContext::startLocal(const QString &dataDir)
{
    m_local = std::make_unique<client::LocalNode>(
        client::LocalNodeOptions{.program = nodeProgram(), .dataDir = dataDir}, m_random);
    QEventLoop loop;
    QObject::connect(m_local.get(), &client::LocalNode::phaseChanged, &loop, [&loop](client::NodePhase phase) {
        if (phase == client::NodePhase::Ready || phase == client::NodePhase::GaveUp ||
            phase == client::NodePhase::Stopped)
            loop.quit();
    });
    m_local->start();
    loop.exec();
    if (m_local->phase() != client::NodePhase::Ready)
        return std::unexpected(Failure{ExitCode::Unreachable, m_local->lastWords()});
    return m_local->address();
}

Outcome<client::NodeAddress> AppContext::address()
{
    if (m_parser.isSet(QStringLiteral("local")))
        return startLocal(m_parser.value(QStringLiteral("local")));
    client::NodeAddress address{.url = QUrl(QStringLiteral("http://127.0.0.1:4000"))};
    if (m_parser.isSet(QStringLiteral("node")))
        address.url = QUrl(m_parser.value(QStringLiteral("node")), QUrl::StrictMode);
    const QString scheme = address.url.scheme();
    const bool isWeb = scheme == QLatin1String("http") || scheme == QLatin1String("https");
    if (!address.url.isValid() || !isWeb || address.url.host().isEmpty())
        return usage(QStringLiteral("--node is not an address like http://127.0.0.1:4000"));
    if (m_parser.isSet(QStringLiteral("token-file"))) {
        QFile file(m_parser.value(QStringLiteral("token-file")));
        if (!file.open(QIODevice::ReadOnly))
            return usage(QStringLiteral("--token-file cannot be read: ") + file.errorString());
        address.token = file.readLine(256).trimmed();
        const bool isPrintable = std::ranges::all_of(address.token, [](char c) { return c > ' ' && c <= '~'; });
        if (address.token.isEmpty() || !isPrintable)
            return usage(QStringLiteral("--token-file holds no token"));
    }
    return address;
}

Outcome<client::RemoteBackend *> AppContext::node()
{
    if (!m_node) {
        const auto where = address();
        if (!where)
            return std::unexpected(where.error());
        m_address = *where;
        m_node = std::make_unique<client::RemoteBackend>(*where, m_clock, m_random);
        if (m_local)
            return m_node.get();
        auto login = std::make_unique<client::TokenFile>(
            client::TokenFile::Options{.path = home() + QStringLiteral("/login.json")});
        const auto tokens = where->token.isEmpty() ? login->read() : std::nullopt;
        if (tokens)
            m_node->setTokens(*tokens);
        m_node->keepTokensIn(std::move(login));
    }
    return m_node.get();
}

Outcome<QUrl> AppContext::rpc()
{
    if (m_parser.isSet(QStringLiteral("rpc")))
        return QUrl(m_parser.value(QStringLiteral("rpc")), QUrl::StrictMode);
    if (const auto started = node(); !started)
        return std::unexpected(started.error());
    if (m_local)
        return m_local->ready().rpc;
    return usage(QStringLiteral("--rpc says where the chain is read"));
}

Outcome<client::Signatory *> AppContext::signatory()
{
    if (m_signatory)
        return m_signatory.get();
    if (const auto unlocked = unlock(); !unlocked)
        return std::unexpected(unlocked.error());
    const auto backend = node();
    if (!backend)
        return std::unexpected(backend.error());
    const auto health = await((*backend)->health());
    if (!health)
        return failure(health.error());
    auto journal = signer::Journal::open(pathOf(home() + QStringLiteral("/journal.jsonl")));
    if (!journal)
        return std::unexpected(Failure{ExitCode::Failed, fromView(signer::toText(journal.error()))});
    m_journal.emplace(std::move(*journal));
    auto known = signer::KnownAddresses::open(pathOf(home() + QStringLiteral("/known-addresses")));
    if (known)
        m_known = std::move(*known);
    signer::SignContext context{.host = m_address->url.authority().section(QLatin1Char('@'), -1).toStdString(),
                                .chainId = health->chainId,
                                .genesis = health->genesis,
                                .program = health->vaultProgram,
                                .engine = health->engine};
    m_policy.emplace(signer::PolicyLimits{}, m_known);
    m_signatory = std::make_unique<KeystoreSignatory>(
        KeystoreSignatory::Parts{*m_keystore, *m_journal, *m_policy, m_clock}, std::move(context),
        m_parser.isSet(QStringLiteral("yes")) ? KeystoreSignatory::Consent::GivenByOption
                                              : KeystoreSignatory::Consent::Ask);
    return m_signatory.get();
}

void AppContext::print(const Fields &fields) const
{
    printText(wantsJson() ? toJson(fields) + QLatin1Char('\n') : toText(fields));
}

void AppContext::printText(const QString &text) const
{
    std::fputs(qUtf8Printable(text), stdout);
}

} // namespace paradox::cli
