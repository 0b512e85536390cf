#pragma once

#include "client/answers.h"
#include "client/reply.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>

namespace paradox::client {

/// The tokens of a sign-in in a 0600 file that several processes may use at once. A refresh token is good once, and one
/// that comes a second time ends the sign-in: so whoever refreshes holds the lock beside the file from before he reads
/// the token until the new one is written. The system frees the lock of a process that dies.
class TokenFile : public QObject {
    Q_OBJECT

public:
    /// Held until the last copy is gone.
    class Held;
    using Lock = std::shared_ptr<Held>;

    struct Options {
        QString path;           ///< the lock is <path>.lock
        int waitMaxMs = 30'000; ///< longer than any holder's call takes
    };
    explicit TokenFile(const Options &options, QObject *parent = nullptr);

    /// Waits for the lock without holding up the thread; TimedOut when it does not come.
    [[nodiscard]] Reply<Lock> lock();
    /// Nothing when there are none. What is read without the lock may be old the next moment.
    [[nodiscard]] std::optional<Tokens> read() const;
    /// With the lock. When the new tokens cannot be written the file goes: the old ones would end the sign-in.
    void write(const Tokens &tokens, const Lock &lock) const;

private:
    void tryAgain(const Promise<Lock> &promise, int waitedMs);
    [[nodiscard]] Result<Lock> tryLock() const;

    Options m_options;
};

} // namespace paradox::client
