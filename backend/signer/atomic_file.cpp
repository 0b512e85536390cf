#include "signer/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace paradox::signer {
namespace {

std::filesystem::path folderOf(const std::filesystem::path &path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// A flushed file of its own beside `path`; empty when that failed.
std::filesystem::path writeSideFile(const std::filesystem::path &path, ByteSpan bytes)
{
    const std::filesystem::path side = path.string() + ".new." + std::to_string(getpid());
    unlink(side.c_str()); // of this process, from a write that failed
    const int file = ::open(side.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return {};
    const bool written = writeAll(file, bytes) && fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    if (written && closed)
        return side;
    unlink(side.c_str());
    return {};
}

} // namespace

bool writeAll(int file, ByteSpan bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

bool flushFolder(const std::filesystem::path &folder)
{
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool flushed = fsync(file) == 0;
    ::close(file);
    return flushed;
}

bool writeAtomically(const std::filesystem::path &path, ByteSpan bytes)
{
    const std::filesystem::path side = writeSideFile(path, bytes);
    if (side.empty())
        return false;
    if (std::rename(side.c_str(), path.c_str()) != 0) {
        unlink(side.c_str());
        return false;
    }
    return flushFolder(folderOf(path));
}

bool writeNew(const std::filesystem::path &path, ByteSpan bytes)
{
    const std::filesystem::path side = writeSideFile(path, bytes);
    if (side.empty())
        return false;
    const bool linked = link(side.c_str(), path.c_str()) == 0; // refuses an existing name, unlike rename
    unlink(side.c_str());
    return linked && flushFolder(folderOf(path));
}

std::optional<Bytes> readFile(const std::filesystem::path &path, std::size_t sizeMax)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    struct stat info{};
    Bytes bytes;
    bool good = fstat(file, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::size_t>(info.st_size) <= sizeMax;
    if (good) {
        bytes.resize(static_cast<std::size_t>(info.st_size));
        std::size_t done = 0;
        while (good && done < bytes.size()) {
            const ssize_t got = ::read(file, bytes.data() + done, bytes.size() - done);
            if (got < 0 && errno == EINTR)
                continue;
            good = got > 0;
            done += good ? static_cast<std::size_t>(got) : 0;
        }
    }
    ::close(file);
    return good ? std::optional(std::move(bytes)) : std::nullopt;
}

} // namespace paradox::signer
