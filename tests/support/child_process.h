#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::test {

/// A program started for a test: its stdout readable line by line, killed when it goes out of scope. Time limits are
/// those of an ordinary build; sanitized ones get more.
class ChildProcess {
public:
    enum class Input { Inherited, Pipe };

    /// argv[0] is the program's path. Standard error goes to `errorFile`, or to this process's when empty.
    ChildProcess(const std::vector<std::string> &argv, const std::string &errorFile, Input input = Input::Inherited);
    ~ChildProcess();
    ChildProcess(ChildProcess &&other) noexcept;
    ChildProcess &operator=(ChildProcess &&other) noexcept;

    /// The next line of its stdout; nothing when it closed it or the time is over.
    [[nodiscard]] std::optional<std::string> readLine(int timeoutMs);
    /// Into its stdin, which is a pipe; false when nobody reads it any more.
    [[nodiscard]] bool write(std::string_view text);
    void signal(int number) const;
    /// The exit code, 128 + signal for a killed one; nothing when the time is over.
    [[nodiscard]] std::optional<int> wait(int timeoutMs);
    [[nodiscard]] pid_t pid() const { return m_pid; }
    /// Resident memory in KiB, from /proc.
    [[nodiscard]] long residentKiB() const;

private:
    pid_t m_pid = -1;
    int m_stdin = -1;
    int m_stdout = -1;
    std::string m_buffer;
};

} // namespace paradox::test
