#include "settlement/relay.h"

#include "domain/encoding.h"
#include "solana/programs.h"

#include <algorithm>
#include <map>

namespace paradox::settlement {
namespace {

using storage::OperationKind;

constexpr std::size_t turnMax = 256;
constexpr std::uint64_t blockhashLifeHeights = 151; ///< from the newest block that can have named it

struct KindOf {
    OperationKind operator()(const vault::DepositCredits &) const { return OperationKind::Deposit; }
    OperationKind operator()(const vault::WithdrawCredits &) const { return OperationKind::Withdraw; }
    OperationKind operator()(const vault::RegisterItem &) const { return OperationKind::RegisterItem; }
    OperationKind operator()(const vault::TransferItem &) const { return OperationKind::TransferItem; }
    OperationKind operator()(const vault::RegisterSessionKey &) const { return OperationKind::SessionRegistration; }
    OperationKind operator()(const vault::RevokeSessionKey &) const { return OperationKind::SessionRevocation; }
    OperationKind operator()(const vault::BumpSessionEpoch &) const { return OperationKind::SessionRevocation; }
    template <class Other>
    OperationKind operator()(const Other &) const
    {
        return OperationKind::Other;
    }
};

struct SessionOf {
    std::optional<PublicKey> operator()(const vault::RegisterSessionKey &ix) const { return ix.grant.session; }
    std::optional<PublicKey> operator()(const vault::RevokeSessionKey &ix) const { return ix.session; }
    template <class Other>
    std::optional<PublicKey> operator()(const Other &) const
    {
        return std::nullopt;
    }
};

RelayFailure failure(RelayError error, std::string words)
{
    return {.error = error, .words = std::move(words)};
}

std::vector<vault::VaultInstruction> vaultInstructions(const Venue &venue, const solana::Message &message)
{
    std::vector<vault::VaultInstruction> found;
    const auto instructions = solana::decompileInstructions(message, {});
    if (!instructions)
        return found;
    for (const solana::Instruction &instruction : *instructions) {
        if (const auto decoded = vault::decodeInstruction(venue.addresses, instruction))
            found.push_back(*decoded);
    }
    return found;
}

bool registersExactly(const std::vector<vault::VaultInstruction> &instructions, const Grant &grant)
{
    if (instructions.size() != 1)
        return false;
    const auto *registration = std::get_if<vault::RegisterSessionKey>(&instructions.front());
    return registration && registration->grant == grant;
}

bool hasDurableNonce(const solana::Message &message)
{
    constexpr std::array<std::uint8_t, 4> advanceNonce = {4, 0, 0, 0};
    if (message.instructions.empty())
        return false;
    const solana::CompiledInstruction &first = message.instructions.front();
    return first.programIndex < message.staticKeys.size() &&
           message.staticKeys[first.programIndex] == solana::systemProgram &&
           std::ranges::equal(ByteSpan(first.data).first(std::min(first.data.size(), advanceNonce.size())),
                              advanceNonce);
}

} // namespace

std::string_view toText(RelayError error)
{
    switch (error) {
    case RelayError::NotATransaction:
        return "NOT_A_TRANSACTION";
    case RelayError::SignatureMissing:
        return "SIGNATURE_INVALID";
    case RelayError::NotTheOwner:
        return "NOT_THE_OWNER";
    case RelayError::NotTheGrant:
        return "NOT_THE_GRANT";
    case RelayError::NeverExpires:
        return "NEVER_EXPIRES";
    case RelayError::WouldFail:
        return "TRANSACTION_WOULD_FAIL";
    case RelayError::ChainUnreachable:
        return "CHAIN_UNREACHABLE";
    case RelayError::Busy:
        return "BUSY";
    case RelayError::StorageFailed:
        return "STORAGE_UNAVAILABLE";
    }
    return {};
}

std::string newOperationId(Random &random)
{
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    return hexEncode(bytes);
}

std::expected<Relay::Checked, RelayFailure> Relay::check(const WalletTransaction &transaction) const
{
    const auto decoded = solana::decodeTransaction(transaction.bytes);
    if (!decoded || transaction.bytes.size() > solana::transactionSizeMax)
        return std::unexpected(failure(RelayError::NotATransaction, "these bytes are not a Solana transaction"));
    if (!solana::verifySignatures(*decoded))
        return std::unexpected(failure(RelayError::SignatureMissing, "a signature is missing or wrong"));
    if (hasDurableNonce(decoded->message))
        return std::unexpected(failure(RelayError::NeverExpires, "with a durable nonce it would stay valid for ever"));
    const PublicKey &payer = decoded->message.staticKeys.front();
    if (transaction.owner && *transaction.owner != payer)
        return std::unexpected(failure(RelayError::NotTheOwner, "the fee payer is somebody else"));
    const std::vector<vault::VaultInstruction> instructions = vaultInstructions(m_venue, decoded->message);
    if (transaction.registers && !registersExactly(instructions, *transaction.registers))
        return std::unexpected(
            failure(RelayError::NotTheGrant, "the transaction does not register exactly this grant"));
    Checked checked{.owner = payer,
                    .signature = decoded->signatures.front(),
                    .blockhash = decoded->message.recentBlockhash,
                    .session = std::nullopt};
    if (!instructions.empty()) {
        checked.kind = std::visit(KindOf{}, instructions.front());
        checked.session = std::visit(SessionOf{}, instructions.front());
    }
    return checked;
}

void Relay::submit(WalletTransaction transaction, RelayCallback callback)
{
    std::expected<Checked, RelayFailure> checked = check(transaction);
    if (!checked) {
        callback(std::unexpected(std::move(checked.error())));
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.size() < queueMax) {
            m_waiting.push_back({std::move(transaction), std::move(*checked), std::move(callback)});
            return;
        }
    }
    callback(std::unexpected(failure(RelayError::Busy, "too many transactions are waiting")));
}

