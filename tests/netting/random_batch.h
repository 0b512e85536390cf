#pragma once

#include "tests/netting/naive_reference.h"
#include "tests/netting/seeded_random.h"

namespace paradox::netting::test {

/// A small market drawn from a seed: chains that mostly hold, short purses, strangers, ghosts, self-trades, a treasury
/// that trades, amounts from nothing to 64 bits, bounds on evictions.
[[nodiscard]] NaiveBatch randomBatch(SeededRandom &random);

/// One item that passes from hand to hand, one purse too thin somewhere: each eviction turns the rest of the chain
/// over.
[[nodiscard]] NaiveBatch chainBatch(SeededRandom &random);

} // namespace paradox::netting::test
