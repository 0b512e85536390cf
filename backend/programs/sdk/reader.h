#pragma once

#include "programs/sdk/enums.h"
#include "programs/sdk/status.h"
#include "programs/sdk/utf8.h"

namespace paradox::program {

/// A Borsh vector inside instruction data, read in place.
template <class T>
struct ListView {
    const u8 *data = nullptr;
    u32 count = 0;

    // The machine returns no aggregates: always part of its caller.
    __attribute__((always_inline)) T at(u32 index) const
    {
        T value{};
        const u8 *from = data + u64{index} * sizeof(T);
        u8 *to = reinterpret_cast<u8 *>(&value);
        for (u64 i = 0; i < sizeof(T); ++i)
            to[i] = from[i];
        return value;
    }
};

/// Reads untrusted bytes. After a short read ok() is false and every value is zero.
class Reader {
public:
    Reader(const u8 *data, u64 size) : m_data(data), m_left(size) {}

    void operator()(const char *, u8 &value) { number(value); }
    void operator()(const char *, u16 &value) { number(value); }
    void operator()(const char *, u32 &value) { number(value); }
    void operator()(const char *, u64 &value) { number(value); }
    void operator()(const char *, i64 &value)
    {
        u64 bits = 0;
        number(bits);
        value = static_cast<i64>(bits);
    }
    /// A byte other than 0 and 1 is no bool.
    void operator()(const char *, bool &value)
    {
        u8 byte = 0;
        number(byte);
        value = byte == 1;
        m_ok = m_ok && byte <= 1;
    }
    void operator()(const char *, Pubkey &value) { bytes(value.bytes, sizeof value.bytes); }
    void operator()(const char *, Bytes32 &value) { bytes(value.bytes, sizeof value.bytes); }
    void operator()(const char *, TextView &value)
    {
        value = {};
        u32 size = 0;
        number(size);
        if (!has(size))
            return;
        m_ok = isUtf8(m_data, size);
        value = {m_data, size};
        m_data += size;
        m_left -= size;
    }
    template <u32 Max>
    void operator()(const char *name, Text<Max> &value)
    {
        TextView view;
        (*this)(name, view);
        m_ok = m_ok && view.size <= Max;
        value.size = m_ok ? view.size : 0;
        sol_memcpy_(value.bytes, view.data, value.size);
    }
    template <class T>
    void operator()(const char *name, Option<T> &value)
    {
        (*this)(name, value.isSome);
        if (value.isSome)
            (*this)(name, value.value);
    }
    template <class Enum>
    auto operator()(const char *, Enum &value) -> decltype(specOf(value), void())
    {
        u8 byte = 0;
        number(byte);
        m_ok = m_ok && byte < specOf(value).count;
        value = static_cast<Enum>(m_ok ? byte : 0);
    }
    /// A declared structure.
    template <class T>
    auto operator()(const char *, T &value) -> decltype(T::fields(*this, value), void())
    {
        T::fields(*this, value);
    }
    template <class T>
    void operator()(const char *, ListView<T> &list)
    {
        u32 count = 0;
        number(count);
        if (!m_ok || u64{count} * sizeof(T) > m_left) {
            m_ok = false;
            return;
        }
        list.data = m_data;
        list.count = count;
        m_data += u64{count} * sizeof(T);
        m_left -= u64{count} * sizeof(T);
    }

    bool ok() const { return m_ok; }
    bool atEnd() const { return m_ok && m_left == 0; }

private:
    template <class T>
    void number(T &value)
    {
        value = static_cast<T>(take(sizeof(T)));
    }
    __attribute__((noinline)) u64 take(u64 size)
    {
        u64 bits = 0;
        if (!has(size))
            return 0;
        for (u64 i = 0; i < size; ++i)
            bits |= u64{m_data[i]} << (8 * i);
        m_data += size;
        m_left -= size;
        return bits;
    }
    __attribute__((noinline)) void bytes(u8 *to, u64 size)
    {
        if (!has(size))
            return;
        sol_memcpy_(to, m_data, size);
        m_data += size;
        m_left -= size;
    }
    bool has(u64 size)
    {
        m_ok = m_ok && size <= m_left;
        return m_ok;
    }

    const u8 *m_data;
    u64 m_left;
    bool m_ok = true;
};

} // namespace paradox::program
