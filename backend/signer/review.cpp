#include "signer/sign_request.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

namespace paradox::signer {
namespace {

using Lines = std::vector<ReviewLine>;

template <class... Ts>
struct Overload : Ts... {
    using Ts::operator()...;
};

std::string lamports(Lamports amount)
{
    return formatDecimal(amount.value, solDecimals) + " SOL (" + std::to_string(amount.value) + " lamports)";
}

void line(Lines &out, std::string name, std::string value)
{
    out.push_back({std::move(name), std::move(value), false});
}
void key(Lines &out, std::string name, const PublicKey &value)
{
    line(out, std::move(name), toBase58(value));
}
void money(Lines &out, std::string name, Lamports value)
{
    line(out, std::move(name), lamports(value));
}
void time(Lines &out, std::string name, UnixSeconds value)
{
    line(out, std::move(name), formatRfc3339(value));
}
void number(Lines &out, std::string name, std::uint64_t value)
{
    line(out, std::move(name), std::to_string(value));
}

std::string actionWords(std::uint16_t actions)
{
    std::string words;
    for (const IntentType type : {IntentType::Trade, IntentType::Bid, IntentType::BuyNow, IntentType::List}) {
        if ((actions & actionBitOf(type)) != 0)
            words += (words.empty() ? "" : ", ") + std::string(toText(type));
    }
    return words;
}

void grantLines(Lines &out, const Grant &grant)
{
    key(out, "Session key", grant.session);
    key(out, "Owner", grant.owner);
    line(out, "May do", actionWords(grant.actions));
    money(out, "Limit in all", grant.maxTotal);
    money(out, "Limit per intent", grant.maxPerIntent);
    number(out, "Intents at most", grant.maxIntents);
    time(out, "Valid from", grant.notBefore);
    time(out, "Valid until", grant.expiresAt);
    line(out, "Items", grant.scopeRoot.isZero() ? "any" : "only those under " + hexEncode(grant.scopeRoot.bytes));
    number(out, "Epoch", grant.epoch);
    key(out, "Venue", grant.engine);
    key(out, "Program", grant.program);
    line(out, "Cluster", base58Encode(grant.genesis.bytes));
}

void legLines(Lines &out, const std::vector<vault::CashLeg> &legs, const std::string &name)
{
    for (const vault::CashLeg &leg : legs)
        line(out, name, lamports(leg.amount) + ", ledger " + toBase58(leg.ledger));
}

void itemLines(Lines &out, const std::vector<vault::ItemLeg> &legs)
{
    for (const vault::ItemLeg &leg : legs)
        line(out, "Item", toBase58(leg.item) + " to " + toBase58(leg.newOwner));
}

/// An amount of a venue's currency: lamports, or tokens, of which only the base units are certain.
void currencyLines(Lines &out, Lamports amount, const std::optional<vault::TokenAccounts> &tokens)
{
    if (!tokens) {
        money(out, "Amount", amount);
        return;
    }
    number(out, "Amount in base units", amount.value);
    key(out, "Token", tokens->mint);
    key(out, "Token account", tokens->account);
    key(out, "Token program", tokens->program);
}

/// The fields that many of the vault's instructions share, each where it is there.
template <class Instruction>
void sharedLines(Lines &out, const Instruction &it)
{
    if constexpr (requires { it.admin; })
        key(out, "Admin", it.admin);
    if constexpr (requires { it.authority; })
        key(out, "Authority", it.authority);
    if constexpr (requires { it.player; })
        key(out, "Wallet", it.player);
    if constexpr (requires { it.payer; })
        key(out, "Rent paid by", it.payer);
    if constexpr (requires { it.owner; })
        key(out, "Owner", it.owner);
    if constexpr (requires { it.seller; })
        key(out, "Seller", it.seller);
    if constexpr (requires { it.session; })
        key(out, "Session key", it.session);
    if constexpr (requires { it.item.bytes; })
        line(out, std::is_same_v<decltype(it.item), PublicKey> ? "Item" : "Id in the venue",
             base58Encode(it.item.bytes));
    if constexpr (requires { it.newOwner; })
        key(out, "New owner", it.newOwner);
    if constexpr (requires { it.treasury; })
        key(out, "Treasury", it.treasury);
    if constexpr (requires { it.tokens; })
        currencyLines(out, it.amount, it.tokens);
    else if constexpr (requires { it.amount.value; })
        money(out, "Amount", it.amount);
    if constexpr (requires { it.price; })
        money(out, "Price", it.price);
    if constexpr (requires { it.listingId; })
        number(out, "Listing", it.listingId);
    if constexpr (requires { it.expiresAt; })
        time(out, "Valid until", it.expiresAt);
    if constexpr (requires { it.batch; })
        line(out, "Batch", hexEncode(it.batch.bytes));
    if constexpr (requires { it.index; })
        number(out, "Chunk", it.index);
    if constexpr (requires { it.fees; })
        money(out, "Fees", it.fees);
    if constexpr (requires { it.debits; })
        legLines(out, it.debits, "Debit");
    if constexpr (requires { it.credits; })
        legLines(out, it.credits, "Credit");
    if constexpr (requires { it.game; })
        key(out, "Venue", it.game);
}

void vaultLines(Lines &out, const vault::VaultInstruction &instruction)
{
    line(out, "Instruction", "vault: " + std::string(vault::nameOf(instruction)));
    std::visit([&](const auto &it) { sharedLines(out, it); }, instruction);
    const Overload more{
        [&](const vault::RegisterSessionKey &it) { grantLines(out, it.grant); },
        [&](const vault::InitConfig &it) { key(out, "Program data", it.programData); },
        [&](const vault::CreateGame &it) {
            number(out, "Venue number", it.id.value);
            key(out, "Currency", it.currency);
            if (!it.tokenProgram.isZero())
                key(out, "Token program", it.tokenProgram);
            number(out, "Fee in basis points", it.feeBps);
        },
        [&](const vault::SettleNetBatch &it) { itemLines(out, it.items); },
        [&](const vault::LockNetChunk &it) { itemLines(out, it.items); },
        [&](const vault::CommitNetChunk &it) {
            for (const PublicKey &item : it.items)
                key(out, "Item", item);
        },
        [&](const vault::OpenNetBatch &it) {
            number(out, "Chunks", it.chunkCount);
            number(out, "Items", it.itemCount);
            money(out, "Debits", it.debitTotal);
            money(out, "Credits", it.creditTotal);
        },
        [&](const vault::AbortNetBatch &it) {
            for (const PublicKey &ledger : it.ledgers)
                key(out, "Ledger", ledger);
            for (const PublicKey &item : it.items)
                key(out, "Item", item);
        },
        [&](const vault::SetPaused &it) {
            line(out, "New activity", it.newActivity ? "paused" : "open");
            line(out, "Settlements", it.settlements ? "paused" : "open");
        },
        [](const auto &) {},
    };
    std::visit(more, instruction);
}

void foreignLines(Lines &out, const ForeignInstruction &foreign)
{
    out.push_back({"Instruction", "of a program that this wallet does not know", true});
    out.push_back({"Program", toBase58(foreign.instruction.program), true});
    for (const solana::AccountMeta &account : foreign.instruction.accounts) {
        const std::string role =
            std::string(account.isSigner ? " signs" : "") + (account.isWritable ? " writable" : "");
        out.push_back({"Account", toBase58(account.key) + role, account.isSigner && account.isWritable});
    }
    out.push_back({"Data", hexEncode(foreign.instruction.data), true});
}

void instructionLines(Lines &out, const InstructionView &view)
{
    std::visit(
        Overload{
            [&](const vault::VaultInstruction &it) { vaultLines(out, it); },
            [&](const SystemTransfer &it) {
                line(out, "Instruction", "transfer of SOL");
                key(out, "From", it.from);
                key(out, "To", it.to);
                money(out, "Amount", it.amount);
            },
            [&](const ComputeUnitLimit &it) { number(out, "Compute units at most", it.units); },
            [&](const ComputeUnitPrice &it) { number(out, "Micro-lamports per compute unit", it.microLamports); },
            [&](const ForeignInstruction &it) { foreignLines(out, it); },
        },
        view);
}

void signInLines(Lines &out, const SignInRequest &request)
{
    const SiwsMessage &text = request.text;
    line(out, "Sign in to", text.domain);
    key(out, "As", text.address);
    if (text.statement)
        line(out, "Statement", *text.statement);
    line(out, "URI", text.uri);
    line(out, "Chain", text.chainId);
    line(out, "Nonce", text.nonce);
    line(out, "Issued", text.issuedAt);
    line(out, "Valid until", text.expirationTime);
    if (text.notBefore)
        line(out, "Not before", *text.notBefore);
    if (text.requestId)
        line(out, "Request", *text.requestId);
    for (const std::string &resource : text.resources)
        line(out, "Resource", resource);
    if (request.grant) {
        out.push_back({"Grants", "a session key may trade for this wallet", true});
        grantLines(out, *request.grant);
    }
}

void intentLines(Lines &out, const Intent &intent)
{
    line(out, "Intent", std::string(toText(intent.type)));
    key(out, "Item", intent.item);
    money(out, "Amount", intent.amount);
    key(out, "Currency", intent.mint);
    key(out, "Seller", intent.from);
    line(out, "Buyer", intent.to.isZero() ? "anyone" : toBase58(intent.to));
    key(out, "Owner", intent.owner);
    key(out, "Session key", intent.session);
    time(out, "Created", intent.createdAt);
    time(out, "Valid until", intent.expiresAt);
    number(out, "Nonce", intent.nonce);
    line(out, "Terms", intent.terms.isZero() ? "none" : hexEncode(intent.terms.bytes));
    key(out, "Venue", intent.engine);
    key(out, "Program", intent.program);
    line(out, "Cluster", base58Encode(intent.genesis.bytes));
}

void revocationLines(Lines &out, const Revocation &revocation)
{
    line(out, "Revoke", revocation.session.isZero() ? "every session" : toBase58(revocation.session));
    key(out, "Owner", revocation.owner);
    time(out, "Issued", revocation.issuedAt);
    line(out, "Cluster", base58Encode(revocation.genesis.bytes));
}

void transactionLines(Lines &out, const TransactionRequest &request)
{
    for (const InstructionView &view : request.instructions)
        instructionLines(out, view);
    key(out, "Fee payer", request.feePayer);
    for (const PublicKey &signer : request.signers)
        key(out, "Signer", signer);
    line(out, "Blockhash", base58Encode(request.blockhash.bytes));
}

std::string instructionName(const InstructionView &view)
{
    return std::visit(
        Overload{
            [](const vault::VaultInstruction &it) { return std::string(vault::nameOf(it)); },
            [](const SystemTransfer &it) {
                return "transfer " + std::to_string(it.amount.value) + " lamports to " + toBase58(it.to);
            },
            [](const ComputeUnitLimit &) { return std::string(); },
            [](const ComputeUnitPrice &) { return std::string(); },
            [](const ForeignInstruction &it) { return "foreign program " + toBase58(it.instruction.program); },
        },
        view);
}

} // namespace

std::vector<ReviewLine> reviewLines(const SignRequest &request)
{
    Lines out;
    std::visit(Overload{
                   [&](const SignInRequest &it) { signInLines(out, it); },
                   [&](const Intent &it) { intentLines(out, it); },
                   [&](const CancelRequest &it) { line(out, "Cancel intent", hexEncode(it.intent.bytes)); },
                   [&](const Revocation &it) { revocationLines(out, it); },
                   [&](const TransactionRequest &it) { transactionLines(out, it); },
               },
               request.content);
    key(out, "Signs", request.signer);
    number(out, "Bytes", request.bytes.size());
    line(out, "SHA-256", hexEncode(request.digest.bytes));
    return out;
}

std::string summaryOf(const SignRequest &request)
{
    return std::visit(Overload{
                          [](const SignInRequest &it) {
                              return "sign in to " + it.text.domain +
                                     (it.grant ? ", session " + toBase58(it.grant->session) + " up to " +
                                                     std::to_string(it.grant->maxTotal.value) + " lamports"
                                               : std::string());
                          },
                          [](const Intent &it) {
                              return std::string(toText(it.type)) + ' ' + std::to_string(it.amount.value) +
                                     " lamports, item " + toBase58(it.item);
                          },
                          [](const CancelRequest &it) { return "cancel intent " + hexEncode(it.intent.bytes); },
                          [](const Revocation &it) {
                              return it.session.isZero() ? std::string("revoke every session")
                                                         : "revoke session " + toBase58(it.session);
                          },
                          [](const TransactionRequest &it) {
                              std::string words;
                              for (const InstructionView &view : it.instructions) {
                                  const std::string name = instructionName(view);
                                  words += (words.empty() || name.empty() ? "" : ", ") + name;
                              }
                              return words;
                          },
                      },
                      request.content);
}

std::string_view kindOf(const SignRequest &request)
{
    return std::visit(
        Overload{
            [](const SignInRequest &it) -> std::string_view { return it.grant ? "session_grant" : "sign_in"; },
            [](const Intent &) -> std::string_view { return "intent"; },
            [](const CancelRequest &) -> std::string_view { return "cancel"; },
            [](const Revocation &) -> std::string_view { return "revoke"; },
            [](const TransactionRequest &) -> std::string_view { return "transaction"; },
        },
        request.content);
}

} // namespace paradox::signer
