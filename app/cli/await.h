#pragma once

#include "client/reply.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace paradox::cli {

/// Runs the event loop until the reply is there. The command line has nothing else to do meanwhile.
template <class T>
[[nodiscard]] client::Result<T> await(const client::Reply<T> &reply)
{
    QEventLoop loop;
    std::optional<client::Result<T>> answer;
    reply.onDone(&loop, [&](const client::Result<T> &result) {
        answer = result;
        loop.quit();
    });
    loop.exec();
    return *answer;
}

/// Makes the call again for as long as the node asks for patience (429): for questions, which change nothing.
template <class Call>
[[nodiscard]] auto awaitPatiently(Call call)
{
    for (;;) {
        auto answer = await(call());
        if (answer || answer.error().code != client::ErrorCode::Throttled)
            return answer;
        QEventLoop pause;
        QTimer::singleShot(static_cast<int>(std::clamp<std::int64_t>(answer.error().retryAfterMs, 50, 5'000)), &pause,
                           &QEventLoop::quit);
        pause.exec();
    }
}

} // namespace paradox::cli
