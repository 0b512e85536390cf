#include "signer/secure_buffer.h"

#include "domain/assert.h"

#include <sodium.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <utility>

namespace paradox::signer {

std::optional<SecureBuffer> SecureBuffer::allocate(std::size_t size)
{
    if (size == 0 || sodium_init() < 0)
        return std::nullopt;
    auto *data = static_cast<std::uint8_t *>(sodium_malloc(size));
    if (data == nullptr)
        return std::nullopt;
    // sodium_malloc locks too, but says nothing when that fails.
    if (sodium_mlock(data, size) != 0) {
        sodium_free(data);
        return std::nullopt;
    }
    sodium_memzero(data, size);
    SecureBuffer result;
    result.m_data = data;
    result.m_size = size;
    result.m_allocated = size;
    return result;
}

std::optional<SecureBuffer> SecureBuffer::copyOf(ByteSpan secret)
{
    std::optional<SecureBuffer> result = allocate(secret.size());
    if (result)
        std::memcpy(result->m_data, secret.data(), secret.size());
    return result;
}

SecureBuffer::SecureBuffer(SecureBuffer &&other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)),
      m_allocated(std::exchange(other.m_allocated, 0))
{
}

SecureBuffer &SecureBuffer::operator=(SecureBuffer &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_allocated = std::exchange(other.m_allocated, 0);
    }
    return *this;
}

SecureBuffer::~SecureBuffer()
{
    wipe();
}

void SecureBuffer::shrink(std::size_t size)
{
    PARADOX_ASSERT(size <= m_size);
    sodium_memzero(m_data + size, m_size - size);
    m_size = size;
}

void SecureBuffer::wipe()
{
    if (m_data == nullptr)
        return;
    sodium_memzero(m_data, m_allocated);
    sodium_free(m_data);
    m_data = nullptr;
    m_size = 0;
    m_allocated = 0;
}

void wipeMemory(void *data, std::size_t size)
{
    sodium_memzero(data, size);
}

bool hardenProcess()
{
    const rlimit none{0, 0};
    const bool noCore = setrlimit(RLIMIT_CORE, &none) == 0;
    const bool notDumpable = prctl(PR_SET_DUMPABLE, 0) == 0;
    return noCore && notDumpable;
}

} // namespace paradox::signer
