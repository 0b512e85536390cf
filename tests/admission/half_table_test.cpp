#include "admission/half_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace paradox::admission {
namespace {

std::vector<std::uint64_t> seqsOf(HalfTable &table)
{
    std::vector<std::uint64_t> seqs;
    table.forEach([&](const Half &half) { seqs.push_back(half.seq.value); });
    std::ranges::sort(seqs);
    return seqs;
}

TEST(HalfTable, neighboursComeAndGoEachAlone)
{
    HalfTable table;
    for (const std::uint64_t seq : {7U, 8U, 9U, 1'000'000U})
        table.add(Seq{seq}).seq = Seq{seq};
    EXPECT_EQ(table.find(Seq{6}), nullptr);
    EXPECT_EQ(table.find(Seq{10}), nullptr);
    table.erase(Seq{8});
    EXPECT_EQ(table.find(Seq{8}), nullptr);
    EXPECT_EQ(seqsOf(table), (std::vector<std::uint64_t>{7, 9, 1'000'000}));
    table.erase(Seq{7});
    table.erase(Seq{9});
    EXPECT_EQ(seqsOf(table), std::vector<std::uint64_t>{1'000'000});
}

TEST(HalfTable, aHalfStaysWhereItIsWhileOthersEnter)
{
    HalfTable table;
    Half *const first = &table.add(Seq{1});
    first->seq = Seq{1};
    for (std::uint64_t seq = 2; seq < 5'000; ++seq)
        table.add(Seq{seq}).seq = Seq{seq};
    EXPECT_EQ(table.find(Seq{1}), first);
    EXPECT_EQ(table.find(Seq{4'321})->seq, Seq{4'321});
}

TEST(HalfTable, aSeqTakenTwiceOrErasedTwiceAsserts)
{
    HalfTable table;
    table.add(Seq{1});
    EXPECT_DEATH(table.add(Seq{1}), "place");
    table.erase(Seq{1});
    EXPECT_DEATH(table.erase(Seq{1}), "block");
}

} // namespace
} // namespace paradox::admission
