#include "tests/support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace paradox::test {

ChildProcess::ChildProcess(const std::vector<std::string> &argv, const std::string &errorFile, Input input)
{
    int pipeEnds[2];
    int inputEnds[2] = {-1, -1};
    if (pipe2(pipeEnds, O_CLOEXEC) != 0)
        std::abort();
    // A socket: writing to a child that is gone is an answer, not a signal.
    if (input == Input::Pipe && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, inputEnds) != 0)
        std::abort();
    std::vector<char *> arguments;
    for (const std::string &argument : argv)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    m_pid = fork();
    if (m_pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that dies leaves nothing behind
        dup2(pipeEnds[1], STDOUT_FILENO);
        if (input == Input::Pipe)
            dup2(inputEnds[1], STDIN_FILENO);
        if (!errorFile.empty()) {
            const int file = open(errorFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            dup2(file, STDERR_FILENO);
        }
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    close(pipeEnds[1]);
    m_stdout = pipeEnds[0];
    if (input == Input::Pipe)
        close(inputEnds[1]);
    m_stdin = inputEnds[0];
}

ChildProcess::ChildProcess(ChildProcess &&other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)),
      m_stdin(std::exchange(other.m_stdin, -1)),
      m_stdout(std::exchange(other.m_stdout, -1)),
      m_buffer(std::move(other.m_buffer))
{
}

ChildProcess &ChildProcess::operator=(ChildProcess &&other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_stdin, other.m_stdin);
    std::swap(m_stdout, other.m_stdout);
    std::swap(m_buffer, other.m_buffer);
    return *this;
}

ChildProcess::~ChildProcess()
{
    if (m_pid > 0) {
        signal(SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    for (const int descriptor : {m_stdin, m_stdout}) {
        if (descriptor >= 0)
            close(descriptor);
    }
}

std::optional<std::string> ChildProcess::readLine(int timeoutMs)
{
    for (;;) {
        const std::size_t end = m_buffer.find('\n');
        if (end != std::string::npos) {
            std::string line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 1);
            return line;
        }
        pollfd ready{.fd = m_stdout, .events = POLLIN, .revents = 0};
        char chunk[4096];
        if (poll(&ready, 1, timeoutMs * PARADOX_TEST_PATIENCE) <= 0)
            return std::nullopt;
        const ssize_t count = read(m_stdout, chunk, sizeof chunk);
        if (count <= 0)
            return std::nullopt;
        m_buffer.append(chunk, static_cast<std::size_t>(count));
    }
}

bool ChildProcess::write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = send(m_stdin, text.data(), text.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void ChildProcess::signal(int number) const
{
    if (m_pid > 0)
        kill(m_pid, number);
}

std::optional<int> ChildProcess::wait(int timeoutMs)
{
    if (m_pid <= 0)
        return std::nullopt;
    const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0));
    pollfd ended{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int ready = poll(&ended, 1, timeoutMs * PARADOX_TEST_PATIENCE);
    close(descriptor);
    if (ready <= 0)
        return std::nullopt;
    int status = 0;
    waitpid(m_pid, &status, 0);
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

long ChildProcess::residentKiB() const
{
    std::ifstream file("/proc/" + std::to_string(m_pid) + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:"))
            return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

} // namespace paradox::test
