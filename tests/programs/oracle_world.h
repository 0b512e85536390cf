#pragma once

#include "oracle_calls.h"
#include "registry_world.h"

namespace paradox::test {

/// An oracle whose gateway is also the key whose readings the registry takes.
class OracleWorld : public RegistryWorld, protected OracleCalls {
protected:
    void SetUp() override
    {
        RegistryWorld::SetUp();
        expectOk(call<oracle::Initialize>({programs::wire::toKey(gateway)}, {{oracle::Initialize::authority, admin}}));
        expectOk(link(admin, registryProgram));
    }

    oracle::OracleData oracleData() { return stateOf<oracle::OracleData>(oracleKey()); }

    const PublicKey gateway = meterOracle;
};

} // namespace paradox::test
