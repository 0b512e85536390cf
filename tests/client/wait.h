#pragma once

#include "client/reply.h"
#include "domain/clock.h"

#include <QTest>

#include <optional>

namespace paradox::test {

class FixedClock final : public Clock {
public:
    [[nodiscard]] UnixMillis wall() const override { return now; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return now.value; }
    UnixMillis now{1'800'000'000'000};
};

class CountingRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        for (std::uint8_t &byte : out)
            byte = static_cast<std::uint8_t>(m_next++ * 31 + 7);
    }

private:
    unsigned m_next = 0;
};

/// The answer, or an error of its own when none comes.
template <class T>
client::Result<T> waitFor(const client::Reply<T> &reply)
{
    QObject context;
    std::optional<client::Result<T>> answer;
    reply.onDone(&context, [&](const client::Result<T> &result) { answer.emplace(result); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000))
        return std::unexpected(client::Error{.code = client::ErrorCode::TimedOut, .detail = "the test waited in vain"});
    return *answer;
}

} // namespace paradox::test
