#pragma once

#include "ledger/invocation.h"
#include "ledger/spl/extension.h"
#include "ledger/spl/layout.h"
#include "ledger/spl/token_error.h"

#include <optional>
#include <vector>

namespace paradox::ledger::spl {

/// Why an instruction stops. Thrown by a check that does not hold and caught where the program was entered: the
/// handlers read as the list of what they demand.
struct Refusal {
    InstructionError error;
};
/// The runtime ended the program, which therefore says nothing itself: the budget is spent, or a call failed.
struct Abort {
    InstructionError error;
};

[[noreturn]] void refuse(InstructionErrorKind kind);
[[noreturn]] void refuse(TokenError error);
class Call;
/// Where the deployed program stops because it borrows an account twice: its machine ends it, and logs the place.
[[noreturn]] void panic(Call &call, std::string_view place);
template <class Error>
void require(bool holds, Error error)
{
    if (!holds)
        refuse(error);
}
template <class T>
T take(Read<T> value)
{
    if (!value)
        throw Refusal{value.error()};
    return std::move(*value);
}

/// An account as the running instruction names it. What it changes becomes real when the instruction ends.
class Slot {
public:
    Slot(Call &call, std::size_t first, std::size_t named) : m_call(&call), m_first(first), m_named(named) {}
    [[nodiscard]] const PublicKey &key() const;
    [[nodiscard]] const PublicKey &owner() const;
    [[nodiscard]] std::uint64_t lamports() const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool isSigner() const;
    [[nodiscard]] EditableBytes data() const; ///< good until the size changes
    [[nodiscard]] bool isRepeated() const { return m_named != m_first; }
    [[nodiscard]] bool is(const Slot &other) const { return m_first == other.m_first; }

    void setLamports(std::uint64_t lamports) const;
    void resize(std::size_t size) const;
    void close() const; ///< nothing is left of it

private:
    Call *m_call;
    std::size_t m_first; ///< where the account is named for the first time
    std::size_t m_named;
};

/// Accounts of an instruction, in their order.
class Accounts {
public:
    Accounts(Call &call, std::size_t first, std::size_t end) : m_call(&call), m_first(first), m_end(end) {}
    [[nodiscard]] std::size_t count() const { return m_end - m_first; }
    void need(std::size_t count) const; ///< refuses when there are fewer
    [[nodiscard]] Slot at(std::size_t i) const;
    [[nodiscard]] Slot next();                      ///< takes the first one away; refuses when there is none
    [[nodiscard]] Accounts take(std::size_t count); ///< takes several away, which must be there

private:
    Call *m_call;
    std::size_t m_first;
    std::size_t m_end;
};

/// One run of a token program: its accounts as they are being changed, its log, its meter.
class Call {
public:
    explicit Call(Invocation &invocation);

    [[nodiscard]] const PublicKey &program() const { return m_frame.program; }
    [[nodiscard]] Accounts accounts() { return {*this, 0, m_frame.accounts.size()}; }
    [[nodiscard]] ByteSpan data() const { return m_frame.data; }
    [[nodiscard]] bool isCalled() const { return m_invocation.depth() > 1; } ///< by another program
    [[nodiscard]] std::uint64_t rentExempt(std::size_t size) const;
    [[nodiscard]] std::uint64_t epoch() const;

    void charge(std::uint64_t units); ///< refuses when the budget is spent
    void log(std::string_view text);
    void setReturnData(ByteSpan data);
    [[nodiscard]] Invocation &invocation() { return m_invocation; }

    /// Calls another program, which sees and may change what this one has done.
    void invoke(const Invocation::Call &call);
    /// Makes the changes real, by the runtime's rules.
    [[nodiscard]] Status commit();

private:
    friend class Slot;
    friend class Accounts;
    struct Changes {
        std::optional<std::uint64_t> lamports;
        std::optional<Bytes> data;
        bool closed = false;
    };

    Invocation &m_invocation;
    Frame &m_frame;
    std::vector<Changes> m_changes; ///< by the first place of an account
};

/// An instruction of a token program: the frame's own, or one inside a batch.
struct Step {
    Call &call;
    Accounts accounts;
    ByteSpan data; ///< behind the number of the instruction
};

/// Reading the rent from the runtime.
inline constexpr std::uint64_t unitsOfRentSyscall = cost::syscallBase + 17;

/// Runs a program; changes become real when it ends well. Of a refusal the token programs log why, others do not.
using Body = void (*)(Call &call);
[[nodiscard]] Status runLogged(Invocation &invocation, Body body);
[[nodiscard]] Status runQuiet(Invocation &invocation, Body body);

/// Refuses unless the account is `expected` and signs, itself or through enough signers when it is a multisig.
void requireAuthority(Call &call, const PublicKey &expected, const Slot &authority, const Accounts &signers);

/// Whether the rent comes in an account or is read from the runtime.
enum class RentFrom : std::uint8_t { Account, Runtime };
/// What an account of this size needs; an account given for the rent, which comes next, must be the sysvar.
[[nodiscard]] std::uint64_t rentFor(std::size_t size, Step &step, RentFrom rent);

enum class Toggle : std::uint8_t { Freeze, Thaw };

// Checked arithmetic of amounts.
[[nodiscard]] std::uint64_t minus(std::uint64_t from, std::uint64_t amount, TokenError error);
[[nodiscard]] std::uint64_t plus(std::uint64_t to, std::uint64_t amount);
void moveLamports(const Slot &from, const Slot &to, std::uint64_t lamports);

/// Whether nobody can own it: tokens sent there are meant to be burnt.
[[nodiscard]] bool isNobodys(const TokenAccount &account);
/// The accounts left are those of whom `required` must sign.
void fillMultisig(const Step &step, Multisig multisig, std::uint8_t required);
/// Lamports above what the account needs go elsewhere.
void withdrawExcess(const Step &step, const Slot &from, const Slot &to);

/// What an instruction's data holds. Short data refuses with the error its program gives.
class Input {
public:
    Input(ByteSpan data, InstructionError error) : m_rest(data), m_error(error) {}
    [[nodiscard]] std::uint8_t byte() { return raw(1)[0]; }
    [[nodiscard]] std::uint16_t shortNumber() { return loadAt<std::uint16_t>(raw(2), 0); }
    [[nodiscard]] std::uint64_t number() { return loadAt<std::uint64_t>(raw(8), 0); }
    [[nodiscard]] PublicKey key() { return keyAt(raw(PublicKey::size), 0); }
    [[nodiscard]] std::optional<PublicKey> optionalKey();        ///< behind a byte 0 or 1
    [[nodiscard]] std::optional<std::uint64_t> optionalNumber(); ///< the same
    [[nodiscard]] ByteSpan rest() const { return m_rest; }
    void end() const; ///< refuses when something is left

private:
    [[nodiscard]] ByteSpan raw(std::size_t size);
    [[nodiscard]] bool isPresent();

    ByteSpan m_rest;
    InstructionError m_error;
};

} // namespace paradox::ledger::spl
