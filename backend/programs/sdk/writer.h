#pragma once

#include "programs/sdk/status.h"

namespace paradox::program {

/// Writes into a buffer of fixed capacity. Once something did not fit ok() is false.
class Writer {
public:
    Writer(u8 *data, u64 capacity) : m_data(data), m_capacity(capacity) {}

    void operator()(const char *, u8 value) { number(value, 1); }
    void operator()(const char *, bool value) { number(value ? 1 : 0, 1); }
    void operator()(const char *, u16 value) { number(value, 2); }
    void operator()(const char *, u32 value) { number(value, 4); }
    void operator()(const char *, u64 value) { number(value, 8); }
    void operator()(const char *, i64 value) { number(static_cast<u64>(value), 8); }
    void operator()(const char *, const Pubkey &value) { bytes(value.bytes, sizeof value.bytes); }
    void operator()(const char *, const Bytes32 &value) { bytes(value.bytes, sizeof value.bytes); }
    void operator()(const char *, const TextView &value)
    {
        number(value.size, 4);
        bytes(value.data, value.size);
    }
    template <u32 Max>
    void operator()(const char *name, const Text<Max> &value)
    {
        (*this)(name, value.view());
    }
    template <class T>
    void operator()(const char *name, const Option<T> &value)
    {
        number(value.isSome ? 1 : 0, 1);
        if (value.isSome)
            (*this)(name, value.value);
    }
    template <class Enum>
    auto operator()(const char *, Enum value) -> decltype(specOf(value), void())
    {
        number(static_cast<u8>(value), 1);
    }
    /// A declared structure.
    template <class T>
    auto operator()(const char *, const T &value) -> decltype(T::fields(*this, value), void())
    {
        T::fields(*this, value);
    }
    /// Anything with count() and at(index): a Borsh vector of declared structures or of keys.
    template <class Sequence>
    auto operator()(const char *, const Sequence &list) -> decltype(list.count(), void())
    {
        const u32 count = list.count();
        number(count, 4);
        for (u32 i = 0; i < count; ++i)
            list.write(*this, i);
    }

    __attribute__((noinline)) void number(u64 value, u64 size)
    {
        if (!has(size))
            return;
        for (u64 i = 0; i < size; ++i)
            m_data[m_size + i] = static_cast<u8>(value >> (8 * i));
        m_size += size;
    }
    __attribute__((noinline)) void bytes(const u8 *from, u64 size)
    {
        if (!has(size))
            return;
        sol_memcpy_(m_data + m_size, from, size);
        m_size += size;
    }

    bool ok() const { return m_ok; }
    u64 size() const { return m_size; }

private:
    bool has(u64 size)
    {
        m_ok = m_ok && size <= m_capacity - m_size;
        return m_ok;
    }

    u8 *m_data;
    u64 m_capacity;
    u64 m_size = 0;
    bool m_ok = true;
};

} // namespace paradox::program
