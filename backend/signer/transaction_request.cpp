#include "signer/transaction_request.h"

#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::signer {
namespace {

constexpr std::uint32_t systemTransferTag = 2;
constexpr std::uint32_t systemAdvanceNonceTag = 4;
constexpr std::uint8_t computeUnitLimitTag = 2;
constexpr std::uint8_t computeUnitPriceTag = 3;

std::expected<InstructionView, Refusal> viewSystem(const solana::Instruction &instruction)
{
    solana::BorshReader reader(instruction.data);
    const auto tag = reader.take<std::uint32_t>();
    if (tag == systemAdvanceNonceTag && reader.ok())
        return refuse(RefusalCode::DurableNonce, "With a durable nonce this would stay valid for ever.");
    const auto lamports = reader.take<std::uint64_t>();
    if (tag == systemTransferTag && reader.atEnd() && instruction.accounts.size() == 2)
        return SystemTransfer{instruction.accounts[0].key, instruction.accounts[1].key, {lamports}};
    return ForeignInstruction{instruction};
}

InstructionView viewComputeBudget(const solana::Instruction &instruction)
{
    solana::BorshReader reader(instruction.data);
    const auto tag = reader.take<std::uint8_t>();
    if (tag == computeUnitLimitTag) {
        const auto units = reader.take<std::uint32_t>();
        if (reader.atEnd())
            return ComputeUnitLimit{units};
    }
    if (tag == computeUnitPriceTag) {
        const auto price = reader.take<std::uint64_t>();
        if (reader.atEnd())
            return ComputeUnitPrice{price};
    }
    return ForeignInstruction{instruction};
}

/// The venue that an instruction acts on; nothing for those of the whole program.
std::optional<PublicKey> venueOf(const vault::VaultInstruction &instruction)
{
    return std::visit(
        [](const auto &known) -> std::optional<PublicKey> {
            if constexpr (requires { known.game; })
                return known.game;
            else if constexpr (requires { known.grant.engine; })
                return known.grant.engine;
            else
                return std::nullopt;
        },
        instruction);
}

std::expected<InstructionView, Refusal> viewVault(const solana::Instruction &instruction, const SignContext &context)
{
    const auto known = vault::decodeInstruction(vault::Addresses(context.program), instruction);
    if (!known)
        return refuse(RefusalCode::Malformed, "An instruction of the vault is not one that this wallet knows, or says "
                                              "something else than its accounts.");
    const std::optional<PublicKey> venue = venueOf(*known);
    if (venue && *venue != context.engine)
        return refuse(RefusalCode::WrongVenue, "An instruction is for another venue.");
    if (const auto *session = std::get_if<vault::RegisterSessionKey>(&*known);
        session != nullptr && session->grant.genesis != context.genesis)
        return refuse(RefusalCode::WrongCluster, "The grant is for another cluster.");
    return *known;
}

std::expected<InstructionView, Refusal> view(const solana::Instruction &instruction, const SignContext &context)
{
    if (instruction.program == context.program)
        return viewVault(instruction, context);
    if (instruction.program == solana::systemProgram)
        return viewSystem(instruction);
    if (instruction.program == solana::computeBudgetProgram)
        return viewComputeBudget(instruction);
    return ForeignInstruction{instruction};
}

} // namespace

std::expected<TransactionRequest, Refusal> decodeTransactionRequest(const SignQuestion &question,
                                                                    const SignContext &context)
{
    const auto message = solana::decodeMessage(question.bytes);
    if (!message && message.error() == solana::DecodeError::TrailingBytes)
        return refuse(RefusalCode::TrailingBytes, "There are bytes behind the transaction.");
    if (!message)
        return refuse(RefusalCode::Malformed, "These bytes are no transaction.");
    if (!message->lookups.empty())
        return refuse(RefusalCode::HiddenAccounts,
                      "It takes accounts from lookup tables, which cannot be shown from its bytes.");
    TransactionRequest request{.feePayer = message->staticKeys.front(), .blockhash = message->recentBlockhash};
    request.signers.assign(message->staticKeys.begin(), message->staticKeys.begin() + message->signatureCount);
    if (std::ranges::find(request.signers, question.signer) == request.signers.end())
        return refuse(RefusalCode::WrongSigner, "This key does not sign that transaction.");
    const auto instructions = solana::decompileInstructions(*message, {});
    if (!instructions || instructions->empty())
        return refuse(RefusalCode::Malformed, "The transaction does nothing that could be shown.");
    for (const solana::Instruction &instruction : *instructions) {
        auto shown = view(instruction, context);
        if (!shown)
            return std::unexpected(std::move(shown.error()));
        request.instructions.push_back(std::move(*shown));
    }
    return request;
}

bool TransactionRequest::hasForeignInstruction() const
{
    return std::ranges::any_of(
        instructions, [](const InstructionView &view) { return std::holds_alternative<ForeignInstruction>(view); });
}

} // namespace paradox::signer
