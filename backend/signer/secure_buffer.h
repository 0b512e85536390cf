#pragma once

#include "domain/bytes.h"

#include <optional>
#include <span>

namespace paradox::signer {

/// Memory for a secret: guarded pages (sodium_malloc), locked against swapping, left out of core dumps, wiped when it
/// goes. Movable, never copied. Any thread, one at a time.
class SecureBuffer {
public:
    /// Zeroed. Nothing when there is no memory, or none that may be locked (RLIMIT_MEMLOCK): a secret then has no
    /// place.
    [[nodiscard]] static std::optional<SecureBuffer> allocate(std::size_t size);
    /// The source is still the caller's to wipe.
    [[nodiscard]] static std::optional<SecureBuffer> copyOf(ByteSpan secret);

    SecureBuffer() = default; ///< empty
    SecureBuffer(SecureBuffer &&other) noexcept;
    SecureBuffer &operator=(SecureBuffer &&other) noexcept;
    SecureBuffer(const SecureBuffer &) = delete;
    SecureBuffer &operator=(const SecureBuffer &) = delete;
    ~SecureBuffer();

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] ByteSpan span() const { return {m_data, m_size}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return {m_data, m_size}; }
    /// Keeps the first `size` bytes and wipes the rest.
    void shrink(std::size_t size);
    void wipe(); ///< gives the memory back; empty afterwards

private:
    std::uint8_t *m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_allocated = 0;
};

/// Overwrites memory that held a secret and cannot be locked, such as a toolkit's string.
void wipeMemory(void *data, std::size_t size);

/// Call once, first thing in main: no core dumps, no ptrace by others. False when the system declined.
[[nodiscard]] bool hardenProcess();

} // namespace paradox::signer
