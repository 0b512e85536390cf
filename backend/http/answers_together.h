#pragma once

namespace paradox::http {

struct Completion;

/// While one lives, the answers that its thread gives wait; when it ends they go to their I/O threads, each of which is
/// woken once. For a thread that answers many requests in one go. Not nested, and not on an I/O thread.
class AnswersTogether {
public:
    AnswersTogether();
    ~AnswersTogether();
    AnswersTogether(const AnswersTogether &) = delete;
    AnswersTogether &operator=(const AnswersTogether &) = delete;

    /// Takes the answer if one lives on this thread. For connections.
    [[nodiscard]] static bool take(Completion &completion);
};

} // namespace paradox::http
