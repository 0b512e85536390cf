#pragma once

#include "programs/sdk/account.h"

namespace paradox::program {

/// What an account is allowed in a call.
enum class CpiRole : u8 { Reads = 0, Writes = 1, Signs = 2, SignsAndWrites = 3 };

constexpr CpiRole cpiRole(bool writes, bool signs)
{
    return static_cast<CpiRole>((writes ? 1 : 0) | (signs ? 2 : 0));
}

/// A call of another program under construction: accounts in order, then the call.
class Cpi {
public:
    static constexpr u32 accountsMax = 12;

    Cpi() {} // the tables are filled by add()

    /// One more than accountsMax is dropped, and the called program misses it.
    __attribute__((noinline)) Cpi &add(const Account &account, CpiRole role)
    {
        if (m_count == accountsMax)
            return *this;
        const u8 bits = static_cast<u8>(role);
        m_metas[m_count] = {&account.key(), (bits & 1) != 0, (bits & 2) != 0};
        m_accounts[m_count] = account.forCpi();
        ++m_count;
        return *this;
    }

    /// `signers` are the seeds of the one address of this program that signs, else null.
    __attribute__((noinline)) Status call(const Pubkey &program, const Slice &data, const SignerSeeds *signers) const
    {
        const CpiInstruction instruction{&program, m_metas, m_count, data.data, data.size};
        return static_cast<Status>(
            sol_invoke_signed_c(&instruction, m_accounts, m_count, signers, signers == nullptr ? 0 : 1));
    }

private:
    CpiMeta m_metas[accountsMax];
    CpiAccount m_accounts[accountsMax];
    u32 m_count = 0;
};

} // namespace paradox::program
