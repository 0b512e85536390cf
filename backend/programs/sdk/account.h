#pragma once

#include "programs/sdk/status.h"

namespace paradox::program {

/// One account of the running instruction: a view into the serialised input, so that it is eight bytes small and two
/// mentions of one account are the same view. Layout: marker, signer, writable, executable (4 bytes), padding (4),
/// key (32), owner (32), lamports, data size, data, room to grow (10240), padding to 8, rent epoch.
class Account {
public:
    static constexpr u64 dataOffset = 88;
    static constexpr u64 growthMax = 10240;

    Account() = default;
    explicit Account(u8 *start) : m_start(start) {}

    const Pubkey &key() const { return *reinterpret_cast<const Pubkey *>(m_start + 8); }
    Pubkey &owner() const { return *reinterpret_cast<Pubkey *>(m_start + 40); }
    u64 &lamports() const { return *reinterpret_cast<u64 *>(m_start + 72); }
    u64 &size() const { return *reinterpret_cast<u64 *>(m_start + 80); }
    u8 *data() const { return m_start + dataOffset; }
    bool isSigner() const { return m_start[1] != 0; }
    bool isWritable() const { return m_start[2] != 0; }
    bool isExecutable() const { return m_start[3] != 0; }

    /// Account state in place. The caller has checked owner, size and discriminator (spec.h does).
    template <class T>
    T &as() const
    {
        return *reinterpret_cast<T *>(data());
    }

    bool isSame(const Account &other) const { return m_start == other.m_start; }

    // The machine returns no aggregates: always part of its caller.
    __attribute__((always_inline)) CpiAccount forCpi() const
    {
        return {&key(), &lamports(), size(), data(), &owner(), 0, isSigner(), isWritable(), isExecutable()};
    }

private:
    u8 *m_start; // not initialised: a table of these costs nothing until it is filled
};

/// The parsed input of one instruction.
class Input {
public:
    static constexpr u32 accountsMax = 128;

    /// False when there are more accounts than fit.
    bool parse(u8 *in)
    {
        const u64 count = *reinterpret_cast<u64 *>(in);
        if (count > accountsMax)
            return false;
        in += 8;
        for (u64 i = 0; i < count; ++i) {
            const u8 original = in[0];
            if (original != 0xff) {
                if (original >= i)
                    return false;
                m_accounts[i] = m_accounts[original];
                in += 8;
                continue;
            }
            m_accounts[i] = Account(in);
            const u64 size = m_accounts[i].size();
            const u64 padded = (size + 7) & ~u64{7};
            in += Account::dataOffset + padded + Account::growthMax + 8;
        }
        m_count = static_cast<u32>(count);
        m_dataSize = *reinterpret_cast<u64 *>(in);
        m_data = in + 8;
        // The program id follows the data without padding; a copy gives it an address that is aligned.
        sol_memcpy_(m_programId.bytes, m_data + m_dataSize, sizeof m_programId.bytes);
        return true;
    }

    u32 count() const { return m_count; }
    const Account &operator[](u32 index) const { return m_accounts[index]; }
    const u8 *data() const { return m_data; }
    u64 dataSize() const { return m_dataSize; }
    const Pubkey &programId() const { return m_programId; }

private:
    Account m_accounts[accountsMax];
    Pubkey m_programId{};
    const u8 *m_data = nullptr;
    u64 m_dataSize = 0;
    u32 m_count = 0;
};

} // namespace paradox::program
