#pragma once

#include "program_world.h"
#include "registry_calls.h"

namespace paradox::test {

/// A registry with an oracle, one prosumer and his meter.
class RegistryWorld : public ProgramWorld, protected RegistryCalls {
protected:
    void SetUp() override
    {
        expectOk(completeCall<registry::Initialize>({}, {{registry::Initialize::authority, admin}}));
        expectOk(setOracle(admin, meterOracle));
        expectOk(registerUser(alice));
        expectOk(registerMeter(alice, meterId));
    }

    registry::MeterAccount meter(std::string_view id = meterId)
    {
        return stateOf<registry::MeterAccount>(meterKey(id));
    }
    registry::UserAccount user(const PublicKey &key) { return stateOf<registry::UserAccount>(userKey(key)); }
    registry::Registry theRegistry() { return stateOf<registry::Registry>(registryKey()); }

    const PublicKey admin = funded(1);
    const PublicKey meterOracle = funded(2);
    const PublicKey alice = funded(3);
    const PublicKey bob = funded(4);
};

} // namespace paradox::test
