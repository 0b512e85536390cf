#include "netting/name_table.h"

#include "domain/assert.h"

#include <algorithm>
#include <bit>

namespace paradox::netting {
namespace {

constexpr std::size_t slotsAtStart = 64;

struct SipState {
    std::uint64_t v0, v1, v2, v3;

    void round()
    {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
};

} // namespace

std::uint64_t sipHash13(const NameTable::HashKey &key, std::string_view text)
{
    SipState s{key.k0 ^ 0x736f6d6570736575ULL, key.k1 ^ 0x646f72616e646f6dULL, key.k0 ^ 0x6c7967656e657261ULL,
               key.k1 ^ 0x7465646279746573ULL};
    std::uint64_t word = 0;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::memcpy(&word, text.data() + at, 8);
        s.v3 ^= word;
        s.round();
        s.v0 ^= word;
    }
    word = static_cast<std::uint64_t>(text.size()) << 56;
    for (std::size_t i = 0; at + i < text.size(); ++i)
        word |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(text[at + i])) << (8 * i);
    s.v3 ^= word;
    s.round();
    s.v0 ^= word;
    s.v2 ^= 0xff;
    s.round();
    s.round();
    s.round();
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

NameTable::HashKey NameTable::keyFrom(const Hash &hash)
{
    HashKey key;
    std::memcpy(&key.k0, hash.data(), 8);
    std::memcpy(&key.k1, hash.data() + 8, 8);
    return key;
}

NameTable::NameTable(const HashKey &key) : m_key(key), m_slots(slotsAtStart)
{
}

std::uint32_t NameTable::intern(std::string_view name)
{
    if ((m_names.size() + 1) * 2 > m_slots.size())
        grow();
    const std::uint64_t hash = sipHash13(m_key, name);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
        Slot &slot = m_slots[i];
        if (slot.id == 0) {
            PARADOX_ASSERT(m_names.size() < 0xFFFF'FFFE);
            m_names.push_back(name);
            slot = {tag, static_cast<std::uint32_t>(m_names.size())};
            return slot.id - 1;
        }
        if (slot.tag == tag && m_names[slot.id - 1] == name)
            return slot.id - 1;
    }
}

void NameTable::grow()
{
    LargeVector<Slot> slots(m_slots.size() * 2);
    const std::size_t mask = slots.size() - 1;
    for (std::uint32_t id = 0; id < m_names.size(); ++id) {
        const std::uint64_t hash = sipHash13(m_key, m_names[id]);
        std::size_t i = hash & mask;
        while (slots[i].id != 0)
            i = (i + 1) & mask;
        slots[i] = {static_cast<std::uint32_t>(hash >> 32), id + 1};
    }
    m_slots = std::move(slots);
}

void NameTable::sortByName(std::vector<std::uint32_t> &ids) const
{
    // char_traits<char> compares as unsigned bytes.
    std::ranges::sort(ids, {}, [this](std::uint32_t id) { return m_names[id]; });
}

} // namespace paradox::netting
