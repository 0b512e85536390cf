#include "tally.h"

PROGRAM_ENTRYPOINT(tally)

namespace paradox::program::tally {

Status handle(Call<OpenTally> &call)
{
    using Ix = OpenTally;
    PROGRAM_TRY(call.createAt(Ix::tally, Ix::owner, Status::AccountAlreadyInUse));
    Tally tally{};
    tally.owner = call.key(Ix::owner);
    PROGRAM_ENSURE(assign(tally.label, call.args.label), InvalidLabel);
    return call.store(Ix::tally, tally);
}

Status handle(Call<Count> &call)
{
    using Ix = Count;
    Tally tally{};
    PROGRAM_TRY(call.load(Ix::tally, tally));
    PROGRAM_ENSURE(tally.owner == call.key(Ix::owner), NotOwner);
    PROGRAM_ENSURE(checkedAdd(tally.count, call.args.amount), Overflow);
    PROGRAM_TRY(call.store(Ix::tally, tally));
    PROGRAM_TRY(announce(Counted{tally.owner, tally.label.view(), tally.count}));
    return giveBack(tally.count);
}

Status handle(Call<CloseTally> &call)
{
    using Ix = CloseTally;
    Tally tally{};
    PROGRAM_TRY(call.load(Ix::tally, tally));
    PROGRAM_ENSURE(tally.owner == call.key(Ix::owner), NotOwner);
    close(call[Ix::tally], call[Ix::owner]);
    return Status::Ok;
}

} // namespace paradox::program::tally
