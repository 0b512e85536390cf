#pragma once

#include <pthread.h>

namespace paradox::ledger {

/// A shared mutex that lets a waiting writer in before new readers, so that a flood of reads cannot stop the chain.
/// std::shared_mutex on glibc prefers readers. Not recursive.
class FairMutex {
public:
    FairMutex()
    {
        pthread_rwlockattr_t attributes;
        pthread_rwlockattr_init(&attributes);
#ifdef PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
#endif
        pthread_rwlock_init(&m_lock, &attributes);
        pthread_rwlockattr_destroy(&attributes);
    }
    ~FairMutex() { pthread_rwlock_destroy(&m_lock); }
    FairMutex(const FairMutex &) = delete;
    FairMutex &operator=(const FairMutex &) = delete;

    void lock() { pthread_rwlock_wrlock(&m_lock); }
    void unlock() { pthread_rwlock_unlock(&m_lock); }
    void lock_shared() { pthread_rwlock_rdlock(&m_lock); }
    void unlock_shared() { pthread_rwlock_unlock(&m_lock); }

private:
    pthread_rwlock_t m_lock;
};

} // namespace paradox::ledger
