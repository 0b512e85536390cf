#include "api/routes.h"

#include "api/objects.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "solana/transaction.h"

#include <algorithm>

namespace paradox::api {

using nlohmann::json;

namespace {

constexpr std::size_t transactionBytesMax = 4096;

void answerChainError(Call &call, const chain::ChainError &error, Code whenRefused)
{
    const bool isRefusal = error.kind == chain::ErrorClass::Deterministic || error.kind == chain::ErrorClass::Expired;
    call.reply.problem(isRefusal ? whenRefused : Code::ChainUnreachable, error.words);
}

/// Lamports of every account that a transaction may change, as they are now.
json balancesBefore(const chain::AccountsAt &before, std::span<const PublicKey> keys,
                    const std::vector<std::optional<chain::AccountInfo>> &after)
{
    json balances = json::array();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto lamports = [&](const std::vector<std::optional<chain::AccountInfo>> &accounts) {
            return i < accounts.size() && accounts[i] ? json(decimal(accounts[i]->lamports)) : json();
        };
        balances.push_back(
            {{"address", toBase58(keys[i])}, {"before", lamports(before.accounts)}, {"after", lamports(after)}});
    }
    return balances;
}

std::vector<PublicKey> writableKeys(const solana::Message &message)
{
    std::vector<PublicKey> keys;
    for (std::size_t i = 0; i < message.staticKeys.size(); ++i) {
        if (message.isStaticWritable(i))
            keys.push_back(message.staticKeys[i]);
    }
    return keys;
}

} // namespace

void handlers::blockhash(Front &front, Call call)
{
    const auto latest = front.services.chain.latestBlockhash(chain::Commitment::Confirmed);
    if (!latest) {
        answerChainError(call, latest.error(), Code::ChainUnreachable);
        return;
    }
    call.reply.json(200, {{"blockhash", toBase58(latest->blockhash)},
                          {"lastValidBlockHeight", decimal(latest->lastValidBlockHeight)},
                          {"slot", decimal(latest->slot)}});
}

void handlers::simulate(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const Bytes bytes = fields.base64("transaction", transactionBytesMax);
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    const auto transaction = solana::decodeTransaction(bytes);
    if (!transaction) {
        call.reply.problem(Code::NotATransaction);
        return;
    }
    const std::vector<PublicKey> keys = writableKeys(transaction->message);
    const auto before = front.services.chain.accounts(keys, chain::Commitment::Confirmed);
    if (!before) {
        answerChainError(call, before.error(), Code::SimulationRefused);
        return;
    }
    const auto simulation = front.services.chain.simulate(bytes, {.accounts = keys});
    if (!simulation) {
        answerChainError(call, simulation.error(), Code::SimulationRefused);
        return;
    }
    call.reply.json(200, {{"ok", simulation->error.empty()},
                          {"error", textOrNull(simulation->error)},
                          {"logs", simulation->logs},
                          {"unitsConsumed", std::to_string(simulation->unitsConsumed)},
                          {"slot", decimal(simulation->slot)},
                          {"balances", balancesBefore(*before, keys, simulation->accounts)}});
}

void handlers::airdrop(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const PublicKey address = fields.key("address");
    const Lamports lamports{fields.u64("lamports")};
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    if (!front.facts.mayAirdrop) {
        call.reply.problem(Code::AirdropRefused);
        return;
    }
    if (lamports.value == 0 || lamports > amountMax) {
        call.reply.problem(Code::FieldInvalid, "lamports must be 1 to 2^63-1.");
        return;
    }
    const auto signature = front.services.chain.airdrop(address, lamports);
    if (signature)
        call.reply.json(202, {{"signature", toBase58(*signature)}});
    else
        answerChainError(call, signature.error(), Code::AirdropRefused);
}

void handlers::account(Front &front, Call call)
{
    const auto address = keyParam(call, call.params.front());
    if (!address)
        return;
    const auto found = front.services.chain.accounts({&*address, 1}, chain::Commitment::Confirmed);
    if (!found) {
        answerChainError(call, found.error(), Code::ChainUnreachable);
        return;
    }
    const auto &info = found->accounts.front();
    if (!info) {
        call.reply.problem(Code::NotFound, "There is no account at that address.");
        return;
    }
    call.reply.json(200, {{"address", toBase58(*address)},
                          {"lamports", decimal(info->lamports)},
                          {"owner", toBase58(info->owner)},
                          {"data", base64Encode(info->data)},
                          {"slot", decimal(found->slot)}});
}

void handlers::listOperations(Front &front, Call call)
{
    const auto wish = readPage(call, {"owner", "status"});
    if (!wish)
        return;
    storage::OperationFilter filter{.limit = wish->limit + 1};
    if (const auto owner = call.queryValue("owner")) {
        filter.owner = keyParam(call, *owner);
        if (!filter.owner)
            return;
    } else if (!call.principal.seesAll()) {
        filter.owner = call.principal.address;
    }
    if (filter.owner && !call.principal.mayRead(*filter.owner)) {
        call.reply.problem(Code::Forbidden);
        return;
    }
    if (const auto status = call.queryValue("status")) {
        filter.state = parseOperationState(*status);
        if (!filter.state) {
            call.reply.problem(Code::QueryInvalid, "That is no state of an operation.");
            return;
        }
    }
    bool isBad = false;
    filter.before = numberCursor(call, *wish, isBad);
    if (isBad)
        return;
    const storage::ReadLease lease = front.services.database.read();
    auto rows = storage::operations::list(lease, filter);
    json next;
    if (rows.size() > wish->limit) {
        rows.pop_back();
        next = std::to_string(rows.back().number);
    }
    json items = json::array();
    for (const storage::Operation &operation : rows)
        items.push_back(toJson(operation));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), std::move(next)));
}

void handlers::getOperation(Front &front, Call call)
{
    const storage::ReadLease lease = front.services.database.read();
    const auto operation = storage::operations::byId(lease, call.params.front());
    if (isUnreadable(call, lease))
        return;
    const bool isPublic = operation && operation->owner.isZero();
    if (!operation || (!isPublic && !call.principal.mayRead(operation->owner))) {
        call.reply.problem(Code::NotFound);
        return;
    }
    call.reply.json(200, toJson(*operation));
}

void handlers::walletBalances(Front &front, Call call)
{
    const auto address = keyParam(call, call.params.front());
    if (!address)
        return;
    const auto inWallet = front.services.chain.accounts({&*address, 1}, chain::Commitment::Finalized);
    if (!inWallet) {
        answerChainError(call, inWallet.error(), Code::ChainUnreachable);
        return;
    }
    const storage::ReadLease lease = front.services.database.read();
    const auto ledger = storage::index::balanceOf(lease, *address);
    const Slot watermark = storage::index::watermark(lease).slot;
    Lamports held;
    for (const SessionState state : {SessionState::Active, SessionState::Frozen, SessionState::Exhausted}) {
        for (const storage::Session &session :
             storage::sessions::list(lease, {.owner = *address, .state = state, .limit = 10'000}))
            held = checkedAdd(held, session.held).value_or(amountMax);
    }
    if (isUnreadable(call, lease))
        return;
    const auto &info = inWallet->accounts.front();
    call.reply.json(200, {{"address", toBase58(*address)},
                          {"slot", decimal(ledger ? std::max(ledger->slot, watermark) : watermark)},
                          {"available", decimal(ledger ? ledger->available : Lamports{})},
                          {"held", decimal(held)},
                          {"allowance", decimal(ledger ? ledger->allowance : Lamports{})},
                          {"wallet", decimal(info ? info->lamports : Lamports{})}});
}

} // namespace paradox::api
