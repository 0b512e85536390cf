#include "ui/signing/key_room.h"

#include "domain/assert.h"
#include "signer/key_text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QSaveFile>

#include <optional>

namespace paradox::ui {
namespace {

QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::filesystem::path pathOf(const QString &path)
{
    return std::filesystem::path(path.toStdString());
}

} // namespace

std::optional<signer::SecureBuffer> takeSecret(QString &text)
{
    QByteArray utf8 = text.toUtf8();
    auto secret = signer::SecureBuffer::copyOf(
        ByteSpan(reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size())));
    signer::wipeMemory(utf8.data(), static_cast<std::size_t>(utf8.size()));
    signer::wipeMemory(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
    return secret;
}

/// Lives on the signer thread; every member is touched there only.
class KeyRoom::Worker : public QObject {
public:
    Worker(const KeyPaths &paths, const Clock &clock, Random &random) : m_paths(paths), m_clock(clock), m_random(random)
    {
    }

    struct State {
        std::vector<signer::KeyEntry> keys;
        bool locked = true;
    };

    [[nodiscard]] State state() const { return m_store ? State{m_store->keys(), m_store->isLocked()} : State{}; }

    QString ensureOpen()
    {
        if (m_store)
            return {};
        auto opened = signer::FileKeystore::open(pathOf(m_paths.keystore), m_random);
        if (!opened)
            return words(toText(opened.error()));
        m_store.emplace(std::move(*opened));
        return {};
    }

    QString create(const signer::SecureBuffer &passphrase, const NewWallet &wallet, PublicKey &made)
    {
        QDir().mkpath(QFileInfo(m_paths.keystore).absolutePath());
        auto created = signer::FileKeystore::create(pathOf(m_paths.keystore), passphrase, m_random);
        if (!created)
            return words(toText(created.error()));
        m_store.emplace(std::move(*created));
        if (m_store->isLocked()) {
            if (const auto unlocked = m_store->unlock(passphrase); !unlocked)
                return words(toText(unlocked.error()));
        }
        signer::NewKey key{
            .kind = signer::KeyKind::Wallet, .label = wallet.label.toStdString(), .createdAt = m_clock.wallSeconds()};
        const auto entry = wallet.secret ? m_store->import(*wallet.secret, key) : m_store->generate(key);
        if (!entry) {
            // Nothing half made stays behind: the file holds no key yet.
            m_store.reset();
            QFile::remove(m_paths.keystore);
            return words(toText(entry.error()));
        }
        made = entry->publicKey;
        return {};
    }

    QString unlock(const signer::SecureBuffer &passphrase)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        const auto unlocked = m_store->unlock(passphrase);
        return unlocked ? QString() : words(toText(unlocked.error()));
    }

