#include "programs/idl/idl.h"
#include "programs/idl/idls.h"
#include "programs/registry/events.h"
#include "programs/registry/meter_events.h"
#include "programs/registry/registry.h"

namespace paradox::programs {

std::string registryIdl()
{
    using namespace program::registry;
    using program::TypeList;
    idl::Writer writer({"registry", registryDefaultId, "Users and smart meters of the energy market"});
    writer.accounts(TypeList<Registry, OracleAuthority, UserAccount, MeterAccount>());
    writer.types(TypeList<UserType, UserStatus, MeterType, MeterStatus>());
    writer.events(TypeList<RegistryInitialized, OracleAuthoritySet, UserRegistered, UserStatusUpdated, UserClosed,
                           MeterRegistered, MeterStatusUpdated, MeterReadingUpdated, MeterBalanceSettled>());
    writer.instructions<Instructions>();
#define REGISTRY_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_REGISTRY_ERRORS(REGISTRY_IDL_ERROR)
#undef REGISTRY_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs
