#include "domain/base58.h"
#include "http/frame.h"
#include "ledger/spl/call.h"
#include "ledger/spl/memo_programs.h"
#include "ledger/spl/program.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger::spl {

const PublicKey memoProgram = solana::knownKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const PublicKey memoProgram1 = solana::knownKey("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");

std::optional<std::string> memosOf(const solana::Message &message, const std::vector<PublicKey> &keys)
{
    std::string memos;
    for (const solana::CompiledInstruction &instruction : message.instructions) {
        if (!memo::isMemoProgram(keys[instruction.programIndex]))
            continue;
        const std::string_view text = asText(instruction.data);
        memos.append(memos.empty() ? "[" : "; [").append(std::to_string(text.size())).append("] ");
        memos.append(http::isUtf8(text) ? text : "(unparseable)");
    }
    return memos.empty() ? std::nullopt : std::optional(std::move(memos));
}

} // namespace paradox::ledger::spl

namespace paradox::ledger::spl::memo {

namespace {

constexpr std::uint64_t unitsOfMemo = 400;

/// Where text stops being UTF-8, in the runtime's words; nothing when it never does.
std::optional<std::string> utf8Fault(ByteSpan text)
{
    const auto isBetween = [&](std::size_t i, unsigned low, unsigned high) {
        return text[i] >= low && text[i] <= high;
    };
    for (std::size_t i = 0; i < text.size();) {
        const std::uint8_t lead = text[i];
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        std::size_t good = lead < 0x80 || (lead >= 0xc2 && lead <= 0xf4) ? 1 : 0;
        // Overlong forms, surrogates and what lies behind the last character show in the second byte.
        const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        while (good > 0 && good < size && i + good < text.size() &&
               isBetween(i + good, good == 1 ? low : 0x80, good == 1 ? high : 0xbf))
            ++good;
        if (good == size) {
            i += size;
            continue;
        }
        if (good > 0 && i + good == text.size())
            return "incomplete utf-8 byte sequence from index " + std::to_string(i);
        return "invalid utf-8 sequence of " + std::to_string(std::max<std::size_t>(good, 1)) + " bytes from index " +
               std::to_string(i);
    }
    return std::nullopt;
}

/// As a virtual machine ends a program that logs such text.
[[noreturn]] void refuseLog(Call &call, std::string fault)
{
    fault += ": [";
    for (const std::uint8_t byte : call.data())
        fault.append(fault.ends_with('[') ? "" : ", ").append(std::to_string(byte));
    call.charge(std::max<std::uint64_t>(cost::syscallBase, call.data().size()));
    call.invocation().explain(std::move(fault) + "]");
    refuse(InstructionErrorKind::ProgramFailedToComplete);
}

/// The first version only looks at the text.
void runFirst(Call &call)
{
    call.charge(unitsOfMemo + call.data().size());
    require(http::isUtf8(asText(call.data())), InstructionErrorKind::InvalidInstructionData);
}

/// Everybody named must sign; who and what goes to the log.
void runCurrent(Call &call)
{
    call.charge(unitsOfMemo / 4 + call.data().size());
    const Accounts accounts = call.accounts();
    if (accounts.count() > 0)
        call.log("Signed by:");
    for (std::size_t i = 0; i < accounts.count(); ++i) {
        const Slot account = accounts.at(i);
        if (account.isRepeated())
            continue;
        require(account.isSigner(), InstructionErrorKind::MissingRequiredSignature);
        call.log(toBase58(account.key()));
    }
    call.log("Memo (len " + std::to_string(call.data().size()) + ')');
    if (auto fault = utf8Fault(call.data()))
        refuseLog(call, std::move(*fault));
    call.log(asText(call.data()));
}

} // namespace

bool isMemoProgram(const PublicKey &id)
{
    return id == memoProgram || id == memoProgram1;
}

Status enter(Invocation &invocation)
{
    return runQuiet(invocation, invocation.frame().program == memoProgram1 ? runFirst : runCurrent);
}

} // namespace paradox::ledger::spl::memo
