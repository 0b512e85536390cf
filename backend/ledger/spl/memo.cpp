#include "domain/base58.h"
#include "http/frame.h"
#include "ledger/spl/call.h"
#include "ledger/spl/memo_programs.h"
#include "ledger/spl/program.h"
#include "solana/programs.h"

namespace paradox::ledger::spl {

const PublicKey memoProgram = solana::knownKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const PublicKey memoProgram1 = solana::knownKey("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");

} // namespace paradox::ledger::spl

namespace paradox::ledger::spl::memo {

namespace {

constexpr std::uint64_t unitsOfMemo = 400;

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
    require(http::isUtf8(asText(call.data())), InstructionErrorKind::ProgramFailedToComplete);
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
