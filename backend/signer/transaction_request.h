#pragma once

#include "signer/sign_request.h"

namespace paradox::signer {

[[nodiscard]] inline std::unexpected<Refusal> refuse(RefusalCode code, std::string words)
{
    return std::unexpected(Refusal{code, std::move(words)});
}

/// The question's bytes as a transaction message, every instruction decoded or marked as foreign.
[[nodiscard]] std::expected<TransactionRequest, Refusal> decodeTransactionRequest(const SignQuestion &question,
                                                                                  const SignContext &context);

} // namespace paradox::signer
