#include "telemetry/metrics.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::telemetry {

namespace {

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

/// {a="b",le="0.1"}; nothing without labels.
std::string labelText(const Labels &labels, std::string_view extraName = {}, std::string_view extraValue = {})
{
    std::string text;
    for (const auto &[name, value] : labels)
        text += (text.empty() ? "" : ",") + name + "=\"" + escaped(value) + "\"";
    if (!extraName.empty())
        text += (text.empty() ? "" : ",") + std::string(extraName) + "=\"" + std::string(extraValue) + "\"";
    return text.empty() ? text : "{" + text + "}";
}

/// Microseconds as seconds, without a floating-point number.
std::string secondsText(std::uint64_t microseconds)
{
    std::string fraction = std::to_string(microseconds % 1'000'000);
    fraction.insert(0, 6 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return std::to_string(microseconds / 1'000'000) + "." + (fraction.empty() ? "0" : fraction);
}

void print(std::string &out, const std::string &name, const Labels &labels, const Histogram &histogram)
{
    std::uint64_t count = 0;
    for (std::size_t i = 0; i <= Histogram::boundsUs.size(); ++i) {
        count += histogram.bucket(i);
        const std::string bound = i < Histogram::boundsUs.size() ? secondsText(Histogram::boundsUs[i]) : "+Inf";
        out += name + "_bucket" + labelText(labels, "le", bound) + " " + std::to_string(count) + "\n";
    }
    out += name + "_count" + labelText(labels) + " " + std::to_string(count) + "\n";
    out += name + "_sum" + labelText(labels) + " " + secondsText(histogram.sumUs()) + "\n";
}

template <class Series>
Series &find(std::map<Labels, std::unique_ptr<Series>> &all, Labels labels)
{
    auto &series = all[std::move(labels)];
    PARADOX_ASSERT(all.size() <= Registry::seriesPerNameMax);
    if (!series)
        series = std::make_unique<Series>();
    return *series;
}

} // namespace

void Histogram::observe(std::int64_t microseconds)
{
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0));
    const auto bound = std::ranges::lower_bound(boundsUs, value);
    m_buckets[static_cast<std::size_t>(bound - boundsUs.begin())].fetch_add(1, std::memory_order_relaxed);
    m_sumUs.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const
{
    std::uint64_t count = 0;
    for (const auto &bucket : m_buckets)
        count += bucket.load(std::memory_order_relaxed);
    return count;
}

Registry::Family &Registry::family(std::string_view name, std::string_view help, Kind kind)
{
    const auto found = m_families.find(name);
    Family &family = found != m_families.end() ? found->second : m_families[std::string(name)];
    if (family.help.empty()) {
        family.kind = kind;
        family.help = help;
    }
    PARADOX_ASSERT(family.kind == kind);
    return family;
}

Counter &Registry::counter(std::string_view name, std::string_view help, Labels labels)
{
    const std::lock_guard lock(m_mutex);
    return find(family(name, help, Kind::Counter).counters, std::move(labels));
}

Gauge &Registry::gauge(std::string_view name, std::string_view help, Labels labels)
{
    const std::lock_guard lock(m_mutex);
    return find(family(name, help, Kind::Gauge).gauges, std::move(labels));
}

Histogram &Registry::histogram(std::string_view name, std::string_view help, Labels labels)
{
    const std::lock_guard lock(m_mutex);
    return find(family(name, help, Kind::Histogram).histograms, std::move(labels));
}

void Registry::beforeExposition(std::function<void()> collector)
{
    const std::lock_guard lock(m_mutex);
    m_collectors.push_back(std::move(collector));
}

std::string Registry::openMetrics() const
{
    std::vector<std::function<void()>> collectors;
    {
        const std::lock_guard lock(m_mutex);
        collectors = m_collectors;
    }
    for (const auto &collector : collectors)
        collector();

    const std::lock_guard lock(m_mutex);
    std::string out;
    for (const auto &[name, family] : m_families) {
        const std::string_view kind = family.kind == Kind::Counter ? "counter"
                                      : family.kind == Kind::Gauge ? "gauge"
                                                                   : "histogram";
        out += "# TYPE " + name + " " + std::string(kind) + "\n# HELP " + name + " " + escaped(family.help) + "\n";
        for (const auto &[labels, counter] : family.counters)
            out += name + "_total" + labelText(labels) + " " + std::to_string(counter->value()) + "\n";
        for (const auto &[labels, gauge] : family.gauges)
            out += name + labelText(labels) + " " + std::to_string(gauge->value()) + "\n";
        for (const auto &[labels, histogram] : family.histograms)
            print(out, name, labels, *histogram);
    }
    return out + "# EOF\n";
}

} // namespace paradox::telemetry
