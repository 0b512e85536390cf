#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients; the log says code and name.
#define PARADOX_VAULT_ERRORS(X)                                                                                        \
    X(6000, Unauthorized, "this signer may not do this")                                                               \
    X(6001, Overflow, "an amount exceeds 64 bits")                                                                     \
    X(6002, InvalidAmount, "an amount must be at least 1")                                                             \
    X(6003, InvalidTime, "a time lies in the past or too far ahead")                                                   \
    X(6004, NewActivityPaused, "the venue takes no new deposits, items, listings or grants for now")                   \
    X(6005, SettlementsPaused, "the venue opens no settlements for now")                                               \
    X(6006, CurrencyNotSupported, "the venue has another currency than this call is made for")                         \
    X(6007, FeeTooHigh, "a fee may be at most 1000 basis points")                                                      \
    X(6008, InsufficientCredits, "the ledger holds less than this")                                                    \
    X(6009, AllowanceExceeded, "no live session grant allows this debit")                                              \
    X(6010, NoLiveGrant, "the seller has no live session grant")                                                       \
    X(6011, NotItemOwner, "the item belongs to someone else")                                                          \
    X(6012, ItemLocked, "the item is in the escrow of an unfinished batch")                                            \
    X(6013, ItemListed, "the item is listed; cancel the listing first")                                                \
    X(6014, InvalidOwner, "the new owner must be another wallet")                                                      \
    X(6015, GameMismatch, "an account belongs to another venue, player or batch")                                      \
    X(6016, InvalidGrant, "the session grant breaks a rule of its form")                                               \
    X(6017, WrongEpoch, "the grant was made before the owner revoked all sessions")                                    \
    X(6018, TooManyGrants, "the owner has as many live grants as the ledger can hold")                                 \
    X(6019, SessionRevoked, "the session is revoked already")                                                          \
    X(6020, LedgerNotEmpty, "the ledger still holds credits or escrow")                                                \
    X(6021, GrantsLive, "the owner still has live grants; revoke them first")                                          \
    X(6022, BatchInProgress, "the venue has an unfinished batch")                                                      \
    X(6023, WrongPhase, "the batch is not in the phase for this")                                                      \
    X(6024, ChunkOutOfRange, "the batch has no chunk of this number")                                                  \
    X(6025, AlreadyApplied, "this was done before and has no effect again")                                            \
    X(6026, LegAlreadyLocked, "a ledger is debited twice in one batch")                                                \
    X(6027, NotLockedHere, "an item is not in the escrow of this batch")                                               \
    X(6028, NotAllLocked, "not every chunk is locked yet")                                                             \
    X(6029, CommitStarted, "a batch that has begun to commit cannot be aborted")                                       \
    X(6030, TotalsMismatch, "debits, credits, fees and items do not add up exactly")                                   \
    X(6031, TooManyLegs, "more legs than one transaction can report")                                                  \
    X(6032, LegAccountsMismatch, "the accounts do not match the legs")                                                 \
    X(6033, DuplicateAccount, "an account is named twice")                                                             \
    X(6034, NotUpgradeAuthority, "only the program's upgrade authority may do this")                                   \
    X(6035, LedgerInEscrow, "the ledger has money in the escrow of an unfinished batch")                               \
    X(6036, NotAllCommitted, "not every chunk is committed yet")                                                       \
    X(6037, EpochRaised, "the ledger remembers that all sessions were revoked and stays open")                         \
    X(6038, MintNotSupported, "tokens of this mint could be taken or held back by others than their holder")           \
    X(6039, TokenAccountsMissing, "the venue's currency is a token: the call must name its token accounts")            \
    X(6040, WrongTokenAccount, "a token account belongs to another wallet or mint, or another may use it")             \
    X(6041, InexactTransfer, "another amount arrived than was sent")

namespace paradox::program::vault {

PROGRAM_ERRORS(PARADOX_VAULT_ERRORS);

} // namespace paradox::program::vault
