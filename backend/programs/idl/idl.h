#pragma once

#include "programs/sdk/program.h"

#include "domain/base58.h"
#include "domain/ids.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

// Writes an Anchor IDL (spec 0.1.0) from the declarations a program is made of.
namespace paradox::programs::idl {

using Json = nlohmann::ordered_json;
namespace sdk = program;

template <class T>
struct TypeOf;

template <class T>
Json typeOf()
{
    return TypeOf<std::remove_cvref_t<T>>::json();
}

inline Json defined(const char *name)
{
    return {{"defined", {{"name", name}}}};
}

/// Declared structures and enumerations are types of the IDL.
template <class T>
struct TypeOf {
    static Json json()
    {
        if constexpr (std::is_enum_v<T>)
            return defined(specOf(T{}).name);
        else
            return defined(T::name);
    }
};
#define IDL_TYPE(Cpp, idlType)                                                                                         \
    template <>                                                                                                        \
    struct TypeOf<Cpp> {                                                                                               \
        static Json json()                                                                                             \
        {                                                                                                              \
            return idlType;                                                                                            \
        }                                                                                                              \
    };
IDL_TYPE(bool, "bool")
IDL_TYPE(sdk::u8, "u8")
IDL_TYPE(sdk::u16, "u16")
IDL_TYPE(sdk::u32, "u32")
IDL_TYPE(sdk::u64, "u64")
IDL_TYPE(sdk::i64, "i64")
IDL_TYPE(sdk::Pubkey, "pubkey")
IDL_TYPE(sdk::KeyCopy, "pubkey")
IDL_TYPE(sdk::TextView, "string")
IDL_TYPE(sdk::Bytes32, (Json{{"array", {"u8", 32}}}))
#undef IDL_TYPE

template <sdk::u32 Max>
struct TypeOf<sdk::Text<Max>> : TypeOf<sdk::TextView> {};
template <class T>
struct TypeOf<sdk::Option<T>> {
    static Json json() { return {{"option", typeOf<T>()}}; }
};
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

/// The fields of a declared structure. Specialised for those that no default value can be made of.
template <class T>
struct FieldsOf {
    static Json json()
    {
        T value{};
        FieldList fields;
        T::fields(fields, value);
        return fields.list;
    }
};

Json discriminatorJson(sdk::u64 discriminator);
Json enumJson(const sdk::EnumSpec &spec);

/// One program's IDL under construction.
class Writer {
public:
    struct Head {
        const char *name;    ///< "paradox_vault"
        const char *address; ///< default id
        const char *description;
    };
    explicit Writer(const Head &head) : m_head(head) {}

    template <class... State>
    void accounts(sdk::TypeList<State...>)
    {
        (addAccount(State::name, State::discriminator, FieldsOf<State>::json()), ...);
    }
    template <class... Event>
    void events(sdk::TypeList<Event...>)
    {
        (addEvent(Event::name, Event::discriminator, FieldsOf<Event>::json()), ...);
    }
    template <class... T>
    void types(sdk::TypeList<T...>)
    {
        (addType<T>(), ...);
    }
    template <class Instructions>
    void instructions()
    {
        Instructions::each([this]<class Ix>(Ix *) {
            Json json = instructionJson(Ix::name, Ix::discriminator, Ix::accounts);
            json["args"] = FieldsOf<typename Ix::Args>::json();
            if constexpr (requires { typename Ix::Returns; })
                json["returns"] = typeOf<typename Ix::Returns>();
            m_instructions.push_back(std::move(json));
        });
    }
    void error(int code, const char *name, const char *words);

    [[nodiscard]] std::string text() const;

private:
    using Specs = std::span<const sdk::AccountSpec>;

    template <class T>
    void addType()
    {
        if constexpr (std::is_enum_v<T>)
            m_types.push_back({{"name", specOf(T{}).name}, {"type", enumJson(specOf(T{}))}});
        else
            addStruct(T::name, FieldsOf<T>::json());
    }
    void addStruct(const char *name, const Json &fields);
    void addAccount(const char *name, sdk::u64 discriminator, const Json &fields);
    void addEvent(const char *name, sdk::u64 discriminator, const Json &fields);
    [[nodiscard]] Json instructionJson(const char *name, sdk::u64 discriminator, Specs accounts) const;
    [[nodiscard]] Json accountJson(const sdk::AccountSpec &spec, Specs accounts) const;
    [[nodiscard]] Json seedJson(const sdk::SeedSpec &seed, Specs accounts) const;

    Head m_head;
    Json m_instructions = Json::array();
    Json m_accounts = Json::array();
    Json m_events = Json::array();
    Json m_errors = Json::array();
    Json m_types = Json::array();
};

} // namespace paradox::programs::idl
