// All examples in one object: what the linker's fuzz target starts from.
#define PARADOX_ONE_OBJECT
#include "constructs.cpp"
#include "entry.cpp"
#include "shapes.cpp"