    QString unlockWithKey(const signer::SecureBuffer &key)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        const auto unlocked = m_store->unlockWithKey(key);
        return unlocked ? QString() : words(toText(unlocked.error()));
    }

    QString unlockingKey(SharedSecret &made)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        auto key = m_store->unlockingKey();
        if (!key)
            return words(toText(key.error()));
        made = std::make_shared<const signer::SecureBuffer>(std::move(*key));
        return {};
    }

    QString checkPassphrase(const signer::SecureBuffer &passphrase)
    {
        auto opened = signer::FileKeystore::open(pathOf(m_paths.keystore), m_random);
        if (!opened)
            return words(toText(opened.error()));
        const auto unlocked = opened->unlock(passphrase);
        return unlocked ? QString() : words(toText(unlocked.error()));
    }

    void lock()
    {
        if (m_store)
            m_store->lock();
    }

    QString makeSessionKey(const PublicKey &owner, const QString &label, PublicKey &made)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        const auto entry = m_store->generate({.kind = signer::KeyKind::Session,
                                              .owner = owner,
                                              .label = label.toStdString(),
                                              .createdAt = m_clock.wallSeconds()});
        if (!entry)
            return words(toText(entry.error()));
        made = entry->publicKey;
        return {};
    }

    QString exportKey(const PublicKey &key, const QString &toFile)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        const auto text = m_store->exportCliJson(key);
        if (!text)
            return words(toText(text.error()));
        QSaveFile file(toFile);
        if (!file.open(QIODevice::WriteOnly))
            return file.errorString();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(reinterpret_cast<const char *>(text->span().data()), static_cast<qint64>(text->size()));
        return file.commit() ? QString() : file.errorString();
    }

    signer::PolicyAnswer judge(const signer::SignRequest &request)
    {
        openPolicy();
        return m_policy->judge(request, m_clock.wallSeconds());
    }

    QString sign(const signer::SignRequest &request, signer::Agreement agreement, Signature &made)
    {
        if (const QString problem = ensureOpen(); !problem.isEmpty())
            return problem;
        if (!m_journal) {
            QDir().mkpath(QFileInfo(m_paths.journal).absolutePath());
            auto journal = signer::Journal::open(pathOf(m_paths.journal));
            if (!journal)
                return words(toText(journal.error()));
            m_journal.emplace(std::move(*journal));
        }
        openPolicy();
        signer::SigningService service(*m_store, *m_journal, *m_policy, m_clock);
        const auto signature = service.sign(request, agreement);
        if (!signature) {
            QStringList reasons{words(toText(signature.error().error))};
            for (const std::string &reason : signature.error().reasons)
                reasons << QString::fromStdString(reason);
            return reasons.join(u' ');
        }
        made = *signature;
        for (const PublicKey &party : counterpartiesOf(request)) {
            if (!m_known->knows(party))
                m_known->add(party, {});
        }
        return {};
    }

private:
    void openPolicy()
    {
        if (m_policy)
            return;
        auto known = signer::KnownAddresses::open(pathOf(m_paths.known));
        m_known.emplace(known ? std::move(*known) : signer::KnownAddresses());
        m_policy.emplace(signer::PolicyLimits{.holdOffMs = 3000}, *m_known);
    }

    KeyPaths m_paths;
    const Clock &m_clock;
    Random &m_random;
    std::optional<signer::FileKeystore> m_store;
    std::optional<signer::Journal> m_journal;
    std::optional<signer::KnownAddresses> m_known;
    std::optional<signer::SigningPolicy> m_policy;
};

