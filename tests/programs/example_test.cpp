#include "example/tally.h"
#include "program_world.h"

#include <fstream>
#include <sstream>

extern "C" std::uint64_t paradox_tally_entrypoint(std::uint8_t *input);

namespace paradox::test {
namespace {

namespace tally = program::tally;

const PublicKey tallyProgram = wallet(99);

class Example : public ProgramWorld {
protected:
    void SetUp() override { host.programs[tallyProgram] = &paradox_tally_entrypoint; }

    [[nodiscard]] static solana::Instruction open(const PublicKey &owner, std::string_view label)
    {
        using Ix = tally::OpenTally;
        return programs::completeCall<Ix>(tallyProgram, {textView(label)}, {{Ix::owner, owner}});
    }
    [[nodiscard]] static solana::Instruction count(const PublicKey &owner, const PublicKey &key, std::uint64_t amount)
    {
        using Ix = tally::Count;
        return programs::completeCall<Ix>(tallyProgram, {amount}, {{Ix::tally, key}, {Ix::owner, owner}});
    }
    [[nodiscard]] static PublicKey keyIn(const solana::Instruction &opened)
    {
        return opened.accounts[tally::OpenTally::tally].key;
    }

    const PublicKey alice = funded(1);
    const PublicKey bob = funded(2);
};

TEST_F(Example, aTallyCountsForItsOwner)
{
    const solana::Instruction opened = open(alice, "sheep");
    expectOk(opened);
    const HostResult result = expectOk(count(alice, keyIn(opened), 3));
    EXPECT_EQ(asString(eventOf<tally::Counted>(result).label), "sheep");
    EXPECT_EQ(hexEncode(result.returned), "0300000000000000");
    EXPECT_EQ(stateOf<tally::Tally>(keyIn(opened)).count, 3U);
    expectRefused(count(bob, keyIn(opened), 1), static_cast<std::uint64_t>(tally::Error::NotOwner));
    expectRefused(count(alice, keyIn(opened), ~std::uint64_t{0}), static_cast<std::uint64_t>(tally::Error::Overflow));
}

TEST_F(Example, aLabelFitsItsSeed)
{
    expectRefused(open(alice, ""), static_cast<std::uint64_t>(tally::Error::InvalidLabel));
    expectRefused(open(alice, std::string(33, 'x')), static_cast<std::uint64_t>(tally::Error::InvalidLabel));
    expectOk(open(alice, std::string(32, 'x')));
}

TEST_F(Example, closingGivesTheRentBack)
{
    using Ix = tally::CloseTally;
    const solana::Instruction opened = open(alice, "sheep");
    expectOk(opened);
    const auto close = [&](const PublicKey &owner) {
        return programs::completeCall<Ix>(tallyProgram, {}, {{Ix::tally, keyIn(opened)}, {Ix::owner, owner}});
    };
    expectRefused(close(bob), static_cast<std::uint64_t>(tally::Error::NotOwner));
    expectOk(close(alice));
    EXPECT_EQ(host.accounts[alice].lamports, lamportsPerWallet);
}

std::string textOfFile(const std::string &path)
{
    std::ifstream file(std::string(PARADOX_SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(ProgramsReadme, itsCodeStandsInTheExample)
{
    const std::string readme = textOfFile("backend/programs/README.md");
    const std::string sources =
        textOfFile("tests/programs/example/tally.h") + textOfFile("tests/programs/example/tally.cpp");
    constexpr std::string_view fence = "```cpp\n";
    std::size_t blocks = 0;
    for (std::size_t at = readme.find(fence); at != std::string::npos; at = readme.find(fence, at + 1)) {
        const std::size_t from = at + fence.size();
        const std::string block = readme.substr(from, readme.find("```", from) - from);
        EXPECT_NE(sources.find(block), std::string::npos) << block;
        ++blocks;
    }
    EXPECT_GE(blocks, 4U);
}

} // namespace
} // namespace paradox::test
