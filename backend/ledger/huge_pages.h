#pragma once

#include <memory_resource>

namespace paradox::ledger {

/// Memory for what is large and stays. What fills a huge page is asked for in huge pages, where the system has them:
/// fewer page faults, which can cost more than what is then written, and fewer misses when it is read.
class HugePages final : public std::pmr::memory_resource {
private:
    void *do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void *start, std::size_t bytes, std::size_t alignment) override;
    [[nodiscard]] bool do_is_equal(const memory_resource &other) const noexcept override { return this == &other; }
};

} // namespace paradox::ledger
