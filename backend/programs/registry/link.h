#pragma once

#include "programs/registry/state.h"
#include "programs/sdk/program.h"

// For programs that read the registry: which program it is, their authority says once, since ids are configuration.
namespace paradox::program::registry {

struct [[gnu::may_alias]] alignas(8) RegistryLink {
    PROGRAM_STATE("RegistryLink");

    u64 tag;
    Pubkey registryProgram;
    i64 linkedAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("registry_program", self.registryProgram);
        visit("linked_at", self.linkedAt);
    }
};

struct RegistryLinked {
    PROGRAM_EVENT("RegistryLinked");
    Pubkey registryProgram;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("registry_program", self.registryProgram);
        visit("timestamp", self.timestamp);
    }
};

struct LinkArgs {
    Pubkey registryProgram;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("registry_program", self.registryProgram);
    }
};

constexpr AccountSpec registryLink()
{
    return state<RegistryLink>("registry_link").at(text("registry_link"));
}
constexpr AccountSpec registryLinkToSet()
{
    return stateOrFresh<RegistryLink>("registry_link").at(text("registry_link"));
}

/// The linking itself, for a handler that has checked its authority.
template <class Ix>
Status setLink(Call<Ix> &call)
{
    if (!call.exists(Ix::registryLink))
        PROGRAM_TRY(call.createAt(Ix::registryLink, Ix::authority, Status::AccountAlreadyInUse));
    RegistryLink &link = call.template state<RegistryLink>(Ix::registryLink);
    link.registryProgram = call.args.registryProgram;
    PROGRAM_TRY(readClock(link.linkedAt));
    return announce(RegistryLinked{link.registryProgram, link.linkedAt});
}

/// Reads a meter of the linked registry: only that program writes accounts it owns.
inline Status readMeter(const Account &account, const RegistryLink &link, MeterAccount &meter)
{
    PROGRAM_TRY(checkState(account, link.registryProgram, MeterAccount::discriminator));
    return loadPacked(account, meter);
}

} // namespace paradox::program::registry
