#include "signer/keychain_holder.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace paradox::signer {
namespace {

const QString probeName = QStringLiteral("probe");
const QByteArray probeValue = QByteArrayLiteral("keychain probe");

/// Jobs delete themselves after finished().
template <class Job>
Job *makeJob(const QString &service, const QString &name, QObject *parent)
{
    auto *job = new Job(service, parent);
    job->setKey(name);
    job->setAutoDelete(true);
    return job;
}

} // namespace

KeychainHolder::KeychainHolder(const QString &service, QObject *parent) : QObject(parent), m_service(service)
{
}

void KeychainHolder::enter(KeychainState state, const QString &why)
{
    m_state = state;
    m_why = why;
}

void KeychainHolder::probe(QObject *context, std::function<void(KeychainState)> done)
{
    auto *write = makeJob<QKeychain::WritePasswordJob>(m_service, probeName, this);
    write->setBinaryData(probeValue);
    connect(write, &QKeychain::Job::finished, this,
            [this, guard = QPointer<QObject>(context), done = std::move(done)](QKeychain::Job *job) {
                if (!guard)
                    return;
                if (job->error() == QKeychain::NoError) {
                    readBack(guard, done);
                    return;
                }
                enter(KeychainState::Absent, job->errorString());
                done(m_state);
            });
    write->start();
}

void KeychainHolder::readBack(QObject *context, std::function<void(KeychainState)> done)
{
    auto *read = makeJob<QKeychain::ReadPasswordJob>(m_service, probeName, this);
    connect(read, &QKeychain::Job::finished, this,
            [this, guard = QPointer<QObject>(context), done = std::move(done)](QKeychain::Job *job) {
                const auto *finished = static_cast<QKeychain::ReadPasswordJob *>(job);
                const bool kept = job->error() == QKeychain::NoError && finished->binaryData() == probeValue;
                enter(kept ? KeychainState::Available : KeychainState::Absent,
                      kept ? QString() : QStringLiteral("The keychain does not give back what it took."));
                makeJob<QKeychain::DeletePasswordJob>(m_service, probeName, this)->start();
                if (guard)
                    done(m_state);
            });
    read->start();
}

void KeychainHolder::store(const QString &name, const SecureBuffer &key, QObject *context,
                           std::function<void(bool)> done)
{
    auto *write = makeJob<QKeychain::WritePasswordJob>(m_service, name, this);
    QByteArray value(reinterpret_cast<const char *>(key.span().data()), static_cast<qsizetype>(key.size()));
    write->setBinaryData(value);
    connect(write, &QKeychain::Job::finished, this,
            [this, value, guard = QPointer<QObject>(context), done = std::move(done)](QKeychain::Job *job) mutable {
                wipeMemory(const_cast<char *>(value.constData()), static_cast<std::size_t>(value.size()));
                const bool stored = job->error() == QKeychain::NoError;
                if (!stored)
                    enter(KeychainState::Absent, job->errorString());
                if (guard)
                    done(stored);
            });
    write->start();
}

void KeychainHolder::fetch(const QString &name, QObject *context, std::function<void(std::optional<SecureBuffer>)> done)
{
    auto *read = makeJob<QKeychain::ReadPasswordJob>(m_service, name, this);
    connect(read, &QKeychain::Job::finished, this,
            [this, guard = QPointer<QObject>(context), done = std::move(done)](QKeychain::Job *job) {
                QByteArray value = static_cast<QKeychain::ReadPasswordJob *>(job)->binaryData();
                std::optional<SecureBuffer> key;
                if (job->error() == QKeychain::NoError && !value.isEmpty())
                    key = SecureBuffer::copyOf({reinterpret_cast<const std::uint8_t *>(value.constData()),
                                                static_cast<std::size_t>(value.size())});
                // The job's own copy is the same memory: detaching here would leave it unwiped.
                wipeMemory(const_cast<char *>(value.constData()), static_cast<std::size_t>(value.size()));
                if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound)
                    enter(KeychainState::Absent, job->errorString());
                if (guard)
                    done(std::move(key));
            });
    read->start();
}

void KeychainHolder::remove(const QString &name, QObject *context, std::function<void(bool)> done)
{
    auto *job = makeJob<QKeychain::DeletePasswordJob>(m_service, name, this);
    connect(job, &QKeychain::Job::finished, this,
            [guard = QPointer<QObject>(context), done = std::move(done)](QKeychain::Job *finished) {
                if (guard)
                    done(finished->error() == QKeychain::NoError || finished->error() == QKeychain::EntryNotFound);
            });
    job->start();
}

} // namespace paradox::signer
