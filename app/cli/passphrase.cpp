#include "passphrase.h"

#include <cstdio>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace paradox::cli {
namespace {

constexpr std::size_t lineBytesMax = 1024;

/// The terminal without echo, as long as this lives.
class QuietTerminal {
public:
    explicit QuietTerminal(int fd) : m_fd(fd), m_isTerminal(tcgetattr(fd, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(fd, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal()
    {
        if (m_isTerminal)
            tcsetattr(m_fd, TCSAFLUSH, &m_before);
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

private:
    int m_fd;
    termios m_before{};
    bool m_isTerminal;
};

} // namespace

std::optional<signer::SecureBuffer> readPassphrase(const QString &prompt, std::optional<int> fd)
{
    int source = fd.value_or(STDIN_FILENO);
    int terminal = -1;
    if (!fd && isatty(STDIN_FILENO) == 0) {
        // Standard input is data or a pipe: a person can still answer on the terminal.
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
        if (terminal >= 0)
            source = terminal;
    }
    auto line = signer::SecureBuffer::allocate(lineBytesMax);
    if (!line)
        return std::nullopt;
    const bool asks = isatty(source) != 0;
    if (asks)
        std::fprintf(stderr, "%s: ", qUtf8Printable(prompt));
    std::size_t size = 0;
    bool ended = false;
    {
        const QuietTerminal quiet(source);
        // Byte by byte: what follows the line belongs to the next reader.
        while (size < lineBytesMax && !ended) {
            std::uint8_t &byte = line->writable()[size];
            const ssize_t count = read(source, &byte, 1);
            if (count == 1 && byte != '\n')
                ++size;
            else
                ended = true;
        }
    }
    if (asks)
        std::fputc('\n', stderr);
    if (terminal >= 0)
        close(terminal);
    if (size == 0)
        return std::nullopt;
    line->shrink(size);
    return line;
}

} // namespace paradox::cli
