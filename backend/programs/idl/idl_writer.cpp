#include "programs/idl/idl_writer.h"

#include "programs/vault/batch_events.h"
#include "programs/vault/events.h"
#include "programs/vault/leg_events.h"
#include "programs/vault/vault.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <type_traits>

namespace paradox::programs {

namespace {

using Json = nlohmann::ordered_json;
namespace sdk = program;
namespace vault = program::vault;

template <class T>
struct TypeOf;

template <class T>
Json typeOf()
{
    return TypeOf<std::remove_cvref_t<T>>::json();
}

template <class T>
concept Named = requires { T::name; };

// A struct with a name is a type of the IDL.
template <class T>
struct TypeOf {
    static Json json()
    {
        static_assert(Named<T>);
        return {{"defined", {{"name", T::name}}}};
    }
};
#define IDL_TYPE(Cpp, idl)                                                                                             \
    template <>                                                                                                        \
    struct TypeOf<Cpp> {                                                                                               \
        static Json json()                                                                                             \
        {                                                                                                              \
            return idl;                                                                                                \
        }                                                                                                              \
    };
IDL_TYPE(bool, "bool")
IDL_TYPE(sdk::u8, "u8")
IDL_TYPE(sdk::u16, "u16")
IDL_TYPE(sdk::u32, "u32")
IDL_TYPE(sdk::u64, "u64")
IDL_TYPE(sdk::i64, "i64")
IDL_TYPE(sdk::Pubkey, "pubkey")
IDL_TYPE(sdk::Bytes32, (Json{{"array", {"u8", 32}}}))
IDL_TYPE(vault::BatchPhase, (Json{{"defined", {{"name", "BatchPhase"}}}}))
#undef IDL_TYPE

template <class T, std::size_t Size>
struct TypeOf<T[Size]> {
    static Json json() { return {{"array", {typeOf<T>(), Size}}}; }
};
template <class T>
struct TypeOf<sdk::ListView<T>> {
    static Json json() { return {{"vec", typeOf<T>()}}; }
};

/// Collects declared fields.
struct FieldList {
    Json list = Json::array();

    template <class T>
    void operator()(const char *name, T &)
    {
        list.push_back({{"name", name}, {"type", typeOf<T>()}});
    }
};

template <class T>
Json fieldsOf()
{
    T value{};
    FieldList fields;
    T::fields(fields, value);
    return fields.list;
}

Json discriminatorJson(sdk::u64 discriminator)
{
    Json bytes = Json::array();
    for (unsigned i = 0; i < 8; ++i)
        bytes.push_back(discriminator >> (8 * i) & 0xff);
    return bytes;
}

Json seedJson(const sdk::SeedSpec &seed, const sdk::AccountSpec *accounts)
{
    switch (seed.kind) {
    case sdk::SeedKind::Text: {
        Json bytes = Json::array();
        for (const char c : std::string_view(seed.name, seed.size))
            bytes.push_back(static_cast<unsigned>(static_cast<unsigned char>(c)));
        return {{"kind", "const"}, {"value", bytes}};
    }
    case sdk::SeedKind::Account:
        return {{"kind", "account"}, {"path", accounts[seed.index].name}};
    case sdk::SeedKind::Argument:
        return {{"kind", "arg"}, {"path", seed.name}};
    }
    return {};
}

constexpr const char *systemProgramId = "11111111111111111111111111111111";

Json accountJson(const sdk::AccountSpec &spec, const sdk::AccountSpec *accounts)
{
    Json json{{"name", spec.name}};
    if (spec.isWritable)
        json["writable"] = true;
    if (spec.isSigner)
        json["signer"] = true;
    if (spec.kind == sdk::AccountKind::System)
        json["address"] = systemProgramId;
    if (spec.seedCount > 0) {
        Json seeds = Json::array();
        for (unsigned i = 0; i < spec.seedCount; ++i)
            seeds.push_back(seedJson(spec.seeds[i], accounts));
        json["pda"] = {{"seeds", seeds}};
    }
    return json;
}

template <class Ix>
Json instructionJson()
{
    Json accounts = Json::array();
    for (const sdk::AccountSpec &spec : Ix::accounts)
        accounts.push_back(accountJson(spec, Ix::accounts));
    return {{"name", Ix::name},
            {"discriminator", discriminatorJson(Ix::discriminator)},
            {"accounts", accounts},
            {"args", fieldsOf<typename Ix::Args>()}};
}

/// Sequences of leg events, as the IDL sees them.
struct CashList : sdk::ListView<vault::CashMoved> {};
struct ItemList : sdk::ListView<vault::ItemMoved> {};
struct KeyList : sdk::ListView<sdk::Pubkey> {};
template <>
struct TypeOf<CashList> : TypeOf<sdk::ListView<vault::CashMoved>> {};
template <>
struct TypeOf<ItemList> : TypeOf<sdk::ListView<vault::ItemMoved>> {};
template <>
struct TypeOf<KeyList> : TypeOf<sdk::ListView<sdk::Pubkey>> {};

template <template <class, class> class Event, class Second>
Json legFieldsOf()
{
    const sdk::Pubkey game{};
    const sdk::Bytes32 batch{};
    const CashList cash;
    const Second second;
    FieldList fields;
    if constexpr (requires { Event<CashList, Second>{game, batch, sdk::u16{0}, cash, second}; }) {
        const Event<CashList, Second> event{game, batch, 0, cash, second};
        Event<CashList, Second>::fields(fields, event);
    } else {
        const Event<CashList, Second> event{game, batch, cash, second};
        Event<CashList, Second>::fields(fields, event);
    }
    return fields.list;
}

struct Idl {
    Json accounts = Json::array();
    Json events = Json::array();
    Json types = Json::array();

