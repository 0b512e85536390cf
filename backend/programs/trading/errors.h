#pragma once

#include "programs/sdk/error_log.h"

// Code, name, words. One list for the program, the IDL and the clients. 6000 to 6011 are the first version's,
// up to 6051 later ones' with the same names; our own begin at 6100.
#define PARADOX_TRADING_ERRORS(X)                                                                                      \
    X(6000, UnauthorizedAuthority, "this signer may not do this")                                                      \
    X(6001, InvalidAmount, "an amount must be at least 1")                                                             \
    X(6002, InvalidPrice, "a price must be at least 1")                                                                \
    X(6003, InactiveSellOrder, "the sell order is completed or cancelled")                                             \
    X(6004, InactiveBuyOrder, "the buy order is completed or cancelled")                                               \
    X(6005, PriceMismatch, "the buyer offers less than the seller asks")                                               \
    X(6006, OrderNotCancellable, "the order is completed or cancelled already")                                        \
    X(6007, InsufficientEscrowBalance, "the wallet holds or allows less than the trade moves")                         \
    X(6008, InvalidErcCertificate, "the certificate is not valid")                                                     \
    X(6009, ErcCertificateExpired, "the certificate has expired")                                                      \
    X(6010, ErcNotValidatedForTrading, "the certificate is not validated for trading")                                 \
    X(6011, ExceedsErcAmount, "the certificate does not cover this amount any more")                                   \
    X(6018, Overflow, "amount times price exceeds 64 bits")                                                            \
    X(6022, InvalidOrderSide, "a buy order and a sell order are matched, in this place each")                          \
    X(6023, OrderExpired, "the order has expired")                                                                     \
    X(6036, MatchAlreadySettled, "everything matched in this trade is settled")                                        \
    X(6050, ErcOwnerMismatch, "the certificate belongs to another wallet")                                             \
    X(6051, SelfTradeNotAllowed, "both orders belong to one wallet")                                                   \
    X(6100, ClearingDisabled, "the market matches no orders for now")                                                  \
    X(6101, FeeTooHigh, "a fee may be at most 10000 basis points")                                                     \
    X(6102, CertificateUseMissing, "an order with a certificate needs the accounts of its owner and its use")          \
    X(6103, OrderNotOver, "the order can still be matched; cancel it first")                                           \
    X(6104, TradeNotSettled, "not everything matched in this trade is settled")                                        \
    X(6105, MintNotSupported, "tokens of this mint could be taken or held back by others than their holder")           \
    X(6106, WrongTokenAccount, "a token account belongs to another wallet or mint")                                    \
    X(6107, InexactTransfer, "another amount arrived than was sent")                                                   \
    X(6108, ForeignAccount, "an account belongs to another order or trade")

namespace paradox::program::trading {

PROGRAM_ERRORS(PARADOX_TRADING_ERRORS);

} // namespace paradox::program::trading
