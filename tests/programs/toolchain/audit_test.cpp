#include "object_builder.h"

#include <gtest/gtest.h>

namespace paradox::sbpf::test {
namespace {

Bytes programOf(std::vector<Instruction> instructions)
{
    ObjectBuilder builder;
    builder.function("entrypoint", instructions);
    return builder.build();
}

/// The fault of a program that has this instruction; nothing when it links.
std::optional<LinkFault> faultIn(const Instruction &instruction)
{
    const auto image = linkOne(programOf({instruction, returnZero, exitNow}));
    return image ? std::nullopt : std::optional(image.error().fault);
}

/// With registers and fields that suit the operation.
Instruction typical(std::uint8_t code)
{
    if (code == opcode::call)
        return {code, callRelative << 4, 0, 0};
    if (code == opcode::callRegister)
        return {code, 2, 0, 0};
    return {code, 0x21, 0, 16};
}

TEST(SbpfAudit, exactlyTheInstructionsOfMcpuV2AreTaken)
{
    std::vector<int> taken;
    for (int code = 0; code < 256; ++code) {
        if (code != opcode::load64 && !faultIn(typical(static_cast<std::uint8_t>(code))))
            taken.push_back(code);
    }
    EXPECT_EQ(taken, (std::vector<int>{0x05, 0x07, 0x0f, 0x15, 0x17, 0x1d, 0x1f, 0x25, 0x27, 0x2d, 0x2f, 0x35, 0x37,
                                       0x3d, 0x3f, 0x45, 0x47, 0x4d, 0x4f, 0x55, 0x57, 0x5d, 0x5f, 0x61, 0x62, 0x63,
                                       0x65, 0x67, 0x69, 0x6a, 0x6b, 0x6d, 0x6f, 0x71, 0x72, 0x73, 0x75, 0x77, 0x79,
                                       0x7a, 0x7b, 0x7d, 0x7f, 0x85, 0x87, 0x8d, 0x95, 0x97, 0x9f, 0xa5, 0xa7, 0xad,
                                       0xaf, 0xb5, 0xb7, 0xbd, 0xbf, 0xc5, 0xc7, 0xcd, 0xcf, 0xd4, 0xd5, 0xdc, 0xdd}));
}

TEST(SbpfAudit, whatTheMachineWouldMisexecuteIsNamed)
{
    struct Case {
        Instruction instruction;
        LinkFault fault;
    };
    const Case cases[] = {
        {{0x04, 1, 0, 1}, LinkFault::Alu32},                 // w1 += 1
        {{0xbc, 0x21, 0, 0}, LinkFault::Alu32},              // w1 = w2
        {{0x16, 1, 0, 0}, LinkFault::Jump32},                // if w1 == 0
        {{0x06, 0, 0, 0}, LinkFault::Jump32},                // gotol
        {{0xdb, 0x21, 0, 0}, LinkFault::Atomic},             // lock *(u64 *)r1 += r2
        {{0xc3, 0x21, 0, 0xf1}, LinkFault::Atomic},          // atomic exchange, 32 bits
        {{0x3f, 0x21, 1, 0}, LinkFault::SignedDivision},     // r1 s/= r2
        {{0x97, 0x01, 1, 7}, LinkFault::SignedDivision},     // r1 s%= 7
        {{0xbf, 0x21, 8, 0}, LinkFault::SignExtendingMove},  // r1 = (s8)r2
        {{0x91, 0x21, 0, 0}, LinkFault::SignExtendingLoad},  // r1 = *(s8 *)r2
        {{0x81, 0x21, 0, 0}, LinkFault::SignExtendingLoad},  // r1 = *(s32 *)r2
        {{0xd7, 0x01, 0, 64}, LinkFault::ByteSwap},          // r1 = bswap64 r1
        {{0x20, 0, 0, 0}, LinkFault::UnknownInstruction},    // packet load
        {{0xe7, 0x01, 0, 0}, LinkFault::UnknownInstruction}, // no such operation
        {{0x8f, 0x21, 0, 0}, LinkFault::UnknownInstruction}, // negation takes no register
        {{0xe5, 0x01, 0, 0}, LinkFault::UnknownInstruction}, // may-goto
        {{0x0f, 0xb1, 0, 0}, LinkFault::BadRegister},        // r11
        {{0x0f, 0x1b, 0, 0}, LinkFault::BadRegister},
        {{0x0f, 0x21, 1, 0}, LinkFault::BadRegister},
        {{0x8d, 0x0a, 0, 0}, LinkFault::BadRegister}, // callx r10
        {{0x8d, 0x02, 0, 3}, LinkFault::BadRegister},
        {{0x85, 0x20, 0, 0}, LinkFault::BadRegister}, // a kernel's function
        {{0x07, 0x0a, 0, 64}, LinkFault::WritesFramePointer},
        {{0x79, 0x1a, 0, 0}, LinkFault::WritesFramePointer},
        {{0x37, 0x01, 0, 0}, LinkFault::DivisionByZero},
        {{0x97, 0x01, 0, 0}, LinkFault::DivisionByZero},
        {{0x67, 0x01, 0, 64}, LinkFault::ShiftTooFar},
        {{0x77, 0x01, 0, -1}, LinkFault::ShiftTooFar},
        {{0xc7, 0x01, 0, 64}, LinkFault::ShiftTooFar},
        {{0xdc, 0x01, 0, 24}, LinkFault::BadSwapWidth},
        {{0x05, 0, 2, 0}, LinkFault::JumpOutOfSection},
        {{0x05, 0, -2, 0}, LinkFault::JumpOutOfSection},
        {{0x1d, 0x21, 0x7fff, 0}, LinkFault::JumpOutOfSection},
        {{0x85, 0x10, 0, 2}, LinkFault::JumpOutOfSection},
        {{0x85, 0x10, 0, -3}, LinkFault::JumpOutOfSection},
        {{0x85, 0x10, 0, -1}, LinkFault::UnresolvedCall},
        {{0x85, 0x00, 0, 6}, LinkFault::UnresolvedCall}, // a kernel's helper by number
    };
    for (const Case &one : cases)
        EXPECT_EQ(faultIn(one.instruction), one.fault)
            << std::hex << int{one.instruction.opcode} << ": " << toText({.fault = one.fault});
}

TEST(SbpfAudit, framesAboveWhatTheMachineHasAreRefused)
{
    EXPECT_EQ(faultIn({0x7b, 0x1a, -4096, 0}), std::nullopt);
    EXPECT_EQ(faultIn({0x7b, 0x1a, -8, 0}), std::nullopt);
    EXPECT_EQ(faultIn({0x7b, 0x1a, -4097, 0}), LinkFault::FrameTooLarge);
    EXPECT_EQ(faultIn({0x7b, 0x1a, -4, 0}), LinkFault::FrameTooLarge); // eight bytes reach above it
    EXPECT_EQ(faultIn({0x61, 0xa1, 0, 0}), LinkFault::FrameTooLarge);
    EXPECT_EQ(faultIn({0x72, 0x0a, -1, 5}), std::nullopt);
    const Instruction copy{0xbf, 0xa1, 0, 0};
    EXPECT_EQ(faultOf(programOf({copy, {0x07, 1, 0, -4097}, returnZero, exitNow})), LinkFault::FrameTooLarge);
    EXPECT_TRUE(linkOne(programOf({copy, {0x07, 1, 0, -4096}, returnZero, exitNow})).has_value());
}

TEST(SbpfAudit, jumpsIntoThe64BitLoadAreRefused)
{
    std::vector<Instruction> code{{0x05, 0, 1, 0}};
    for (const Instruction &half : load64(1, 5))
        code.push_back(half);
    code.push_back(exitNow);
    EXPECT_EQ(faultOf(programOf(code)), LinkFault::JumpOutOfSection);
    code[0].offset = 2;
    EXPECT_TRUE(linkOne(programOf(code)).has_value());
}

TEST(SbpfAudit, halfALoadIsRefused)
{
    const std::vector<Instruction> load = load64(1, 5);
    EXPECT_EQ(faultOf(programOf({load[0], returnZero, exitNow})), LinkFault::IncompleteLoad);
    EXPECT_EQ(faultOf(programOf({returnZero, load[0]})), LinkFault::IncompleteLoad);
    EXPECT_EQ(faultOf(programOf({{opcode::load64, 10, 0, 0}, load[1], exitNow})), LinkFault::WritesFramePointer);
    EXPECT_EQ(faultOf(programOf({{opcode::load64, 0x11, 0, 0}, load[1], exitNow})), LinkFault::BadRegister);
}

TEST(SbpfAudit, codeMustNotRunOffItsEnd)
{
    EXPECT_EQ(faultOf(programOf({exitNow, returnZero})), LinkFault::RunsOffTheEnd);
    EXPECT_EQ(faultOf(programOf({exitNow, {0x15, 1, -2, 0}})), LinkFault::RunsOffTheEnd);
    EXPECT_TRUE(linkOne(programOf({exitNow, {0x05, 0, -2, 0}})).has_value());
    ObjectBuilder odd;
    const std::size_t text = odd.section(
        {.name = ".text", .flags = elf::flagAlloc | elf::flagExecute, .bytes = {0x95, 0, 0, 0, 0, 0, 0, 0, 0x95}});
    odd.symbol({.name = "entrypoint", .section = text});
    EXPECT_EQ(faultOf(odd.build()), LinkFault::Malformed);
}

TEST(SbpfAudit, whatIsNotReachedIsNotHeldAgainstTheProgram)
{
    ObjectBuilder builder;
    builder.function("entrypoint", {returnZero, exitNow});
    builder.function("unused", {{0x04, 1, 0, 1}, exitNow});
    EXPECT_TRUE(linkOne(builder.build()).has_value());
}

TEST(SbpfAudit, aRefusalNamesObjectSectionOffsetAndWhatToDo)
{
    const auto image = linkOne(programOf({returnZero, {0x04, 1, 0, 1}, exitNow}));
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(toText(image.error()), "a.o: .text.entrypoint+0x8: 32-bit arithmetic, which the machine extends by sign "
                                     "(opcode 0x04): compile with -mcpu=v2");
}

} // namespace
} // namespace paradox::sbpf::test