    void addType(const char *name, const Json &fields)
    {
        types.push_back({{"name", name}, {"type", {{"kind", "struct"}, {"fields", fields}}}});
    }
    template <class... State>
    void addAccounts()
    {
        (accounts.push_back({{"name", State::name}, {"discriminator", discriminatorJson(State::discriminator)}}), ...);
        (addType(State::name, fieldsOf<State>()), ...);
    }
    void addEvent(const char *name, sdk::u64 discriminator, const Json &fields)
    {
        events.push_back({{"name", name}, {"discriminator", discriminatorJson(discriminator)}});
        addType(name, fields);
    }
    template <class... Event>
    void addEvents()
    {
        (addEvent(Event::name, Event::discriminator, fieldsOf<Event>()), ...);
    }
    template <template <class, class> class Event, class Second>
    void addLegEvent()
    {
        using Example = Event<CashList, Second>;
        addEvent(Example::name, Example::discriminator, legFieldsOf<Event, Second>());
    }
};

Json errorsJson()
{
    Json errors = Json::array();
#define PARADOX_VAULT_ERROR(number, title, words)                                                                      \
    errors.push_back({{"code", number}, {"name", #title}, {"msg", words}});
    PARADOX_VAULT_ERRORS(PARADOX_VAULT_ERROR)
#undef PARADOX_VAULT_ERROR
    return errors;
}

} // namespace

std::string vaultIdl()
{
    Json instructions = Json::array();
    vault::Instructions::each([&]<class Ix>(Ix *) { instructions.push_back(instructionJson<Ix>()); });

    Idl idl;
    idl.addAccounts<vault::Config, vault::Game, vault::PlayerLedger, vault::Item, vault::Listing, vault::Session,
                    vault::Batch>();
    idl.addType(vault::GrantSlot::name, fieldsOf<vault::GrantSlot>());
    Json phases = Json::array();
    for (const char *phase : {"None", "Locking", "Committing", "Finalized", "Aborting", "Aborted"})
        phases.push_back({{"name", phase}});
    idl.types.push_back({{"name", "BatchPhase"}, {"type", {{"kind", "enum"}, {"variants", phases}}}});

    idl.addEvents<vault::ConfigInitialized, vault::GameCreated, vault::PausedSet, vault::LedgerOpened,
                  vault::LedgerClosed, vault::CreditsDeposited, vault::CreditsWithdrawn, vault::ProtocolFeesWithdrawn,
                  vault::ItemRegistered, vault::ItemTransferred, vault::ListingCreated, vault::ListingCancelled,
                  vault::SessionKeyInitialized, vault::SessionKeyRevoked, vault::SessionEpochBumped,
                  vault::NetBatchOpened, vault::NetBatchSettled, vault::NetBatchAborted>();
    idl.addLegEvent<vault::NetChunkLocked, ItemList>();
    idl.addLegEvent<vault::NetChunkCommitted, ItemList>();
    idl.addLegEvent<vault::NetChunkReturned, KeyList>();
    idl.addType(vault::CashMoved::name, fieldsOf<vault::CashMoved>());
    idl.addType(vault::ItemMoved::name, fieldsOf<vault::ItemMoved>());

    const Json result{{"address", "8jrMsGNM9HwmPU94cotLQCxGu15iW7Mt3WZeggfwvv2x"},
                      {"metadata",
                       {{"name", "paradox_vault"},
                        {"version", "0.1.0"},
                        {"spec", "0.1.0"},
                        {"description", "Escrow, session grants and exactly-once net settlement"}}},
                      {"instructions", instructions},
                      {"accounts", idl.accounts},
                      {"events", idl.events},
                      {"errors", errorsJson()},
                      {"types", idl.types}};
    return result.dump(2) + "\n";
}

} // namespace paradox::programs
