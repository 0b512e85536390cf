#pragma once

#include "domain/bytes.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace paradox::ledger::spl {

using EditableBytes = std::span<std::uint8_t>;

inline constexpr std::size_t mintSize = 82;
inline constexpr std::size_t tokenAccountSize = 165;
inline constexpr std::size_t multisigSize = 355;
inline constexpr std::size_t multisigSignersMax = 11;

// Little-endian fields at an offset. The caller has checked the size.
template <std::integral T>
[[nodiscard]] T loadAt(ByteSpan bytes, std::size_t offset)
{
    T value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}
template <std::integral T>
void storeAt(EditableBytes bytes, std::size_t offset, T value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}
[[nodiscard]] inline PublicKey keyAt(ByteSpan bytes, std::size_t offset)
{
    return *PublicKey::from(bytes.subspan(offset, PublicKey::size));
}
inline void storeKeyAt(EditableBytes bytes, std::size_t offset, const PublicKey &key)
{
    std::memcpy(bytes.data() + offset, key.data(), PublicKey::size);
}

/// A key that may be absent: four bytes that say whether, then the key.
class OptionalKey {
public:
    static constexpr std::size_t size = 4 + PublicKey::size;

    explicit OptionalKey(EditableBytes bytes) : m_bytes(bytes) {}
    [[nodiscard]] std::optional<PublicKey> get() const
    {
        return m_bytes[0] == 1 ? std::optional(keyAt(m_bytes, 4)) : std::nullopt;
    }
    void set(const PublicKey &key)
    {
        storeAt<std::uint32_t>(m_bytes, 0, 1);
        storeKeyAt(m_bytes, 4, key);
    }
    /// Absent from now on; the old key's bytes stay behind, as the Token program leaves them.
    void forget() { m_bytes[0] = 0; }
    /// Absent, and nothing of it is left, as Token-2022 does it.
    void erase() { std::memset(m_bytes.data(), 0, size); }

private:
    EditableBytes m_bytes;
};

/// The first 82 bytes of a mint.
class Mint {
public:
    explicit Mint(EditableBytes bytes) : m_bytes(bytes.first(mintSize)) {}
    [[nodiscard]] OptionalKey authority() const { return OptionalKey(m_bytes.subspan(0, OptionalKey::size)); }
    [[nodiscard]] std::uint64_t supply() const { return loadAt<std::uint64_t>(m_bytes, 36); }
    [[nodiscard]] std::uint8_t decimals() const { return m_bytes[44]; }
    [[nodiscard]] std::uint8_t initialised() const { return m_bytes[45]; } ///< 0 or 1 unless damaged
    [[nodiscard]] OptionalKey freezeAuthority() const { return OptionalKey(m_bytes.subspan(46, OptionalKey::size)); }
    void setSupply(std::uint64_t supply) { storeAt(m_bytes, 36, supply); }
    void setDecimals(std::uint8_t decimals) { m_bytes[44] = decimals; }
    void setInitialised() { m_bytes[45] = 1; }

private:
    EditableBytes m_bytes;
};

enum class AccountState : std::uint8_t { Uninitialised, Initialised, Frozen };

/// The first 165 bytes of an account that holds tokens.
class TokenAccount {
public:
    explicit TokenAccount(EditableBytes bytes) : m_bytes(bytes.first(tokenAccountSize)) {}
    [[nodiscard]] PublicKey mint() const { return keyAt(m_bytes, 0); }
    [[nodiscard]] PublicKey owner() const { return keyAt(m_bytes, 32); }
    [[nodiscard]] std::uint64_t amount() const { return loadAt<std::uint64_t>(m_bytes, 64); }
    [[nodiscard]] OptionalKey delegate() const { return OptionalKey(m_bytes.subspan(72, OptionalKey::size)); }
    [[nodiscard]] std::uint8_t state() const { return m_bytes[108]; } ///< an AccountState unless damaged
    [[nodiscard]] bool isFrozen() const { return state() == static_cast<std::uint8_t>(AccountState::Frozen); }
    [[nodiscard]] bool isNative() const { return m_bytes[109] == 1; }
    [[nodiscard]] std::uint64_t nativeReserve() const { return loadAt<std::uint64_t>(m_bytes, 113); }
    [[nodiscard]] std::uint64_t delegatedAmount() const { return loadAt<std::uint64_t>(m_bytes, 121); }
    [[nodiscard]] OptionalKey closeAuthority() const { return OptionalKey(m_bytes.subspan(129, OptionalKey::size)); }
    void setMint(const PublicKey &mint) { storeKeyAt(m_bytes, 0, mint); }
    void setOwner(const PublicKey &owner) { storeKeyAt(m_bytes, 32, owner); }
    void setAmount(std::uint64_t amount) { storeAt(m_bytes, 64, amount); }
    void setState(AccountState state) { m_bytes[108] = static_cast<std::uint8_t>(state); }
    /// Holds lamports above a reserve.
    void setNative(std::uint64_t reserve)
    {
        storeAt<std::uint32_t>(m_bytes, 109, 1);
        storeAt(m_bytes, 113, reserve);
    }
    void setNotNative() { std::memset(m_bytes.data() + 109, 0, 12); }
    void setDelegatedAmount(std::uint64_t amount) { storeAt(m_bytes, 121, amount); }

private:
    EditableBytes m_bytes;
};

/// An authority of `required` out of `count` keys.
class Multisig {
public:
    explicit Multisig(EditableBytes bytes) : m_bytes(bytes.first(multisigSize)) {}
    [[nodiscard]] std::uint8_t required() const { return m_bytes[0]; }
    [[nodiscard]] std::uint8_t count() const { return m_bytes[1]; }
    [[nodiscard]] std::uint8_t initialised() const { return m_bytes[2]; }
    [[nodiscard]] PublicKey signer(std::size_t i) const { return keyAt(m_bytes, 3 + i * PublicKey::size); }
    void setRequired(std::uint8_t required) { m_bytes[0] = required; }
    void setCount(std::uint8_t count) { m_bytes[1] = count; }
    void setInitialised() { m_bytes[2] = 1; }
    void setSigner(std::size_t i, const PublicKey &key) { storeKeyAt(m_bytes, 3 + i * PublicKey::size, key); }

private:
    EditableBytes m_bytes;
};

} // namespace paradox::ledger::spl
