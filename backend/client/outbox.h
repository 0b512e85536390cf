#pragma once

#include "client/answers.h"
#include "domain/clock.h"

#include <QObject>
#include <QString>

#include <memory>

namespace paradox::client {

enum class OutboxState : std::uint8_t {
    Sending,   ///< written down, on its way
    Resolving, ///< whether the node has it is being asked
};

struct OutboxEntry {
    IntentId id;
    SignedIntent intent;
    OutboxState state = OutboxState::Sending;
    UnixMillis writtenAt;
};

/// Signed intents whose fate is not known yet, in a SQLite file. Every change is on disk when the call returns.
class Outbox : public QObject {
    Q_OBJECT

public:
    /// Nothing when the file cannot be opened or is not an outbox; `error` then says why.
    [[nodiscard]] static std::unique_ptr<Outbox> open(const QString &path, QString &error);
    ~Outbox() override;

    [[nodiscard]] bool put(const SignedIntent &intent, UnixMillis now); ///< false: not on disk, do not send
    [[nodiscard]] bool mark(const IntentId &id, OutboxState state);
    [[nodiscard]] bool remove(const IntentId &id); ///< its fate is known
    [[nodiscard]] std::vector<OutboxEntry> entries() const;

Q_SIGNALS:
    void changed();

private:
    class Store;
    explicit Outbox(std::unique_ptr<Store> store);
    std::unique_ptr<Store> m_store;
};

} // namespace paradox::client
