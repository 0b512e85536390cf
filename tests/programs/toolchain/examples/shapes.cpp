#include "constructs.h"

namespace paradox::examples {

namespace {

class Square final : public Shape {
public:
    constexpr explicit Square(uint64_t side) : m_side(side) {}
    uint64_t area(uint64_t scale) const override { return m_side * m_side * scale; }
    const char *name() const override { return "square"; }

private:
    uint64_t m_side;
};

class Strip final : public Shape {
public:
    uint64_t area(uint64_t scale) const override { return scale + inlineInTwoObjects(scale); }
};

constexpr Square small(3);
constexpr Square large(1'000'000);
constexpr Strip strip;
constexpr const Shape *shapes[] = {&small, &large, &strip};

} // namespace

const Shape &shape(uint64_t index)
{
    return *shapes[index % 3];
}

__attribute__((noinline)) uint64_t twiceThroughAnotherObject(uint64_t value)
{
    return 2 * inlineInTwoObjects(value);
}

#ifndef PARADOX_ONE_OBJECT
/// A stronger definition waits in constructs.cpp.
__attribute__((weak)) uint64_t replaceable(uint64_t)
{
    return 1;
}
#endif

} // namespace paradox::examples
