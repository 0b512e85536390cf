#include "programs/idl/idl.h"
#include "programs/idl/idls.h"
#include "programs/oracle/events.h"
#include "programs/oracle/oracle.h"

namespace paradox::programs {

std::string oracleIdl()
{
    using namespace program::oracle;
    using program::TypeList;
    using program::registry::RegistryLink;
    using program::registry::RegistryLinked;
    idl::Writer writer({"oracle", oracleDefaultId, "Meter readings on their way into the registry"});
    writer.accounts(TypeList<OracleData, MeterReading, RegistryLink>());
    writer.events(TypeList<MeterReadingSubmitted, MarketClearingTriggered, OracleStatusUpdated, ApiGatewayUpdated,
                           MeterReadingClosed, RegistryLinked>());
    writer.instructions<Instructions>();
#define ORACLE_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_ORACLE_ERRORS(ORACLE_IDL_ERROR)
#undef ORACLE_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs
