// paradox-idl NAME: prints a program's Anchor IDL (spec 0.1.0), generated from the declarations the program is made of.

#include "programs/idl/idls.h"

#include <cstdio>
#include <string_view>

int main(int argc, char **argv)
{
    const std::string_view wanted = argc == 2 ? argv[1] : "";
    std::string text;
#define PARADOX_IDL(name, id)                                                                                          \
    if (wanted == #name)                                                                                               \
        text = paradox::programs::name##Idl();
    PARADOX_PROGRAMS(PARADOX_IDL)
#undef PARADOX_IDL
    if (text.empty()) {
        std::fputs("usage: paradox-idl PROGRAM\n", stderr);
        return 2;
    }
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