KeyRoom::KeyRoom(const KeyPaths &paths, const Clock &clock, Random &random, QObject *parent)
    : QObject(parent),
      m_paths(paths),
      m_clock(clock),
      m_worker(new Worker(paths, clock, random))
{
    m_thread.setObjectName(QStringLiteral("signer"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    if (!exists())
        return;
    post([](Worker &worker) {
        (void)worker.ensureOpen();
        return [] {};
    });
}

KeyRoom::~KeyRoom()
{
    m_thread.quit();
    m_thread.wait();
}

bool KeyRoom::exists() const
{
    return QFile::exists(m_paths.keystore);
}

bool KeyRoom::holds(const PublicKey &key) const
{
    return std::ranges::any_of(m_keys, [&](const signer::KeyEntry &entry) { return entry.publicKey == key; });
}

void KeyRoom::published(const std::vector<signer::KeyEntry> &keys, bool locked)
{
    const bool keysMoved = keys != m_keys;
    const bool lockMoved = locked != m_locked;
    m_keys = keys;
    m_locked = locked;
    if (lockMoved)
        m_changedAt = m_clock.monotonicMs();
    if (keysMoved)
        Q_EMIT keysChanged();
    if (lockMoved)
        Q_EMIT lockedChanged(locked);
}

/// Runs `work` on the signer thread; what it returns runs on the GUI thread, after the state was published.
template <class Work>
void KeyRoom::post(Work work)
{
    // Both live as long as the thread runs, and this waits for it before it goes.
    auto shared = std::make_shared<Work>(std::move(work));
    Worker *worker = m_worker;
    QMetaObject::invokeMethod(worker, [this, worker, shared] {
        auto answer = (*shared)(*worker);
        const Worker::State state = worker->state();
        QMetaObject::invokeMethod(this, [this, state, answer]() mutable {
            published(state.keys, state.locked);
            answer();
        });
    });
}

void KeyRoom::create(signer::SecureBuffer passphrase, const NewWallet &wallet, QObject *context,
                     std::function<void(Failure, PublicKey)> done)
{
    auto secret = std::make_shared<signer::SecureBuffer>(std::move(passphrase));
    post([secret, wallet, alive = QPointer<QObject>(context), done](Worker &worker) {
        PublicKey made;
        const QString problem = worker.create(*secret, wallet, made);
        return [alive, done, problem, made] {
            if (alive)
                done(problem, made);
        };
    });
}

void KeyRoom::unlock(signer::SecureBuffer passphrase, QObject *context, std::function<void(Failure)> done)
{
    auto secret = std::make_shared<signer::SecureBuffer>(std::move(passphrase));
    post([secret, alive = QPointer<QObject>(context), done](Worker &worker) {
        const QString problem = worker.unlock(*secret);
        return [alive, done, problem] {
            if (alive)
                done(problem);
        };
    });
}

void KeyRoom::unlockWithKey(signer::SecureBuffer key, QObject *context, std::function<void(Failure)> done)
{
    auto secret = std::make_shared<signer::SecureBuffer>(std::move(key));
    post([secret, alive = QPointer<QObject>(context), done](Worker &worker) {
        const QString problem = worker.unlockWithKey(*secret);
        return [alive, done, problem] {
            if (alive)
                done(problem);
        };
    });
}

void KeyRoom::unlockingKey(QObject *context, std::function<void(Failure, SharedSecret)> done)
{
    post([alive = QPointer<QObject>(context), done](Worker &worker) {
        SharedSecret made;
        const QString problem = worker.unlockingKey(made);
        return [alive, done, problem, made] {
            if (alive)
                done(problem, made);
        };
    });
}

void KeyRoom::checkPassphrase(signer::SecureBuffer passphrase, QObject *context, std::function<void(Failure)> done)
{
    auto secret = std::make_shared<signer::SecureBuffer>(std::move(passphrase));
    post([secret, alive = QPointer<QObject>(context), done](Worker &worker) {
        const QString problem = worker.checkPassphrase(*secret);
        return [alive, done, problem] {
            if (alive)
                done(problem);
        };
    });
}

void KeyRoom::lock()
{
    post([](Worker &worker) {
        worker.lock();
        return [] {};
    });
}

void KeyRoom::makeSessionKey(const PublicKey &owner, const QString &label, QObject *context,
                             std::function<void(Failure, PublicKey)> done)
{
    post([owner, label, alive = QPointer<QObject>(context), done](Worker &worker) {
        PublicKey made;
        const QString problem = worker.makeSessionKey(owner, label, made);
        return [alive, done, problem, made] {
            if (alive)
                done(problem, made);
        };
    });
}

void KeyRoom::addressOf(SharedSecret secret, QObject *context, std::function<void(Failure, PublicKey)> done)
{
    post([secret, alive = QPointer<QObject>(context), done](Worker &) {
        const auto address = signer::addressOfKeyText(*secret);
        return [alive, done, address] {
            if (alive)
                done(address ? QString() : words(toText(address.error())), address.value_or(PublicKey{}));
        };
    });
}

void KeyRoom::judge(const signer::SignRequest &request, QObject *context,
                    std::function<void(signer::PolicyAnswer)> done)
{
    post([request, alive = QPointer<QObject>(context), done](Worker &worker) {
        const signer::PolicyAnswer answer = worker.judge(request);
        return [alive, done, answer] {
            if (alive)
                done(answer);
        };
    });
}

void KeyRoom::sign(const signer::SignRequest &request, signer::Agreement agreement, QObject *context,
                   std::function<void(Failure, Signature)> done)
{
    post([request, agreement, alive = QPointer<QObject>(context), done](Worker &worker) {
        Signature made;
        const QString problem = worker.sign(request, agreement, made);
        return [alive, done, problem, made] {
            if (alive)
                done(problem, made);
        };
    });
}

void KeyRoom::exportKey(const PublicKey &key, const QString &toFile, QObject *context,
                        std::function<void(Failure)> done)
{
    post([key, toFile, alive = QPointer<QObject>(context), done](Worker &worker) {
        const QString problem = worker.exportKey(key, toFile);
        return [alive, done, problem] {
            if (alive)
                done(problem);
        };
    });
}

} // namespace paradox::ui
