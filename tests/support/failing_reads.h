#pragma once

#include "storage/log_vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>

namespace paradox::testing {

/// SQLite connections that are opened for reading while this lives see a disk that gives nothing between `begin` and
/// `end`: no statement gets as far as its first row. What writes is not touched. One at a time.
class FailingReads {
public:
    FailingReads()
    {
        (void)storage::logVfs(); // takes hold of the true default first
        s_inner = sqlite3_vfs_find(nullptr);
        s_vfs = *s_inner;
        s_vfs.pNext = nullptr;
        s_vfs.zName = "failing-reads";
        s_vfs.xOpen = open;
        EXPECT_EQ(sqlite3_vfs_register(&s_vfs, 1), SQLITE_OK);
    }
    ~FailingReads()
    {
        end();
        EXPECT_EQ(sqlite3_vfs_unregister(&s_vfs), SQLITE_OK);
    }
    FailingReads(const FailingReads &) = delete;
    FailingReads &operator=(const FailingReads &) = delete;

    void begin() { s_isFailing = true; }
    void end() { s_isFailing = false; }

private:
    static int open(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *flagsOut)
    {
        const int code = s_inner->xOpen(s_inner, path, file, flags, flagsOut);
        constexpr int wanted = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
        if (code != SQLITE_OK || (flags & wanted) != wanted)
            return code;
        s_innerMethods = file->pMethods;
        s_methods = *s_innerMethods;
        s_methods.xShmLock = lock;
        file->pMethods = &s_methods;
        return SQLITE_OK;
    }
    /// In WAL mode a read begins with a shared lock, whatever is in the cache.
    static int lock(sqlite3_file *file, int offset, int count, int flags)
    {
        constexpr int reading = SQLITE_SHM_LOCK | SQLITE_SHM_SHARED;
        if (s_isFailing && (flags & reading) == reading)
            return SQLITE_IOERR_SHMLOCK;
        return s_innerMethods->xShmLock(file, offset, count, flags);
    }

    // The methods outlive every file that was opened with them.
    static inline sqlite3_vfs *s_inner = nullptr;
    static inline sqlite3_vfs s_vfs{};
    static inline const sqlite3_io_methods *s_innerMethods = nullptr;
    static inline sqlite3_io_methods s_methods{};
    static inline std::atomic<bool> s_isFailing = false;
};

} // namespace paradox::testing
