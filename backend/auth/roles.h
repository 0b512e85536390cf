#pragma once

#include "domain/bytes.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::auth {

enum class Role : std::uint8_t { Trader = 1, Operator = 2, Admin = 4, Auditor = 8 };
[[nodiscard]] std::string_view toText(Role role); ///< "trader"
[[nodiscard]] std::optional<Role> parseRole(std::string_view text);

/// A set of roles. An empty one opens nothing: routes are closed unless somebody is let in.
class Roles {
public:
    Roles() = default;
    Roles(std::initializer_list<Role> roles)
    {
        for (const Role role : roles)
            add(role);
    }
    [[nodiscard]] bool has(Role role) const { return (m_bits & static_cast<std::uint8_t>(role)) != 0; }
    [[nodiscard]] bool intersects(Roles other) const { return (m_bits & other.m_bits) != 0; }
    void add(Role role) { m_bits = static_cast<std::uint8_t>(m_bits | static_cast<std::uint8_t>(role)); }
    bool operator==(const Roles &) const = default;

private:
    std::uint8_t m_bits = 0;
};

[[nodiscard]] std::vector<std::string_view> namesOf(Roles roles);
[[nodiscard]] std::string toText(Roles roles); ///< "trader operator"
[[nodiscard]] Roles parseRoles(std::string_view text);

/// Who calls: a wallet that signed in, or the holder of the node token.
struct Principal {
    PublicKey address; ///< zeros for the node token
    Roles roles;
    std::string family; ///< of its tokens; empty for the node token

    /// May look at what belongs to others.
    [[nodiscard]] bool seesAll() const { return roles.intersects({Role::Operator, Role::Admin, Role::Auditor}); }
    [[nodiscard]] bool mayRead(const PublicKey &owner) const
    {
        return seesAll() || (!address.isZero() && address == owner);
    }
    [[nodiscard]] bool isWallet() const { return !address.isZero(); }
};

} // namespace paradox::auth
