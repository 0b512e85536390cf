#pragma once

#include "client/reply.h"

#include <QEventLoop>

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

} // namespace paradox::cli
