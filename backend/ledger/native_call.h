#pragma once

#include "ledger/invocation.h"
#include "programs/sdk/syscalls.h"

#include <csetjmp>
#include <optional>
#include <vector>

namespace paradox::ledger {

/// One run of a native program: its serialised input, and the way out when a syscall must end it. Native code cannot be
/// stopped from outside as a virtual machine can, so a failing syscall jumps back to the host; programs are written in
/// a subset without destructors, and no syscall holds one when it jumps.
class NativeCall {
public:
    explicit NativeCall(Invocation &invocation);

    [[nodiscard]] Status run(NativeEntry entry);

    /// The run of this thread whose program is executing; null outside.
    [[nodiscard]] static NativeCall *current();

    /// Notes why the program ends; the syscall then calls leave() with nothing left to destroy.
    void fail(const InstructionError &error) { m_failure = error; }
    [[nodiscard]] bool failed() const { return m_failure.has_value(); }
    [[noreturn]] void leave() { std::longjmp(m_escape, 1); }

    /// Charges; false after noting that the budget is spent.
    [[nodiscard]] bool charge(std::uint64_t units);

    /// sol_invoke_signed_c. On an error the failure is noted.
    void invoke(const program::CpiInstruction &instruction, std::span<const program::CpiAccount> accounts,
                std::span<const program::SignerSeeds> signers);

    [[nodiscard]] Invocation &invocation() { return m_invocation; }

private:
    /// Where an account lies in the input.
    struct Place {
        std::size_t offset = 0;
        std::size_t originalSize = 0;
    };

    void serialise();
    [[nodiscard]] std::uint64_t enter(NativeEntry entry);
    [[nodiscard]] Status takeBack(); ///< every account the program may have changed
    [[nodiscard]] Status takeBack(std::size_t i);
    [[nodiscard]] Status giveBack(std::size_t i); ///< after a call
    [[nodiscard]] Status perform(const program::CpiInstruction &instruction,
                                 std::span<const program::CpiAccount> accounts,
                                 std::span<const program::SignerSeeds> signers);
    [[nodiscard]] bool isOwnAccount(const program::CpiAccount &account) const;
    [[nodiscard]] std::uint8_t *at(std::size_t offset)
    {
        return reinterpret_cast<std::uint8_t *>(m_input.data()) + offset;
    }
    [[nodiscard]] const std::uint8_t *at(std::size_t offset) const
    {
        return reinterpret_cast<const std::uint8_t *>(m_input.data()) + offset;
    }

    Invocation &m_invocation;
    Frame &m_frame;
    std::vector<std::uint64_t> m_input; ///< words: the ABI wants 8-byte alignment
    std::vector<Place> m_places;        ///< by place in the instruction; duplicates share
    std::optional<InstructionError> m_failure;
    NativeCall *m_outer = nullptr;
    std::jmp_buf m_escape;
};

} // namespace paradox::ledger
