#include "solana/programs.h"
#include "tests/svm/token_world.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

TEST(TokenDifferential, nativeAndDeployedAgree)
{
    TokenWorld world(solana::tokenProgram);
    runScenario(world, {.steps = 6'000});
}

} // namespace
} // namespace paradox::test
