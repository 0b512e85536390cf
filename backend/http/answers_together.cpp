#include "http/answers_together.h"

#include "domain/assert.h"
#include "http/connection.h"

#include <algorithm>

namespace paradox::http {

namespace {

thread_local bool isHeld = false;
thread_local std::vector<Completion> held;

} // namespace

AnswersTogether::AnswersTogether()
{
    PARADOX_ASSERT(!isHeld);
    isHeld = true;
}

AnswersTogether::~AnswersTogether()
{
    isHeld = false;
    std::ranges::stable_sort(held, std::less<>(), [](const Completion &each) { return &each.connection->thread(); });
    for (std::span<Completion> rest(held); !rest.empty();) {
        IoThread &thread = rest.front().connection->thread();
        const auto end =
            std::ranges::find_if(rest, [&](const Completion &each) { return &each.connection->thread() != &thread; });
        const auto count = static_cast<std::size_t>(end - rest.begin());
        thread.deliver(rest.first(count));
        rest = rest.subspan(count);
    }
    held.clear(); // its room is kept for the next time
}

bool AnswersTogether::take(Completion &completion)
{
    if (isHeld)
        held.push_back(std::move(completion));
    return isHeld;
}

} // namespace paradox::http
