#pragma once

#include "domain/bytes.h"

#include <expected>
#include <filesystem>
#include <map>
#include <string>

namespace paradox::signer {

/// Addresses that this wallet has dealt with before, with a name where a person gave one. A small file of lines
/// "<base58> <name>", written whole and renamed. One thread at a time.
class KnownAddresses {
public:
    KnownAddresses() = default; ///< in memory only
    [[nodiscard]] static std::expected<KnownAddresses, std::string> open(const std::filesystem::path &path);

    [[nodiscard]] bool knows(const PublicKey &address) const { return m_names.contains(address); }
    [[nodiscard]] std::string nameOf(const PublicKey &address) const; ///< empty when none
    /// False when it could not be written; known for this run all the same.
    bool add(const PublicKey &address, const std::string &name);
    bool remove(const PublicKey &address);
    [[nodiscard]] const std::map<PublicKey, std::string> &all() const { return m_names; }

private:
    [[nodiscard]] bool save() const;

    std::filesystem::path m_path;
    std::map<PublicKey, std::string> m_names;
};

} // namespace paradox::signer
