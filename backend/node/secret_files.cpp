#include "node/secret_files.h"

#include "domain/encoding.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace paradox::node {
namespace {

using Text = std::expected<std::string, std::string>;

constexpr std::size_t secretBytesMax = 4096;
constexpr std::size_t tokenBytes = 32;

std::string failedTo(const char *what, const std::filesystem::path &file)
{
    return std::string("cannot ") + what + " " + file.string() + ": " + std::strerror(errno);
}

Text readSecret(const std::filesystem::path &file)
{
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (handle < 0)
        return std::unexpected(failedTo("read", file));
    struct stat info{};
    const bool isKnown = ::fstat(handle, &info) == 0;
    if (!isKnown || !S_ISREG(info.st_mode) || (info.st_mode & 077) != 0) {
        ::close(handle);
        return std::unexpected(file.string() + " may be read by others than its owner; set its mode to 0600");
    }
    std::string text(secretBytesMax, '\0');
    const ssize_t size = ::read(handle, text.data(), text.size());
    ::close(handle);
    if (size < 0)
        return std::unexpected(failedTo("read", file));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/// Complete or not there at all, whenever the machine stops: a draft, made durable, then linked under its name.
std::expected<void, std::string> writeSecret(const std::filesystem::path &file, const std::string &text)
{
    std::filesystem::path draft = file;
    draft += ".draft";
    ::unlink(draft.c_str());
    const int handle = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle < 0)
        return std::unexpected(failedTo("create", draft));
    const bool written =
        ::write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(handle) == 0;
    ::close(handle);
    // link() refuses a name that is taken: an existing secret is never replaced.
    const bool named = written && ::link(draft.c_str(), file.c_str()) == 0;
    const std::string trouble = named ? std::string() : failedTo("create", file);
    ::unlink(draft.c_str());
    if (!named)
        return std::unexpected(trouble);
    const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0)
        ::close(folder);
    return synced ? std::expected<void, std::string>() : std::unexpected(failedTo("sync the folder of", file));
}

bool isThere(const std::filesystem::path &file)
{
    struct stat info{};
    return ::lstat(file.c_str(), &info) == 0 || errno != ENOENT;
}

} // namespace

std::expected<void, std::string> prepareDirectory(const std::filesystem::path &directory)
{
    std::error_code error;
    if (directory.has_parent_path())
        std::filesystem::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return std::unexpected(failedTo("create the directory", directory));
    struct stat info{};
    if (::stat(directory.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
        return std::unexpected(directory.string() + " is not a directory");
    if (info.st_uid != ::geteuid())
        return std::unexpected(directory.string() + " belongs to another user");
    if ((info.st_mode & 077) != 0 && ::chmod(directory.c_str(), 0700) != 0)
        return std::unexpected(failedTo("close to others", directory));
    return {};
}

std::expected<solana::Keypair, std::string> loadOrMakeKey(const std::filesystem::path &file, Random &random)
{
    if (!isThere(file)) {
        const solana::Keypair made = solana::Keypair::generate(random);
        std::string text = made.toCliJson();
        const auto written = writeSecret(file, text);
        sodium_memzero(text.data(), text.size());
        if (!written)
            return std::unexpected(written.error());
    }
    Text text = readSecret(file);
    if (!text)
        return std::unexpected(text.error());
    std::optional<solana::Keypair> key = solana::Keypair::fromCliJson(*text);
    sodium_memzero(text->data(), text->size());
    if (!key)
        return std::unexpected(file.string() + " does not hold a key pair");
    return std::move(*key);
}

std::expected<std::string, std::string> loadOrMakeToken(const std::filesystem::path &file, Random &random)
{
    if (!isThere(file)) {
        std::array<std::uint8_t, tokenBytes> bytes{};
        random.fill(bytes);
        const auto written = writeSecret(file, hexEncode(bytes) + "\n");
        if (!written)
            return std::unexpected(written.error());
    }
    Text text = readSecret(file);
    if (!text)
        return text;
    while (!text->empty() && text->back() == '\n')
        text->pop_back();
    const std::optional<Bytes> bytes = hexDecode(*text);
    if (!bytes || bytes->size() != tokenBytes)
        return std::unexpected(file.string() + " does not hold a node token");
    return text;
}

std::expected<std::string, std::string> readTokenFromStdin()
{
    std::string token;
    char letter = 0;
    while (token.size() <= secretBytesMax) {
        const ssize_t size = ::read(STDIN_FILENO, &letter, 1);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0 || letter == '\n')
            break;
        if (letter != '\r')
            token.push_back(letter);
    }
    const bool isPlain =
        token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/.~") ==
        std::string::npos;
    if (token.size() < tokenBytes || token.size() > 256 || !isPlain)
        return std::unexpected("standard input gave no node token (32 to 256 characters on one line)");
    return token;
}

void hardenProcess()
{
    const rlimit none{0, 0};
    (void)::setrlimit(RLIMIT_CORE, &none);
    (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

} // namespace paradox::node
