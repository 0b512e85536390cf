#pragma once

#include <stdint.h>

/// What programs may be written with, each construct behind a number. Compiled for this machine and for SBPF; both must
/// give the same answers.
namespace paradox::examples {

inline constexpr uint64_t constructCount = 18;

uint64_t answer(uint64_t construct, uint64_t value);

/// In every object that uses it, kept once.
inline uint64_t inlineInTwoObjects(uint64_t value)
{
    return value * 31 + 7;
}

/// Defined in shapes.cpp.
class Shape {
public:
    virtual uint64_t area(uint64_t scale) const = 0;
    virtual const char *name() const { return "shape"; }

protected:
    ~Shape() = default;
};
const Shape &shape(uint64_t index);
uint64_t twiceThroughAnotherObject(uint64_t value);

} // namespace paradox::examples
