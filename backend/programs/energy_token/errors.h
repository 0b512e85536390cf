#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients. 6000 to 6004 are the first version's,
// 6005 and 6006 later ones' with the same names; our own begin at 6100.
#define PARADOX_ENERGY_TOKEN_ERRORS(X)                                                                                 \
    X(6000, UnauthorizedAuthority, "only the token's authority may do this")                                           \
    X(6001, InvalidMeter, "the registry did not settle this meter")                                                    \
    X(6002, InsufficientBalance, "the token account holds less than this")                                             \
    X(6003, InvalidMetadataAccount, "this is not where the mint's metadata belong")                                    \
    X(6004, NoUnsettledBalance, "the meter has no energy that is not settled")                                         \
    X(6005, UnauthorizedRegistry, "meters are settled by the registry program alone")                                  \
    X(6006, ValidatorAlreadyExists, "this validator is recorded already")                                              \
    X(6100, ForeignMint, "this is not the energy token's mint")                                                        \
    X(6101, NameTooLong, "a validator's name has at most 64 bytes")                                                    \
    X(6102, MetadataTooLong, "name, symbol and address of the metadata exceed 800 bytes")                              \
    X(6103, RecordIncomplete, "a validator's record needs its account, a payer and the system program")

namespace paradox::program::energy_token {

PROGRAM_ERRORS(PARADOX_ENERGY_TOKEN_ERRORS);

} // namespace paradox::program::energy_token
