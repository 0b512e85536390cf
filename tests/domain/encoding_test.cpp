#include "domain/encoding.h"

#include <gtest/gtest.h>

namespace paradox {
namespace {

TEST(Encoding, base64KnownValues)
{
    EXPECT_EQ(base64Encode(asBytes("")), "");
    EXPECT_EQ(base64Encode(asBytes("f")), "Zg==");
    EXPECT_EQ(base64Encode(asBytes("fo")), "Zm8=");
    EXPECT_EQ(base64Encode(asBytes("foobar")), "Zm9vYmFy");
    EXPECT_EQ(asText(*base64Decode("Zm9vYmE=")), "fooba");
}

TEST(Encoding, base64IsStrict)
{
    for (const char *bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zm 9", "Zg==Zg==", "_-=="})
        EXPECT_EQ(base64Decode(bad), std::nullopt) << bad;
}

TEST(Encoding, hexIsStrict)
{
    EXPECT_EQ(hexEncode(Bytes{0, 255, 16}), "00ff10");
    EXPECT_EQ(hexDecode("00FF10"), (Bytes{0, 255, 16}));
    for (const char *bad : {"0", "0g", "0x00", " 00"})
        EXPECT_EQ(hexDecode(bad), std::nullopt) << bad;
}

} // namespace
} // namespace paradox
