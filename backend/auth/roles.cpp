#include "auth/roles.h"

#include <algorithm>
#include <array>

namespace paradox::auth {

namespace {
constexpr std::array allRoles{Role::Trader, Role::Operator, Role::Admin, Role::Auditor};
}

std::string_view toText(Role role)
{
    switch (role) {
    case Role::Trader:
        return "trader";
    case Role::Operator:
        return "operator";
    case Role::Admin:
        return "admin";
    case Role::Auditor:
        return "auditor";
    }
    return "";
}

std::optional<Role> parseRole(std::string_view text)
{
    for (const Role role : allRoles) {
        if (toText(role) == text)
            return role;
    }
    return std::nullopt;
}

std::vector<std::string_view> namesOf(Roles roles)
{
    std::vector<std::string_view> names;
    for (const Role role : allRoles) {
        if (roles.has(role))
            names.push_back(toText(role));
    }
    return names;
}

std::string toText(Roles roles)
{
    std::string text;
    for (const std::string_view name : namesOf(roles))
        text += (text.empty() ? "" : " ") + std::string(name);
    return text;
}

Roles parseRoles(std::string_view text)
{
    Roles roles;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (const auto role = parseRole(text.substr(0, end)))
            roles.add(*role);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return roles;
}

} // namespace paradox::auth
