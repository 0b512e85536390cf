#pragma once

// Anchor's framework errors, as far as programs answer with them: code, name, words. One list for the programs, their
// logs and the clients.
#define PROGRAM_FRAMEWORK_ERRORS(X)                                                                                    \
    X(100, InstructionMissing, "the instruction has no discriminator")                                                 \
    X(101, InstructionFallbackNotFound, "the program knows no such instruction")                                       \
    X(102, InstructionDidNotDeserialize, "the instruction's arguments are truncated, overlong or malformed")           \
    X(2000, ConstraintMut, "an account that is changed was not passed as writable")                                    \
    X(2001, ConstraintHasOne, "an account names another one than was passed")                                          \
    X(2003, ConstraintRaw, "an account does not hold what the instruction demands")                                    \
    X(2006, ConstraintSeeds, "an account is not at the address its seeds give")                                        \
    X(2009, ConstraintAssociated, "an account is not the wallet's associated token account")                           \
    X(2012, ConstraintAddress, "an account is not at its fixed address")                                               \
    X(2014, ConstraintTokenMint, "a token account holds another mint")                                                 \
    X(2015, ConstraintTokenOwner, "a token account belongs to another wallet")                                         \
    X(2016, ConstraintMintMintAuthority, "the mint has another authority")                                             \
    X(3001, AccountDiscriminatorNotFound, "an account of the program is empty")                                        \
    X(3002, AccountDiscriminatorMismatch, "an account of the program is of another kind")                              \
    X(3003, AccountDidNotDeserialize, "an account of the program does not hold its state")                             \
    X(3004, AccountDidNotSerialize, "an account has no room for its new state")                                        \
    X(3005, AccountNotEnoughKeys, "the instruction names too few accounts")                                            \
    X(3007, AccountOwnedByWrongProgram, "an account belongs to another program")                                       \
    X(3008, InvalidProgramId, "a program account is not the expected program")                                         \
    X(3010, AccountNotSigner, "a signature is missing")                                                                \
    X(3011, AccountNotSystemOwned, "an account should belong to the system program")                                   \
    X(3012, AccountNotInitialized, "an account does not exist yet")                                                    \
    X(3015, AccountSysvarMismatch, "a sysvar is not at its address")
