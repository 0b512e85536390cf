#pragma once

#include "client/activities.h"
#include "client/local_node.h"
#include "client/remote_backend.h"
#include "domain/system_clock.h"
#include "exit_code.h"
#include "fields.h"
#include "signer/journal.h"
#include "signer/keystore.h"
#include "signer/known_addresses.h"
#include "signer/signing_policy.h"

#include <QCommandLineParser>
#include <QString>

#include <memory>
#include <optional>

namespace paradox::cli {

class KeystoreSignatory;

/// A failure on its way to the exit: what to print and how to leave.
struct Failure {
    ExitCode code = ExitCode::Failed;
    QString words;
};
template <class T>
using Outcome = std::expected<T, Failure>;

[[nodiscard]] std::unexpected<Failure> usage(const QString &words);
[[nodiscard]] std::unexpected<Failure> failure(const client::Error &error);

/// Everything a command needs, opened when it is first asked for: home folder, keys, node.
class AppContext {
public:
    explicit AppContext(const QCommandLineParser &parser);
    ~AppContext();

    /// The options that every command takes.
    static void addOptions(QCommandLineParser &parser);

    [[nodiscard]] bool wantsJson() const;
    [[nodiscard]] const QCommandLineParser &parser() const { return m_parser; }
    [[nodiscard]] QString home() const;
    [[nodiscard]] QString keystorePath() const;
    [[nodiscard]] std::optional<int> passphraseFd() const;
    /// What is wrong with the options that every command takes, before anything is done.
    [[nodiscard]] Outcome<void> checkOptions() const;
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] Random &random() { return m_random; }

    /// The keystore, locked or not.
    [[nodiscard]] Outcome<signer::FileKeystore *> keystore();
    [[nodiscard]] Outcome<void> unlock();
    /// --owner, or the only wallet key of the keystore.
    [[nodiscard]] Outcome<PublicKey> owner();
    /// --session, or the newest session key of the owner.
    [[nodiscard]] Outcome<PublicKey> session(const PublicKey &owner);

    /// The node, started as a child with --local. Tokens of an earlier login are used.
    [[nodiscard]] Outcome<client::RemoteBackend *> node();
    /// Signs with the unlocked keystore after showing what is signed.
    [[nodiscard]] Outcome<client::Signatory *> signatory();
    /// Where node() is, once it is opened.
    [[nodiscard]] const std::optional<client::NodeAddress> &nodeAddress() const { return m_address; }
    /// JSON-RPC of the local node or of --rpc.
    [[nodiscard]] Outcome<QUrl> rpc();

    void print(const Fields &fields) const;
    void printText(const QString &text) const;

private:
    [[nodiscard]] Outcome<client::NodeAddress> address();
    [[nodiscard]] Outcome<client::NodeAddress> startLocal(const QString &dataDir);

    const QCommandLineParser &m_parser;
    SystemClock m_clock;
    SystemRandom m_random;
    std::optional<signer::FileKeystore> m_keystore;
    std::optional<signer::Journal> m_journal;
    signer::KnownAddresses m_known;
    std::optional<signer::SigningPolicy> m_policy;
    std::unique_ptr<client::LocalNode> m_local;
    std::unique_ptr<client::RemoteBackend> m_node;
    std::optional<client::NodeAddress> m_address;
    std::unique_ptr<KeystoreSignatory> m_signatory;
};

/// paradox-node beside this program.
[[nodiscard]] QString nodeProgram();

} // namespace paradox::cli
