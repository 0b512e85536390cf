#include "ledger/spl/program.h"

#include "domain/assert.h"
#include "ledger/spl/memo_programs.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>

namespace paradox::ledger::spl {

namespace {

/// An upgradeable program's account only says where its code is.
Program upgradeable(const PublicKey &id, Status (*entry)(Invocation &))
{
    constexpr std::uint32_t programAccount = 2;
    const std::array<ByteSpan, 1> seeds{id.span()};
    const auto code = solana::findProgramAddress(seeds, solana::upgradeableLoader);
    PARADOX_ASSERT(code.has_value());
    return {id, entry, solana::upgradeableLoader, solana::BorshWriter().put(programAccount).put(code->key).take()};
}

/// Where a cluster keeps the code, some bytes that say what is here instead.
Program deployed(const PublicKey &id, Status (*entry)(Invocation &), const PublicKey &owner)
{
    const ByteSpan note = asBytes("runs natively in this ledger");
    return {id, entry, owner, Bytes(note.begin(), note.end())};
}

std::array<Program, 5> table()
{
    return {upgradeable(solana::tokenProgram, token::enter), upgradeable(solana::token2022Program, token2022::enter),
            deployed(solana::associatedTokenProgram, associated::enter, solana::loaderV2),
            deployed(memoProgram, memo::enter, solana::loaderV2),
            deployed(memoProgram1, memo::enter, solana::loaderV1)};
}

} // namespace

std::span<const Program> programs()
{
    static const std::array<Program, 5> all = table();
    return all;
}

const Program *find(const PublicKey &id)
{
    const auto found = std::ranges::find(programs(), id, &Program::id);
    return found == programs().end() ? nullptr : &*found;
}

bool isTokenProgram(const PublicKey &id)
{
    return id == solana::tokenProgram || id == solana::token2022Program;
}

} // namespace paradox::ledger::spl
