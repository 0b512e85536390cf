#include "constructs.h"

// What the machine calls: accounts none, instruction data two words, the answer as return data.
extern "C" void sol_set_return_data(const uint8_t *data, uint64_t size);
extern "C" void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

extern "C" __attribute__((visibility("default"))) uint64_t entrypoint(const uint8_t *input)
{
    const auto *words = reinterpret_cast<const uint64_t *>(input);
    const uint64_t accounts = words[0];
    const uint64_t size = words[1];
    if (accounts != 0 || size != 16)
        return 1;
    const uint64_t result = paradox::examples::answer(words[2], words[3]);
    sol_log_64_(words[2], words[3], result, 0, 0);
    sol_set_return_data(reinterpret_cast<const uint8_t *>(&result), sizeof result);
    return 0;
}
