#include "storage/log_vfs.h"

#include "domain/assert.h"

#include <sqlite3.h>

#include <cstdint>
#include <new>
#include <vector>

namespace paradox::storage {

namespace {

constexpr const char *name = "paradox-log";
constexpr std::size_t heldMax = 120 * 1024; ///< bytes; the default VFS takes less than 128 KiB in one call

/// What was written and is not yet with the system: one run of bytes.
struct Held {
    sqlite3_int64 start = 0;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] sqlite3_int64 end() const { return start + static_cast<sqlite3_int64>(bytes.size()); }
};

/// SQLite gives the memory, the default VFS's own file lies behind.
struct LogFile {
    sqlite3_file base;
    Held *held;

    [[nodiscard]] sqlite3_file &inner() { return *reinterpret_cast<sqlite3_file *>(this + 1); }
};

LogFile &logOf(sqlite3_file *file)
{
    return *reinterpret_cast<LogFile *>(file);
}

sqlite3_file *innerOf(sqlite3_file *file)
{
    return &logOf(file).inner();
}

int handOver(sqlite3_file *file)
{
    LogFile &log = logOf(file);
    Held &held = *log.held;
    if (held.bytes.empty())
        return SQLITE_OK;
    const int code = innerOf(file)->pMethods->xWrite(innerOf(file), held.bytes.data(),
                                                     static_cast<int>(held.bytes.size()), held.start);
    if (code == SQLITE_OK)
        held.bytes.clear();
    return code;
}

int closeLog(sqlite3_file *file)
{
    const int written = handOver(file);
    delete logOf(file).held;
    const int closed = innerOf(file)->pMethods->xClose(innerOf(file));
    return closed != SQLITE_OK ? closed : written;
}

int readLog(sqlite3_file *file, void *out, int size, sqlite3_int64 offset)
{
    const Held &held = *logOf(file).held;
    if (offset < held.end() && offset + size > held.start) {
        if (const int code = handOver(file); code != SQLITE_OK)
            return code;
    }
    return innerOf(file)->pMethods->xRead(innerOf(file), out, size, offset);
}

int writeLog(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    Held &held = *logOf(file).held;
    const bool isNext = !held.bytes.empty() && offset == held.end();
    if (!isNext || held.bytes.size() + static_cast<std::size_t>(size) > heldMax) {
        if (const int code = handOver(file); code != SQLITE_OK)
            return code;
        held.start = offset;
    }
    const auto *bytes = static_cast<const std::uint8_t *>(data);
    held.bytes.insert(held.bytes.end(), bytes, bytes + size);
    return SQLITE_OK;
}

int truncateLog(sqlite3_file *file, sqlite3_int64 size)
{
    const int code = handOver(file);
    return code != SQLITE_OK ? code : innerOf(file)->pMethods->xTruncate(innerOf(file), size);
}

int syncLog(sqlite3_file *file, int flags)
{
    const int code = handOver(file);
    return code != SQLITE_OK ? code : innerOf(file)->pMethods->xSync(innerOf(file), flags);
}

int sizeOfLog(sqlite3_file *file, sqlite3_int64 *size)
{
    const int code = handOver(file);
    return code != SQLITE_OK ? code : innerOf(file)->pMethods->xFileSize(innerOf(file), size);
}

int lockLog(sqlite3_file *file, int level)
{
    return innerOf(file)->pMethods->xLock(innerOf(file), level);
}

int unlockLog(sqlite3_file *file, int level)
{
    return innerOf(file)->pMethods->xUnlock(innerOf(file), level);
}

int checkLockOfLog(sqlite3_file *file, int *isReserved)
{
    return innerOf(file)->pMethods->xCheckReservedLock(innerOf(file), isReserved);
}

int controlLog(sqlite3_file *file, int operation, void *argument)
{
    return innerOf(file)->pMethods->xFileControl(innerOf(file), operation, argument);
}

int sectorSizeOfLog(sqlite3_file *file)
{
    return innerOf(file)->pMethods->xSectorSize(innerOf(file));
}

int traitsOfLog(sqlite3_file *file)
{
    return innerOf(file)->pMethods->xDeviceCharacteristics(innerOf(file));
}

/// Version 1: a log is neither mapped nor shares memory; its index belongs to the database file.
constexpr sqlite3_io_methods logMethods = {
    .iVersion = 1,
    .xClose = closeLog,
    .xRead = readLog,
    .xWrite = writeLog,
    .xTruncate = truncateLog,
    .xSync = syncLog,
    .xFileSize = sizeOfLog,
    .xLock = lockLog,
    .xUnlock = unlockLog,
    .xCheckReservedLock = checkLockOfLog,
    .xFileControl = controlLog,
    .xSectorSize = sectorSizeOfLog,
    .xDeviceCharacteristics = traitsOfLog,
};

sqlite3_vfs &defaultVfs()
{
    static sqlite3_vfs *const vfs = sqlite3_vfs_find(nullptr);
    PARADOX_ASSERT(vfs != nullptr);
    return *vfs;
}

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *flagsOut)
{
    sqlite3_vfs &inner = defaultVfs();
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return inner.xOpen(&inner, path, file, flags, flagsOut);
    auto *const log = new (file) LogFile{.base = {}, .held = new Held};
    const int code = inner.xOpen(&inner, path, &log->inner(), flags, flagsOut);
    if (code == SQLITE_OK)
        log->base.pMethods = &logMethods;
    else
        delete log->held; // without methods SQLite does not close
    return code;
}

} // namespace

const char *logVfs()
{
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made = defaultVfs();
        made.zName = name;
        made.szOsFile += static_cast<int>(sizeof(LogFile));
        made.xOpen = openFile;
        made.pNext = nullptr;
        return made;
    }();
    [[maybe_unused]] static const int registered = sqlite3_vfs_register(&vfs, 0);
    PARADOX_ASSERT(registered == SQLITE_OK);
    return name;
}

} // namespace paradox::storage
