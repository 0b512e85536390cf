#include "client/activities.h"

#include "domain/acts.h"
#include "domain/siws.h"
#include "programs/client/vault.h"
#include "programs/client/vault_errors.h"

#include <QTimer>

#include <algorithm>
#include <charconv>

namespace paradox::client {
namespace {

constexpr std::int64_t grantEarlySeconds = 60; ///< a chain's clock may be behind ours

Error invalid(std::string detail)
{
    return {.code = ErrorCode::InvalidInput, .detail = std::move(detail)};
}

/// What the chain would refuse, for a person: the program's words for its code; the chain's own text where there are
/// none.
std::string refusalWords(const std::string &error)
{
    constexpr std::string_view custom = "\"Custom\":";
    const std::size_t at = error.find(custom);
    if (at == std::string::npos)
        return error.empty() ? "the chain would refuse it" : error;
    std::uint32_t code = 0;
    std::from_chars(error.data() + at + custom.size(), error.data() + error.size(), code);
    // The system program's one answer that a wallet meets.
    if (code == 1)
        return "the wallet has not enough lamports";
    const auto known = vault::errorInfo(code);
    return known ? std::string(known->words) + " (" + std::string(known->name) + ")" : error;
}

Result<std::string> signInText(const Challenge &challenge, const PublicKey &owner, const std::optional<Grant> &grant)
{
    SiwsMessage message{.domain = challenge.domain,
                        .address = owner,
                        .statement = challenge.statement,
                        .uri = challenge.uri,
                        .chainId = challenge.chainId,
                        .nonce = challenge.nonce,
                        .issuedAt = challenge.issuedAt,
                        .expirationTime = challenge.expirationTime,
                        .notBefore = {},
                        .requestId = {},
                        .resources = {}};
    if (grant)
        message.resources.push_back(grantResource(*grant));
    const auto text = serialiseSiws(message);
    if (!text)
        return std::unexpected(
            Error{.code = ErrorCode::BadAnswer, .detail = "the node's challenge makes no sign-in text"});
    return *text;
}

/// Challenge, text, signature.
Reply<SignedText> signText(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                           const std::optional<Grant> &grant)
{
    return client.challenge(owner).then([&signatory, owner, grant](const Challenge &challenge) {
        const Result<std::string> text = signInText(challenge, owner, grant);
        if (!text)
            return Reply<SignedText>::failed(text.error());
        const ByteSpan bytes = asBytes(*text);
        return signatory
            .sign({.purpose = SignatureWanted::Purpose::Message,
                   .signer = owner,
                   .bytes = Bytes(bytes.begin(), bytes.end()),
                   .grant = grant})
            .map([text = *text, owner](const Signature &signature) {
                return SignedText{.message = text, .signature = signature, .publicKey = owner};
            });
    });
}

/// 0 for a wallet without a ledger.
Reply<std::uint64_t> epochOf(BackendClient &client, const Health &node, const PublicKey &owner)
{
    const PublicKey ledger = vault::Addresses(node.vaultProgram).ledger(node.engine, owner);
    Promise<std::uint64_t> promise;
    client.account(ledger).listen([promise](const Result<ChainAccount> &account) mutable {
        if (!account && account.error().httpStatus == 404) {
            promise.finish(std::uint64_t{0});
            return;
        }
        if (!account) {
            promise.finish(std::unexpected(account.error()));
            return;
        }
        const auto decoded = vault::decodePlayerLedger(account->data);
        promise.finish(decoded ? decoded->epoch : 0); // an empty account is no ledger yet
    });
    return promise.reply();
}

Grant grantOf(const GrantWish &wish, const Health &node, std::uint64_t epoch, UnixSeconds now)
{
    const std::int64_t life = std::clamp<std::int64_t>(wish.lifeSeconds, 1, grantLifeSecondsMax - grantEarlySeconds);
    return {.genesis = node.genesis,
            .program = node.vaultProgram,
            .engine = node.engine,
            .owner = wish.owner,
            .session = wish.session,
            .actions = wish.actions,
            .maxTotal = wish.maxTotal,
            .maxPerIntent = wish.maxPerIntent,
            .maxIntents = wish.maxIntents,
            .notBefore = {now.value - grantEarlySeconds},
            .expiresAt = {now.value + life},
            .epoch = epoch,
            .scopeRoot = wish.scopeRoot};
}

/// The owner's signature into an unsigned transaction of one signer.
Reply<Bytes> signTransaction(Signatory &signatory, const PublicKey &owner, const Bytes &unsignedBytes)
{
    const auto transaction = solana::decodeTransaction(unsignedBytes);
    if (!transaction)
        return Reply<Bytes>::failed(invalid("the transaction does not decode"));
    return signatory
        .sign({.purpose = SignatureWanted::Purpose::Transaction, .signer = owner, .bytes = transaction->messageBytes})
        .then([transaction = *transaction, owner](const Signature &signature) mutable {
            solana::Transaction complete = transaction;
            if (!solana::addSignature(complete, owner, signature))
                return Reply<Bytes>::failed(invalid("the wallet is no signer of the transaction"));
            return Reply<Bytes>::ready(solana::serialiseTransaction(complete));
        });
}

Reply<OpenedSession> openWith(BackendClient &client, Signatory &signatory, const Grant &grant)
{
    // The text first: a blockhash ages faster than a challenge.
    return signText(client, signatory, grant.owner, grant).then([&client, &signatory, grant](const SignedText &text) {
        const vault::Addresses addresses(grant.program);
        const WalletTransaction wallet{.owner = grant.owner,
                                       .instructions = {vault::build(addresses, vault::RegisterSessionKey{grant})}};
        return buildTransaction(client, wallet)
            .then([&signatory, grant](const Bytes &bytes) { return signTransaction(signatory, grant.owner, bytes); })
            .then([&client, text, grant](const Bytes &transaction) {
                return client.createSession({.text = text, .grant = grant, .transaction = transaction});
            });
    });
}

Reply<Relayed> sendVault(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                         std::function<vault::VaultInstruction(const Health &)> make)
{
    return client.health().then([&client, &signatory, owner, make = std::move(make)](const Health &node) {
        const vault::Addresses addresses(node.vaultProgram);
        return sendTransaction(client, signatory,
                               {.owner = owner, .instructions = {vault::build(addresses, make(node))}});
    });
}

bool isOver(OperationState state)
{
    switch (state) {
    case OperationState::Settled:
    case OperationState::Failed:
    case OperationState::Expired:
    case OperationState::Cancelled:
    case OperationState::Compensated:
        return true;
    case OperationState::Pending:
    case OperationState::Processing:
    case OperationState::Submitted:
    case OperationState::Confirmed:
    case OperationState::Compensating:
        return false;
    }
    return false;
}

struct Poll {
    std::string id;
    int leftMs = 0;
    int pauseMs = 50;
};

void pollOperation(BackendClient &client, const Poll &poll, Promise<OperationRecord> promise)
{
    client.operation(poll.id).onDone(&client, [&client, poll,
                                               promise](const Result<OperationRecord> &operation) mutable {
        if (operation ? isOver(operation->status) : !operation.error().isRetryable) {
            promise.finish(operation);
            return;
        }
        if (poll.leftMs <= 0) {
            promise.finish(operation ? operation
                                     : Result<OperationRecord>(std::unexpected(Error{
                                           .code = ErrorCode::TimedOut, .detail = "the operation is not over yet"})));
            return;
        }
        const Poll next{
            .id = poll.id, .leftMs = poll.leftMs - poll.pauseMs, .pauseMs = std::min(poll.pauseMs * 3 / 2, 1000)};
        QTimer::singleShot(poll.pauseMs, &client, [&client, next, promise] { pollOperation(client, next, promise); });
    });
}

Reply<SignedRevocation> signRevocation(BackendClient &client, Signatory &signatory, const RevocationWish &wish,
                                       UnixSeconds now)
{
    return client.health().then([&signatory, wish, now](const Health &node) {
        const RevokeBytes bytes =
            encodeRevocation({.genesis = node.genesis, .session = wish.session, .owner = wish.owner, .issuedAt = now});
        return signatory.sign({.signer = wish.signer, .bytes = Bytes(bytes.begin(), bytes.end())})
            .map([wish, now](const Signature &signature) {
                return SignedRevocation{.session = wish.session,
                                        .owner = wish.owner,
                                        .signer = wish.signer,
                                        .issuedAt = now,
                                        .signature = signature};
            });
    });
}

} // namespace

Reply<Tokens> signIn(BackendClient &client, Signatory &signatory, const PublicKey &owner)
{
    return signText(client, signatory, owner, {}).then([&client](const SignedText &text) {
        return client.signIn(text);
    });
}

Reply<OpenedSession> openSession(BackendClient &client, Signatory &signatory, const GrantWish &wish, const Clock &clock)
{
    return client.health().then([&client, &signatory, wish, &clock](const Health &node) {
        return epochOf(client, node, wish.owner).then([&client, &signatory, wish, node, &clock](std::uint64_t epoch) {
            const Grant grant = grantOf(wish, node, epoch, clock.wallSeconds());
            if (!decodeGrant(encodeGrant(grant)))
                return Reply<OpenedSession>::failed(invalid("the grant's limits, actions or life cannot be"));
            return openWith(client, signatory, grant);
        });
    });
}

Reply<Bytes> buildTransaction(BackendClient &client, const WalletTransaction &wallet)
{
    return client.blockhash().then([wallet](const Blockhash &blockhash) {
        const auto message = solana::compileMessage(wallet.instructions,
                                                    {.feePayer = wallet.owner, .recentBlockhash = blockhash.blockhash});
        if (!message)
            return Reply<Bytes>::failed(invalid("the transaction is too large"));
        return Reply<Bytes>::ready(solana::serialiseTransaction(solana::makeTransaction(*message)));
    });
}

Reply<Relayed> sendTransaction(BackendClient &client, Signatory &signatory, const WalletTransaction &wallet)
{
    return buildTransaction(client, wallet).then([&client, &signatory, owner = wallet.owner](const Bytes &bytes) {
        return client.simulate(bytes).then([&client, &signatory, owner, bytes](const Simulation &simulation) {
            if (!simulation.succeeds)
                return Reply<Relayed>::failed({.code = ErrorCode::Refused,
                                               .problem = "SIMULATION_FAILED",
                                               .detail = refusalWords(simulation.error.value_or(std::string()))});
            return signTransaction(signatory, owner, bytes).then([&client](const Bytes &transaction) {
                return client.relay(transaction);
            });
        });
    });
}

Reply<Relayed> deposit(BackendClient &client, Signatory &signatory, const PublicKey &owner, Lamports amount)
{
    return sendVault(client, signatory, owner, [owner, amount](const Health &node) {
        return vault::DepositCredits{.game = node.engine, .player = owner, .amount = amount};
    });
}

Reply<Relayed> withdraw(BackendClient &client, Signatory &signatory, const PublicKey &owner, Lamports amount)
{
    return sendVault(client, signatory, owner, [owner, amount](const Health &node) {
        return vault::WithdrawCredits{.game = node.engine, .player = owner, .amount = amount};
    });
}

Reply<Relayed> registerItem(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                            const vault::ItemId &item)
{
    return sendVault(client, signatory, owner, [owner, item](const Health &node) {
        return vault::RegisterItem{.game = node.engine, .owner = owner, .item = item};
    });
}

Reply<Relayed> transferItem(BackendClient &client, Signatory &signatory, const ItemTransfer &transfer)
{
    return sendVault(client, signatory, transfer.owner, [transfer](const Health &node) {
        return vault::TransferItem{
            .game = node.engine, .owner = transfer.owner, .item = transfer.item, .newOwner = transfer.newOwner};
    });
}

Reply<Relayed> revokeOnChain(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                             const PublicKey &session)
{
    return sendVault(client, signatory, owner, [owner, session](const Health &node) {
        return vault::RevokeSessionKey{.game = node.engine, .owner = owner, .session = session, .signer = owner};
    });
}

Reply<Relayed> raiseEpochOnChain(BackendClient &client, Signatory &signatory, const PublicKey &owner)
{
    return sendVault(client, signatory, owner, [owner](const Health &node) {
        return vault::BumpSessionEpoch{.game = node.engine, .owner = owner};
    });
}

Reply<OperationRecord> awaitOperation(BackendClient &client, const std::string &operationId, int timeoutMs)
{
    Promise<OperationRecord> promise;
    pollOperation(client, {.id = operationId, .leftMs = timeoutMs}, promise);
    return promise.reply();
}

Result<Intent> draftIntent(const Health &node, const IntentWish &wish, UnixSeconds now)
{
    const Intent intent{.genesis = node.genesis,
                        .program = node.vaultProgram,
                        .engine = node.engine,
                        .session = wish.session,
                        .owner = wish.owner,
                        .type = wish.type,
                        .item = wish.item,
                        .from = wish.from,
                        .to = wish.to,
                        .mint = wish.mint,
                        .amount = wish.amount,
                        .nonce = wish.nonce,
                        .createdAt = now,
                        .expiresAt = {now.value + wish.lifeSeconds},
                        .terms = wish.terms};
    if (const std::optional<IntentError> error = checkIntent(intent))
        return std::unexpected(Error{
            .code = ErrorCode::InvalidInput, .problem = std::string(toText(*error)), .detail = "the intent cannot be"});
    return intent;
}

Reply<Admitted> submitIntent(BackendClient &client, Signatory &signatory, const Intent &intent)
{
    const IntentPreimage bytes = encodeIntent(intent);
    return signatory.sign({.signer = intent.session, .bytes = Bytes(bytes.begin(), bytes.end())})
        .then([&client, intent](const Signature &signature) {
            return client.submitIntent({.intent = intent, .signature = signature});
        });
}

Reply<IntentRecord> cancelIntent(BackendClient &client, Signatory &signatory, const IntentId &id,
                                 const PublicKey &session)
{
    const CancelBytes bytes = encodeCancel(id);
    return signatory.sign({.signer = session, .bytes = Bytes(bytes.begin(), bytes.end())})
        .then([&client, id](const Signature &signature) { return client.cancelIntent(id, signature); });
}

Reply<SessionRecord> revokeSession(BackendClient &client, Signatory &signatory, const RevocationWish &wish,
                                   const Clock &clock)
{
    return signRevocation(client, signatory, wish, clock.wallSeconds())
        .then([&client](const SignedRevocation &revocation) { return client.revokeSession(revocation); });
}

Reply<std::uint64_t> revokeAllSessions(BackendClient &client, Signatory &signatory, const RevocationWish &wish,
                                       const Clock &clock)
{
    return signRevocation(client, signatory, wish, clock.wallSeconds())
        .then([&client](const SignedRevocation &revocation) { return client.revokeAllSessions(revocation); });
}

} // namespace paradox::client