bool Relay::hasWork() const
{
    const std::lock_guard lock(m_mutex);
    return !m_waiting.empty();
}

std::vector<Relay::Waiting> Relay::take()
{
    const std::lock_guard lock(m_mutex);
    std::vector<Waiting> taken;
    while (!m_waiting.empty() && taken.size() < turnMax) {
        taken.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return taken;
}

std::optional<RelayFailure> Relay::simulate(const WalletTransaction &transaction)
{
    const auto simulated = m_chain.simulate(transaction.bytes, {.signatures = chain::SignatureCheck::Verify});
    if (!simulated) {
        const bool isFinal = simulated.error().kind == chain::ErrorClass::Deterministic;
        return failure(isFinal ? RelayError::WouldFail : RelayError::ChainUnreachable, simulated.error().words);
    }
    if (simulated->error.empty() || simulated->error == "\"AlreadyProcessed\"")
        return std::nullopt;
    RelayFailure refusal = failure(RelayError::WouldFail, simulated->error);
    const auto error = chain::programErrorOf(simulated->error);
    if (const auto info = error ? vault::errorInfo(error->custom) : std::nullopt)
        refusal.words = info->words;
    refusal.transactionError = simulated->error;
    refusal.logs = simulated->logs;
    return refusal;
}

std::expected<std::optional<std::string>, RelayFailure> Relay::findKnown(const Signature &signature) const
{
    const storage::ReadLease lease = m_database.read();
    const auto operation = storage::operations::bySignature(lease, signature);
    if (lease.failure())
        return std::unexpected(failure(RelayError::StorageFailed, "the node could not look it up"));
    return operation ? std::optional(operation->id) : std::nullopt;
}

std::expected<void, RelayFailure> Relay::launch(std::vector<Launch> launches)
{
    if (launches.empty())
        return {};
    // Read after the simulations: whatever blockhash they found alive is of no later block than this.
    const auto height = m_chain.blockHeight(chain::Commitment::Processed);
    if (!height)
        return std::unexpected(failure(RelayError::ChainUnreachable, height.error().words));
    for (Launch &launch : launches)
        launch.lastValidBlockHeight = {height->value + blockhashLifeHeights};
    if (!m_courier.launch(launches))
        return std::unexpected(failure(RelayError::StorageFailed, "the node could not write it down"));
    return {};
}

void Relay::tick()
{
    std::vector<Waiting> taken = take();
    std::map<Signature, std::string> ids;
    std::vector<Launch> launches;
    std::vector<Waiting *> accepted;
    for (Waiting &waiting : taken) {
        const Signature &signature = waiting.checked.signature;
        if (ids.contains(signature)) {
            accepted.push_back(&waiting);
            continue;
        }
        const auto known = findKnown(signature);
        if (known && *known) {
            waiting.callback(Relayed{**known, signature});
            continue;
        }
        std::optional<RelayFailure> refusal = known ? simulate(waiting.transaction) : known.error();
        if (refusal) {
            waiting.callback(std::unexpected(std::move(*refusal)));
            continue;
        }
        Launch launch{.operation = {},
                      .bytes = std::move(waiting.transaction.bytes),
                      .signature = signature,
                      .blockhash = waiting.checked.blockhash,
                      .lastValidBlockHeight = {}};
        launch.operation.id = newOperationId(m_random);
        launch.operation.kind = waiting.checked.kind;
        launch.operation.owner = waiting.checked.owner;
        launch.operation.session = waiting.checked.session;
        ids.emplace(signature, launch.operation.id);
        launches.push_back(std::move(launch));
        accepted.push_back(&waiting);
    }
    const auto launched = launch(std::move(launches));
    for (Waiting *waiting : accepted) {
        const Signature &signature = waiting->checked.signature;
        waiting->callback(launched ? std::expected<Relayed, RelayFailure>(Relayed{ids.at(signature), signature})
                                   : std::unexpected(launched.error()));
    }
}

} // namespace paradox::settlement
