#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

namespace paradox::testing {

/// As long as this lives no file of this process can be written beyond so many bytes.
class FullDisk {
public:
    explicit FullDisk(rlim_t fileBytesMax) : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &m_before), 0);
        const rlimit small{.rlim_cur = fileBytesMax, .rlim_max = m_before.rlim_max};
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    }
    ~FullDisk()
    {
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &m_before), 0);
        std::signal(SIGXFSZ, m_handler);
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace paradox::testing
