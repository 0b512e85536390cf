#pragma once

#include <stddef.h>
#include <stdint.h>

/// What a program may ask of its runtime. On a cluster these are the SBPF virtual machine's syscalls; natively the
/// host (backend/ledger, or a test's own) defines them. Freestanding: shared by C++17 programs and C++23 hosts.
namespace paradox::program {

struct alignas(8) Pubkey {
    uint8_t bytes[32];
};

/// A slice of memory; also a seed, and a part of a hash or of an event.
struct Slice {
    const uint8_t *data;
    uint64_t size;
};

/// The seeds of one signing program-derived address.
struct SignerSeeds {
    const Slice *seeds;
    uint64_t count;
};

// The C ABI of cross-program calls (SolAccountMeta, SolInstruction, SolAccountInfo of the Solana C SDK).
struct CpiMeta {
    const Pubkey *key;
    bool isWritable;
    bool isSigner;
};

struct CpiInstruction {
    const Pubkey *program;
    const CpiMeta *metas;
    uint64_t metaCount;
    const uint8_t *data;
    uint64_t dataSize;
};

/// The pointers must be those of the running instruction's own input: the runtime writes the callee's changes there,
/// and a changed data length into the eight bytes before `data`.
struct CpiAccount {
    const Pubkey *key;
    uint64_t *lamports;
    uint64_t dataSize;
    uint8_t *data;
    const Pubkey *owner;
    uint64_t rentEpoch;
    bool isSigner;
    bool isWritable;
    bool isExecutable;
};

struct Clock {
    uint64_t slot;
    int64_t epochStartTime;
    uint64_t epoch;
    uint64_t leaderScheduleEpoch;
    int64_t unixTime;
};

/// 17 bytes are written. The threshold is an IEEE 754 double, kept as bits: programs have no floating point.
struct Rent {
    uint64_t lamportsPerByteYear;
    uint64_t exemptionThresholdBits;
    uint8_t burnPercent;
};

extern "C" {

void sol_log_(const char *text, uint64_t size);
void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
void sol_log_pubkey(const Pubkey *key);
void sol_log_compute_units_(void);
/// One log line "Program data: " with the base64 of every slice, separated by blanks.
void sol_log_data(const Slice *slices, uint64_t count);

// These return 0 on success.
uint64_t sol_sha256(const Slice *parts, uint64_t count, uint8_t *hash32);
uint64_t sol_create_program_address(const Slice *seeds, uint64_t count, const Pubkey *program, Pubkey *address);
uint64_t sol_try_find_program_address(const Slice *seeds, uint64_t count, const Pubkey *program, Pubkey *address,
                                      uint8_t *bump);
uint64_t sol_get_clock_sysvar(Clock *clock);
uint64_t sol_get_rent_sysvar(Rent *rent);

/// Returns the callee's error, or 0. (On a cluster a failed call never returns: the transaction has failed.)
uint64_t sol_invoke_signed_c(const CpiInstruction *instruction, const CpiAccount *accounts, uint64_t accountCount,
                             const SignerSeeds *signers, uint64_t signerCount);

void sol_memcpy_(void *to, const void *from, uint64_t size);
void sol_memmove_(void *to, const void *from, uint64_t size);
void sol_memset_(void *to, uint8_t value, uint64_t size);
/// Writes <0, 0 or >0 like memcmp.
void sol_memcmp_(const void *a, const void *b, uint64_t size, int32_t *result);

void sol_set_return_data(const uint8_t *data, uint64_t size);
/// The return data's full size; copies at most `size` of it and its program's id.
uint64_t sol_get_return_data(uint8_t *data, uint64_t size, Pubkey *program);

/// Ends the program with a log line. Never returns on a cluster; a native host leaves the program by its own means.
[[noreturn]] void sol_panic_(const char *file, uint64_t fileSize, uint64_t line, uint64_t column);

} // extern "C"

} // namespace paradox::program
