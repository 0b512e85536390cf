#pragma once

#include "client/error.h"

#include <QMetaObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace paradox::client {

template <class T>
class Promise;

/// The answer to a call: exactly one, later (never inside the call), on the thread of the context it is given to; a
/// context that has died by then drops it. Copies are the same reply. Used on one thread; answered on the same one.
template <class T>
class Reply {
public:
    using Value = T;

    /// Calls `receive(const Result<T> &)` through the context's event loop.
    template <class Receive>
    void onDone(QObject *context, Receive receive) const
    {
        QPointer<QObject> alive(context);
        listen([alive, receive = std::move(receive)](const Result<T> &result) mutable {
            if (alive)
                QMetaObject::invokeMethod(
                    alive.data(), [receive = std::move(receive), result]() mutable { receive(result); },
                    Qt::QueuedConnection);
        });
    }

    /// The reply of a next step that needs this one's value; an error skips the step.
    template <class Next>
    [[nodiscard]] auto then(Next next) const -> std::invoke_result_t<Next, const T &>
    {
        using Chained = std::invoke_result_t<Next, const T &>;
        Promise<typename Chained::Value> promise;
        listen([promise, next = std::move(next)](const Result<T> &result) mutable {
            if (!result) {
                promise.finish(std::unexpected(result.error()));
                return;
            }
            next(*result).listen([promise](const auto &last) mutable { promise.finish(last); });
        });
        return promise.reply();
    }

    /// The same answer with another value.
    template <class Map>
    [[nodiscard]] auto map(Map change) const -> Reply<std::invoke_result_t<Map, const T &>>
    {
        using Changed = std::invoke_result_t<Map, const T &>;
        Promise<Changed> promise;
        listen([promise, change = std::move(change)](const Result<T> &result) mutable {
            if (result)
                promise.finish(change(*result));
            else
                promise.finish(std::unexpected(result.error()));
        });
        return promise.reply();
    }

    /// For the client's own layers: called as soon as the answer is there, inside whoever answers.
    void listen(std::function<void(const Result<T> &)> listener) const
    {
        if (m_state->result)
            listener(*m_state->result);
        else
            m_state->listeners.push_back(std::move(listener));
    }

    [[nodiscard]] static Reply failed(Error error)
    {
        Promise<T> promise;
        promise.finish(std::unexpected(std::move(error)));
        return promise.reply();
    }
    [[nodiscard]] static Reply ready(T value)
    {
        Promise<T> promise;
        promise.finish(std::move(value));
        return promise.reply();
    }

private:
    friend class Promise<T>;

    struct State {
        std::optional<Result<T>> result;
        std::vector<std::function<void(const Result<T> &)>> listeners;
    };

    explicit Reply(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    std::shared_ptr<State> m_state;
};

/// The answering end. The first answer counts; when every copy goes without one, the answer is ErrorCode::Closed.
template <class T>
class Promise {
public:
    Promise() : m_core(std::make_shared<Core>()) {}

    [[nodiscard]] Reply<T> reply() const { return Reply<T>(m_core->state); }

    void finish(Result<T> result) { m_core->finish(std::move(result)); }
    [[nodiscard]] bool isFinished() const { return m_core->state->result.has_value(); }

private:
    struct Core {
        std::shared_ptr<typename Reply<T>::State> state = std::make_shared<typename Reply<T>::State>();

        Core() = default;
        Core(const Core &) = delete;
        Core &operator=(const Core &) = delete;
        ~Core() { finish(std::unexpected(Error{.code = ErrorCode::Closed, .detail = "nobody is left to answer"})); }

        void finish(Result<T> result)
        {
            if (state->result)
                return;
            state->result.emplace(std::move(result));
            const auto keep = state;
            for (auto &listener : std::exchange(keep->listeners, {}))
                listener(*keep->result);
        }
    };

    std::shared_ptr<Core> m_core;
};

} // namespace paradox::client
