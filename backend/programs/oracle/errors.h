#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients. 6000 to 6004 are the first version's;
// 6005 to 6007 are left to the later version that has them.
#define PARADOX_ORACLE_ERRORS(X)                                                                                       \
    X(6000, UnauthorizedAuthority, "only the oracle's authority may do this")                                          \
    X(6001, UnauthorizedGateway, "only the oracle's gateway may do this")                                              \
    X(6002, OracleInactive, "the oracle is switched off")                                                              \
    X(6003, InvalidMeterReading, "a meter id has 1 to 32 bytes")                                                       \
    X(6004, MarketClearingInProgress, "the market is being cleared")                                                   \
    X(6008, StaleReading, "the reading is not newer than the last one; record_meter_reading orders each meter apart")  \
    X(6009, ReadingFromFuture, "the reading's time lies more than 5 minutes ahead")                                    \
    X(6010, DuplicateReading, "the meter has a reading of this time already")                                          \
    X(6011, MeterMismatch, "the account is another meter's")                                                           \
    X(6012, RegistryMismatch, "the program is not the linked registry")                                                \
    X(6013, ReadingTooYoung, "a reading is kept for 7 days")                                                           \
    X(6014, SubmitterMismatch, "the rent belongs to the reading's submitter")

namespace paradox::program::oracle {

PROGRAM_ERRORS(PARADOX_ORACLE_ERRORS);

} // namespace paradox::program::oracle
