#pragma once

#include "domain/ids.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace paradox::admission {

/// Who ends when, earliest first. Who ends before stays in it until `trim` finds that most have.
class Deadlines {
public:
    void add(UnixSeconds when, std::uint64_t number)
    {
        m_heap.emplace_back(when, number);
        std::ranges::push_heap(m_heap, std::greater<>());
    }
    /// Takes the earliest out if its time has come.
    [[nodiscard]] std::optional<std::uint64_t> takeDue(UnixSeconds now)
    {
        if (m_heap.empty() || m_heap.front().first > now)
            return std::nullopt;
        std::ranges::pop_heap(m_heap, std::greater<>());
        const std::uint64_t number = m_heap.back().second;
        m_heap.pop_back();
        return number;
    }
    /// Keeps it in proportion to the `live` ones: when it holds more than twice as many, those that `isLive` does not
    /// know go. Seldom enough to cost nothing each.
    void trim(std::size_t live, const auto &isLive)
    {
        if (m_heap.size() <= 2 * live + spare)
            return;
        std::erase_if(m_heap, [&](const auto &one) { return !isLive(one.second); });
        std::ranges::sort(m_heap); // which is a heap, too
        const auto twice = std::ranges::unique(m_heap);
        m_heap.erase(twice.begin(), twice.end());
    }
    [[nodiscard]] std::size_t size() const { return m_heap.size(); }
    void clear() { m_heap.clear(); }

private:
    static constexpr std::size_t spare = 1'024;
    std::vector<std::pair<UnixSeconds, std::uint64_t>> m_heap;
};

} // namespace paradox::admission
