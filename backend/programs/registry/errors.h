#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients. 6000 to 6006 are the first version's;
// 6011 is left to the later version that has it.
#define PARADOX_REGISTRY_ERRORS(X)                                                                                     \
    X(6000, UnauthorizedUser, "this signer does not own the account")                                                  \
    X(6001, UnauthorizedAuthority, "only the registry's authority may do this")                                        \
    X(6002, InvalidUserStatus, "the user is not active")                                                               \
    X(6003, InvalidMeterStatus, "the meter is not active")                                                             \
    X(6004, UserNotFound, "there is no such user")                                                                     \
    X(6005, MeterNotFound, "there is no such meter")                                                                   \
    X(6006, NoUnsettledBalance, "the meter has no energy that is not settled")                                         \
    X(6007, OracleNotConfigured, "the registry has no oracle yet; its authority names one")                            \
    X(6008, UnauthorizedOracle, "only the registry's oracle may write readings")                                       \
    X(6009, StaleReading, "the reading is not newer than the meter's last one")                                        \
    X(6010, ReadingTooHigh, "a reading exceeds 10^12, or the meter's total 64 bits")                                   \
    X(6012, InvalidMeterId, "a meter id has 1 to 32 bytes")                                                            \
    X(6013, LocationTooLong, "a location has at most 100 bytes")                                                       \
    X(6014, ReadingFromFuture, "the reading's time lies more than 5 minutes ahead")                                    \
    X(6015, UserHasMeters, "a user with meters stays registered")

namespace paradox::program::registry {

PROGRAM_ERRORS(PARADOX_REGISTRY_ERRORS);

} // namespace paradox::program::registry
