#include "tests/svm/vault_world.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

TEST(VaultDifferential, nativeAndSbpfAgree)
{
    VaultWorld world;
    runScenario(world);
}

TEST(VaultDifferential, nativeAndSbpfAgreeUndisturbed)
{
    VaultWorld world;
    runScenario(world, {.steps = 800, .mutateOneIn = 20, .seedOffset = 1});
}

} // namespace
} // namespace paradox::test
