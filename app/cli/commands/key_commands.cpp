#include "commands/commands.h"

#include "domain/base58.h"
#include "passphrase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace paradox::cli {
namespace {

std::unexpected<Failure> keyFailure(signer::KeystoreError error)
{
    return std::unexpected(Failure{ExitCode::Failed, fromView(signer::toText(error))});
}

/// The keystore, unlocked; a new one under a new passphrase when there is none.
Outcome<signer::FileKeystore *> openOrCreate(AppContext &context, std::optional<signer::FileKeystore> &made)
{
    if (QFile::exists(context.keystorePath())) {
        PARADOX_TRY(keys, context.keystore());
        if (const auto unlocked = context.unlock(); !unlocked)
            return std::unexpected(unlocked.error());
        return keys;
    }
    // A folder that is there already keeps its mode: it may be a home directory.
    const QString folder = QDir(context.home()).absolutePath();
    QDir().mkpath(QFileInfo(folder).absolutePath());
    ::mkdir(qUtf8Printable(folder), 0700);
    const auto first = readPassphrase(QStringLiteral("New passphrase, at least 8 characters"), context.passphraseFd());
    if (!first)
        return std::unexpected(Failure{ExitCode::Locked, QStringLiteral("no passphrase was given")});
    if (!context.passphraseFd() && isatty(STDIN_FILENO) != 0) {
        const auto again = readPassphrase(QStringLiteral("The same again"), {});
        if (!again || !std::ranges::equal(again->span(), first->span()))
            return std::unexpected(Failure{ExitCode::Locked, QStringLiteral("the two passphrases differ")});
    }
    auto created = signer::FileKeystore::create(context.keystorePath().toStdString(), *first, context.random());
    if (!created)
        return keyFailure(created.error());
    made.emplace(std::move(*created));
    return &*made;
}

Fields keyFields(const signer::KeyEntry &entry)
{
    return {{"publicKey", QString::fromStdString(toBase58(entry.publicKey))},
            {"kind", entry.kind == signer::KeyKind::Wallet ? QStringLiteral("wallet") : QStringLiteral("session")},
            {"label", QString::fromStdString(entry.label)}};
}

signer::NewKey newWallet(AppContext &context)
{
    return {.kind = signer::KeyKind::Wallet,
            .label = context.parser().value(QStringLiteral("label")).toStdString(),
            .createdAt = context.clock().wallSeconds()};
}

Outcome<ExitCode> keygen(AppContext &context, const QStringList &)
{
    std::optional<signer::FileKeystore> made;
    PARADOX_TRY(keys, openOrCreate(context, made));
    const auto entry = keys->generate(newWallet(context));
    if (!entry)
        return keyFailure(entry.error());
    context.print(keyFields(*entry));
    return ExitCode::Done;
}

Outcome<ExitCode> import(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "import FILE"); !enough)
        return std::unexpected(enough.error());
    QFile file(arguments.front());
    auto text = signer::SecureBuffer::allocate(4096);
    if (!text || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return usage(QStringLiteral("the key file cannot be read: ") + file.errorString());
    const qint64 size = file.read(reinterpret_cast<char *>(text->writable().data()), 4096);
    text->shrink(static_cast<std::size_t>(std::max<qint64>(size, 0)));
    std::optional<signer::FileKeystore> made;
    PARADOX_TRY(keys, openOrCreate(context, made));
    const auto entry = keys->import(*text, newWallet(context));
    if (!entry)
        return keyFailure(entry.error());
    context.print(keyFields(*entry));
    return ExitCode::Done;
}

/// The secret goes to a new file that only its owner can read, never to the terminal.
Outcome<ExitCode> exportKey(AppContext &context, const QStringList &arguments)
{
    if (const auto enough = wantArguments(arguments, 1, "export FILE [--base58] [--owner KEY]"); !enough)
        return std::unexpected(enough.error());
    PARADOX_TRY(owner, context.owner());
    if (const auto unlocked = context.unlock(); !unlocked)
        return std::unexpected(unlocked.error());
    PARADOX_TRY(keys, context.keystore());
    const auto secret =
        context.parser().isSet(QStringLiteral("base58")) ? keys->exportBase58(owner) : keys->exportCliJson(owner);
    if (!secret)
        return keyFailure(secret.error());
    QFile file(arguments.front());
    const mode_t before = umask(0077);
    const bool isOpen = file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered);
    umask(before);
    if (!isOpen)
        return usage(QStringLiteral("the file cannot be made anew: ") + file.errorString());
    const auto size = static_cast<qint64>(secret->size());
    if (file.write(reinterpret_cast<const char *>(secret->span().data()), size) != size)
        return std::unexpected(Failure{ExitCode::Failed, file.errorString()});
    return ExitCode::Done;
}

Outcome<ExitCode> listKeys(AppContext &context, const QStringList &)
{
    PARADOX_TRY(keys, context.keystore());
    for (const signer::KeyEntry &entry : keys->keys())
        context.print(keyFields(entry));
    return ExitCode::Done;
}

Outcome<ExitCode> verifyJournal(AppContext &context, const QStringList &)
{
    const auto check = signer::Journal::verify((context.home() + QStringLiteral("/journal.jsonl")).toStdString());
    if (!check)
        return std::unexpected(Failure{ExitCode::Failed, fromView(signer::toText(check.error()))});
    context.print({{"lines", QString::number(check->lines), Field::Kind::Number},
                   {"brokenAt", QString::number(check->brokenAt), Field::Kind::Number}});
    return check->brokenAt == 0 ? ExitCode::Done : ExitCode::Mismatch;
}

void addLabel(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("label"), QStringLiteral("A name for the key."), QStringLiteral("text")});
}

void addBase58(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("base58"), QStringLiteral("Write base58 instead of Solana's JSON.")});
}

} // namespace

std::span<const Command> keyCommands()
{
    static constexpr Command commands[] = {
        {"keygen", "", "Make a wallet key in the encrypted keystore", keygen, addLabel},
        {"import", "FILE", "Import a key: Solana CLI JSON or base58", import, addLabel},
        {"export", "FILE", "Write a key to a new file that only you can read", exportKey, addBase58},
        {"keys", "", "List the keys", listKeys},
        {"journal verify", "", "Check the hash chain of everything signed here", verifyJournal},
    };
    return commands;
}

} // namespace paradox::cli
