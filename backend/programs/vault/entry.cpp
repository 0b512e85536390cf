#include "programs/vault/vault.h"

namespace paradox::program::vault {

namespace {

template <u64 Size>
void log(const char (&line)[Size])
{
    sol_log_(line, Size - 1);
}

/// Anchor's line, from which its clients take name and words.
void logError(Status status)
{
    switch (static_cast<u64>(status)) {
#define PARADOX_VAULT_ERROR(code, name, words)                                                                         \
    case code:                                                                                                         \
        log("AnchorError occurred. Error Code: " #name ". Error Number: " #code ". Error Message: " words ".");        \
        break;
        PARADOX_VAULT_ERRORS(PARADOX_VAULT_ERROR)
#undef PARADOX_VAULT_ERROR
    }
}

u64 enter(u8 *bytes)
{
    Input input;
    if (!input.parse(bytes))
        return static_cast<u64>(Status::InvalidArgument);
    const Status status = Instructions::dispatch(input);
    if (status != Status::Ok)
        logError(status);
    return static_cast<u64>(status);
}

} // namespace

} // namespace paradox::program::vault

#if defined(__bpf__)
extern "C" __attribute__((visibility("default"))) paradox::program::u64 entrypoint(paradox::program::u8 *input)
#else
extern "C" uint64_t paradox_vault_entrypoint(uint8_t *input)
#endif
{
    return paradox::program::vault::enter(input);
}
