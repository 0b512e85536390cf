// paradox-idl: prints the vault's Anchor IDL (spec 0.1.0), generated from the declarations the program is made of.

#include "programs/idl/idl_writer.h"

#include <cstdio>

int main()
{
    const std::string text = paradox::programs::vaultIdl();
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
