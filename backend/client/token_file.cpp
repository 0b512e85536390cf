#include "client/token_file.h"

#include "domain/assert.h"
#include "domain/base58.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace paradox::client {
namespace {

constexpr int pauseMs = 20;
constexpr qint64 fileBytesMax = 8192;

std::string textOf(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toStdString();
}

} // namespace

class TokenFile::Held {
public:
    explicit Held(int file) : m_file(file) {}
    ~Held() { ::close(m_file); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;

private:
    int m_file;
};

TokenFile::TokenFile(const Options &options, QObject *parent) : QObject(parent), m_options(options)
{
}

/// A lock when it is free, null when somebody has it.
Result<TokenFile::Lock> TokenFile::tryLock() const
{
    QDir().mkpath(QFileInfo(m_options.path).absolutePath());
    const QByteArray path = QFile::encodeName(m_options.path + QStringLiteral(".lock"));
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0)
        return std::make_shared<Held>(file);
    const int error = errno;
    if (file >= 0)
        ::close(file);
    if (file >= 0 && (error == EWOULDBLOCK || error == EINTR))
        return Lock();
    return std::unexpected(Error{.code = ErrorCode::InvalidInput, .detail = "the login file cannot be locked"});
}

void TokenFile::tryAgain(const Promise<Lock> &promise, int waitedMs)
{
    const Result<Lock> lock = tryLock();
    if (!lock || *lock) {
        Promise<Lock>(promise).finish(lock);
    } else if (waitedMs >= m_options.waitMaxMs) {
        Promise<Lock>(promise).finish(
            std::unexpected(Error{.code = ErrorCode::TimedOut, .detail = "another program keeps the login file"}));
    } else {
        QTimer::singleShot(pauseMs, this, [this, promise, waitedMs] { tryAgain(promise, waitedMs + pauseMs); });
    }
}

Reply<TokenFile::Lock> TokenFile::lock()
{
    const Promise<Lock> promise;
    tryAgain(promise, 0);
    return promise.reply();
}

std::optional<Tokens> TokenFile::read() const
{
    QFile file(m_options.path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject login = QJsonDocument::fromJson(file.read(fileBytesMax)).object();
    Tokens tokens{.accessToken = textOf(login, "accessToken"),
                  .refreshToken = textOf(login, "refreshToken"),
                  .address = fromBase58<PublicKey>(textOf(login, "address")).value_or(PublicKey{})};
    return tokens.accessToken.empty() ? std::nullopt : std::optional(std::move(tokens));
}

void TokenFile::write(const Tokens &tokens, const Lock &lock) const
{
    PARADOX_ASSERT(lock != nullptr);
    const QJsonObject login{{QStringLiteral("accessToken"), QString::fromStdString(tokens.accessToken)},
                            {QStringLiteral("refreshToken"), QString::fromStdString(tokens.refreshToken)},
                            {QStringLiteral("address"), QString::fromStdString(toBase58(tokens.address))}};
    const QByteArray text = QJsonDocument(login).toJson(QJsonDocument::Compact);
    QSaveFile file(m_options.path);
    const bool isWritten = file.open(QIODevice::WriteOnly) &&
                           file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                           file.write(text) == text.size() && file.commit();
    if (!isWritten)
        QFile::remove(m_options.path);
}

} // namespace paradox::client
