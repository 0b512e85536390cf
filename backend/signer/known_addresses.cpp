#include "signer/known_addresses.h"

#include "domain/base58.h"
#include "signer/atomic_file.h"

#include <algorithm>

namespace paradox::signer {
namespace {

constexpr std::size_t listSizeMax = std::size_t{4} << 20;

} // namespace

std::expected<KnownAddresses, std::string> KnownAddresses::open(const std::filesystem::path &path)
{
    KnownAddresses known;
    known.m_path = path;
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return known;
    const std::optional<Bytes> bytes = readFile(path, listSizeMax);
    if (!bytes)
        return std::unexpected("the list of known addresses cannot be read");
    std::string_view rest = asText(*bytes);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t space = std::min(line.find(' '), line.size());
        const auto address = fromBase58<PublicKey>(line.substr(0, space));
        if (!address)
            return std::unexpected("the list of known addresses has a line that is none");
        known.m_names[*address] = std::string(line.substr(std::min(space + 1, line.size())));
    }
    return known;
}

std::string KnownAddresses::nameOf(const PublicKey &address) const
{
    const auto found = m_names.find(address);
    return found == m_names.end() ? std::string() : found->second;
}

bool KnownAddresses::add(const PublicKey &address, const std::string &name)
{
    std::string line = name.substr(0, 100);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    m_names[address] = line;
    return save();
}

bool KnownAddresses::remove(const PublicKey &address)
{
    m_names.erase(address);
    return save();
}

bool KnownAddresses::save() const
{
    if (m_path.empty())
        return true;
    std::string text;
    for (const auto &[address, name] : m_names)
        text += toBase58(address) + ' ' + name + '\n';
    return writeAtomically(m_path, asBytes(text));
}

} // namespace paradox::signer
