#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients. 6000 to 6020 are the first version's.
#define PARADOX_GOVERNANCE_ERRORS(X)                                                                                   \
    X(6000, UnauthorizedAuthority, "only the governing authority may do this")                                         \
    X(6001, AlreadyPaused, "the system is paused already")                                                             \
    X(6002, NotPaused, "the system is not paused")                                                                     \
    X(6003, SystemPaused, "the system is paused or in maintenance")                                                    \
    X(6004, MaintenanceMode, "the system is in maintenance")                                                           \
    X(6005, ErcValidationDisabled, "no certificates are issued: paused, in maintenance or switched off")               \
    X(6006, InvalidErcStatus, "the certificate is not valid any more")                                                 \
    X(6007, AlreadyValidated, "the certificate is validated for trading already")                                      \
    X(6008, BelowMinimumEnergy, "less energy than a certificate may attest")                                           \
    X(6009, ExceedsMaximumEnergy, "more energy than a certificate may attest")                                         \
    X(6010, CertificateIdTooLong, "a certificate's id has at most 32 bytes")                                           \
    X(6011, SourceNameTooLong, "a source's name has at most 64 bytes")                                                 \
    X(6012, ErcExpired, "the certificate has expired")                                                                 \
    X(6013, InvalidMinimumEnergy, "the least energy must be at least 1")                                               \
    X(6014, InvalidMaximumEnergy, "the most energy must exceed the least")                                             \
    X(6015, InvalidValidityPeriod, "certificates are valid for 1 second to 2 years")                                   \
    X(6016, ContactInfoTooLong, "contact information has at most 128 bytes")                                           \
    X(6017, InvalidOracleConfidence, "a confidence is at most 100")                                                    \
    X(6018, OracleValidationRequired, "an oracle has to confirm this")                                                 \
    X(6019, TransfersNotAllowed, "certificates do not change hands")                                                   \
    X(6020, InsufficientUnclaimedGeneration, "the meter has not generated that much beyond what is certified")         \
    X(6021, EmptyCertificateId, "a certificate needs an id")                                                           \
    X(6022, ValidationDataTooLong, "validation data has at most 256 bytes")                                            \
    X(6023, AlreadyRevoked, "the certificate is revoked already")                                                      \
    X(6024, RevocationReasonRequired, "a revocation needs a reason")                                                   \
    X(6025, RevocationReasonTooLong, "a reason has at most 128 bytes")                                                 \
    X(6026, CertificateMismatch, "an account belongs to another certificate or meter")                                 \
    X(6027, NotCertificateOwner, "the certificate belongs to someone else")                                            \
    X(6028, InvalidRecipient, "a certificate goes to another wallet")                                                  \
    X(6029, NotValidatedForTrading, "the certificate is not validated for trading")                                    \
    X(6030, AuthorityChangePending, "a change of authority is pending; cancel it first")                               \
    X(6031, InvalidPendingAuthority, "another key was proposed as authority")                                          \
    X(6032, AuthorityChangeExpired, "the proposal has expired")                                                        \
    X(6033, RentMismatch, "the rent belongs to the proposer")

namespace paradox::program::governance {

PROGRAM_ERRORS(PARADOX_GOVERNANCE_ERRORS);

} // namespace paradox::program::governance
