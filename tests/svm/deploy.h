#pragma once

#include "tests/support/svm_host.h"

namespace paradox::test {

struct Deployed {
    PublicKey program;
    PublicKey programData;
};

/// Deploys a program as anyone must on a cluster: a buffer written in chunks, then the upgradeable loader's deployment
/// with its verifier. `payer` pays, and is the upgrade authority. Adds to gtest's failures.
Deployed deploy(SvmHost &machine, const std::filesystem::path &file, const solana::Keypair &payer);

} // namespace paradox::test
