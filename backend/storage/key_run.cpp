#include "storage/key_run.h"

#include "domain/assert.h"

#include <limits>

namespace paradox::storage {

namespace {

constexpr std::size_t slotsLeast = 64;

std::size_t spread(std::uint64_t key)
{
    key *= 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(key ^ key >> 32);
}

std::size_t hashOf(std::int64_t session, std::int64_t nonce)
{
    return spread(spread(static_cast<std::uint64_t>(session)) ^ static_cast<std::uint64_t>(nonce));
}

/// Visits what may stand for the hash, until the visitor has seen enough or nothing follows; the free slot then.
std::size_t probe(const std::vector<std::uint32_t> &slots, std::size_t hash, const auto &isFound)
{
    std::size_t at = hash & (slots.size() - 1);
    while (slots[at] != 0 && !isFound(slots[at] - 1))
        at = (at + 1) & (slots.size() - 1);
    return at;
}

} // namespace

void KeyRun::append(const IntentKeys &keys)
{
    PARADOX_ASSERT(m_entries.size() < std::numeric_limits<std::uint32_t>::max() - 1);
    m_entries.push_back(keys);
    if (m_entries.size() * 2 > m_ids.size())
        rebuild(std::max(slotsLeast, m_ids.size() * 2));
    else
        enter(static_cast<std::uint32_t>(m_entries.size() - 1));
}

void KeyRun::truncate(std::size_t size)
{
    PARADOX_ASSERT(size <= m_entries.size());
    m_entries.resize(size);
    rebuild(m_ids.size());
}

void KeyRun::enter(std::uint32_t position)
{
    const IntentKeys &keys = m_entries[position];
    m_ids[probe(m_ids, spread(static_cast<std::uint64_t>(keys.id)), [](std::uint32_t) { return false; })] =
        position + 1;
    const std::size_t at = probe(m_nonces, hashOf(keys.session, keys.nonce), [&](std::uint32_t other) {
        return m_entries[other].session == keys.session && m_entries[other].nonce == keys.nonce;
    });
    PARADOX_ASSERT(m_nonces[at] == 0); // admission asked before
    m_nonces[at] = position + 1;
}

void KeyRun::rebuild(std::size_t slots)
{
    m_ids.assign(slots, 0);
    m_nonces.assign(slots, 0);
    for (std::uint32_t position = 0; position < m_entries.size(); ++position)
        enter(position);
}

void KeyRun::addById(std::int64_t head, std::vector<Seq> &out) const
{
    if (m_entries.empty())
        return;
    probe(m_ids, spread(static_cast<std::uint64_t>(head)), [&](std::uint32_t position) {
        if (m_entries[position].id == head)
            out.push_back(Seq{m_first.value + position});
        return false;
    });
}

std::optional<Seq> KeyRun::byNonce(std::int64_t session, std::int64_t nonce) const
{
    if (m_entries.empty())
        return std::nullopt;
    const std::size_t at = probe(m_nonces, hashOf(session, nonce), [&](std::uint32_t position) {
        return m_entries[position].session == session && m_entries[position].nonce == nonce;
    });
    return m_nonces[at] == 0 ? std::nullopt : std::optional(Seq{m_first.value + m_nonces[at] - 1});
}

} // namespace paradox::storage
