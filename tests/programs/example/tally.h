#pragma once

#include "programs/sdk/program.h"

// A whole program, small: everyone keeps tallies under labels. backend/programs/README.md explains it.
#define PARADOX_TALLY_ERRORS(X)                                                                                        \
    X(6000, InvalidLabel, "a label has 1 to 32 bytes")                                                                 \
    X(6001, NotOwner, "the tally belongs to someone else")                                                             \
    X(6002, Overflow, "the count exceeds 64 bits")

namespace paradox::program::tally {

PROGRAM_ERRORS(PARADOX_TALLY_ERRORS);

inline constexpr u32 labelSizeMax = 32;

struct Tally {
    PROGRAM_STATE("Tally");
    static constexpr u64 space = 8 + 32 + (4 + labelSizeMax) + 8;

    Pubkey owner;
    Text<labelSizeMax> label;
    u64 count;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("label", self.label);
        visit("count", self.count);
    }
};

struct Counted {
    PROGRAM_EVENT("Counted");
    Pubkey owner;
    TextView label;
    u64 count;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("label", self.label);
        visit("count", self.count);
    }
};

struct OpenTally {
    PROGRAM_INSTRUCTION("open_tally", "OpenTally");
    enum : u8 { tally, owner, system };
    static constexpr AccountSpec accounts[] = {
        fresh<Tally>("tally").at(text("tally"), account(owner), textArgument("label", 0)),
        signer("owner").writable(),
        systemAccount(),
    };
    struct Args {
        TextView label;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("label", self.label);
        }
    };
    static Status checkArgs(const Args &args)
    {
        PROGRAM_ENSURE(args.label.size > 0 && args.label.size <= labelSizeMax, InvalidLabel);
        return Status::Ok;
    }
};

struct Count {
    PROGRAM_INSTRUCTION("count", "Count");
    enum : u8 { tally, owner };
    static constexpr AccountSpec accounts[] = {
        state<Tally>("tally").writable(),
        signer("owner"),
    };
    using Args = AmountArgs;
    using Returns = u64;
};

struct CloseTally {
    PROGRAM_INSTRUCTION("close_tally", "CloseTally");
    enum : u8 { tally, owner };
    static constexpr AccountSpec accounts[] = {
        state<Tally>("tally").writable(),
        signer("owner").writable(),
    };
    using Args = NoArgs;
};

using Instructions = InstructionSet<OpenTally, Count, CloseTally>;

Status handle(Call<OpenTally> &call);
Status handle(Call<Count> &call);
Status handle(Call<CloseTally> &call);

struct Program {
    using Instructions = tally::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::tally
