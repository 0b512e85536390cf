#pragma once

#include "programs/oracle/errors.h"
#include "programs/oracle/state.h"
#include "programs/registry/link.h"
#include "programs/sdk/program.h"

namespace paradox::program::oracle {

constexpr AccountSpec oracleDataAccount()
{
    return state<OracleData>("oracle_data").at(text("oracle_data"));
}

struct Initialize {
    PROGRAM_INSTRUCTION("initialize", "Initialize");
    enum : u8 { oracleData, authority, system };
    static constexpr AccountSpec accounts[] = {
        fresh<OracleData>("oracle_data").at(text("oracle_data")),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        Pubkey apiGateway;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("api_gateway", self.apiGateway);
        }
    };
};

struct UpdateOracleStatus {
    PROGRAM_INSTRUCTION("update_oracle_status", "UpdateOracleStatus");
    enum : u8 { oracleData, authority };
    static constexpr AccountSpec accounts[] = {oracleDataAccount().writable(), signer("authority")};
    struct Args {
        bool active;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("active", self.active);
        }
    };
};

struct UpdateApiGateway {
    PROGRAM_INSTRUCTION("update_api_gateway", "UpdateApiGateway");
    enum : u8 { oracleData, authority };
    static constexpr AccountSpec accounts[] = {oracleDataAccount().writable(), signer("authority")};
    struct Args {
        Pubkey newApiGateway;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_api_gateway", self.newApiGateway);
        }
    };
};

/// Names the registry whose meters are read.
struct LinkRegistry {
    PROGRAM_INSTRUCTION("link_registry", "LinkRegistry");
    enum : u8 { oracleData, registryLink, authority, system };
    static constexpr AccountSpec accounts[] = {
        oracleDataAccount(),
        registry::registryLinkToSet(),
        signer("authority").writable(),
        systemAccount(),
    };
    using Args = registry::LinkArgs;
};

struct TriggerMarketClearing {
    PROGRAM_INSTRUCTION("trigger_market_clearing", "TriggerMarketClearing");
    enum : u8 { oracleData, authority };
    static constexpr AccountSpec accounts[] = {oracleDataAccount().writable(), signer("authority")};
    using Args = NoArgs;
};

} // namespace paradox::program::oracle
