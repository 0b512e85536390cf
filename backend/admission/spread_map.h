#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <unordered_map>

namespace paradox::admission {

/// A hash map in 4096 parts that grow at different times: moving the nodes of one big map would hold every answer up
/// for as long as the largest commit, and few parts would all grow within a moment of each other. Values stay where
/// they are until they are erased.
template <class Key, class Value, class Hash = std::hash<Key>>
class SpreadMap {
public:
    [[nodiscard]] Value *find(const Key &key) { return findIn(*this, key); }
    [[nodiscard]] const Value *find(const Key &key) const { return findIn(*this, key); }
    Value &operator[](const Key &key) { return m_parts[partOf(key)][key]; }
    std::size_t erase(const Key &key) { return m_parts[partOf(key)].erase(key); }
    void clear()
    {
        for (auto &part : m_parts)
            part.clear();
    }
    void forEach(const auto &visit)
    {
        for (auto &part : m_parts) {
            for (auto &[key, value] : part)
                visit(key, value);
        }
    }

private:
    static constexpr unsigned partBits = 12;

    /// Mixed thoroughly: numbers one behind the other must not fill the parts evenly, or all would grow at once.
    static std::size_t partOf(const Key &key)
    {
        std::uint64_t hash = Hash()(key);
        hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDULL;
        hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53ULL;
        return static_cast<std::size_t>(hash >> (64 - partBits));
    }
    static auto findIn(auto &self, const Key &key) -> decltype(&self.m_parts[0].begin()->second)
    {
        auto &part = self.m_parts[partOf(key)];
        const auto found = part.find(key);
        return found == part.end() ? nullptr : &found->second;
    }

    std::array<std::unordered_map<Key, Value, Hash>, 1U << partBits> m_parts;
};

} // namespace paradox::admission
