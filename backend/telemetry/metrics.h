#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paradox::telemetry {

/// Label names and values, in the order they are printed. Values come from closed sets: never a key, an id or a path.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Only goes up. Any thread.
class Counter {
public:
    void add(std::uint64_t count = 1) { m_value.fetch_add(count, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value = 0;
};

/// A level that was measured. Any thread.
class Gauge {
public:
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_value = 0;
};

/// Durations, in microseconds inside and in seconds outside. Any thread.
class Histogram {
public:
    /// Upper ends of the buckets in microseconds; one more is open above.
    static constexpr std::array<std::uint64_t, 14> boundsUs{
        100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000, 30'000'000};

    void observe(std::int64_t microseconds);
    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] std::uint64_t sumUs() const { return m_sumUs.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t bucket(std::size_t index) const
    {
        return m_buckets[index].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, boundsUs.size() + 1> m_buckets{};
    std::atomic<std::uint64_t> m_sumUs = 0;
};

/// Every figure of a process by name and labels; handed to whoever counts. Asking twice for the same gives the same.
/// Names are ppv_*, without the _total of counters; register at the start, so that absent never means zero. Any thread.
class Registry {
public:
    static constexpr std::size_t seriesPerNameMax = 1000;

    [[nodiscard]] Counter &counter(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Gauge &gauge(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Histogram &histogram(std::string_view name, std::string_view help, Labels labels = {});
    /// Runs before every exposition: to set gauges from where the truth is.
    void beforeExposition(std::function<void()> collector);

    /// OpenMetrics text, version 1.0.0, ends with "# EOF".
    [[nodiscard]] std::string openMetrics() const;

private:
    enum class Kind { Counter, Gauge, Histogram };
    struct Family {
        Kind kind = Kind::Counter;
        std::string help;
        std::map<Labels, std::unique_ptr<Counter>> counters;
        std::map<Labels, std::unique_ptr<Gauge>> gauges;
        std::map<Labels, std::unique_ptr<Histogram>> histograms;
    };
    [[nodiscard]] Family &family(std::string_view name, std::string_view help, Kind kind);

    mutable std::mutex m_mutex;
    std::map<std::string, Family, std::less<>> m_families;
    std::vector<std::function<void()>> m_collectors;
};

} // namespace paradox::telemetry
