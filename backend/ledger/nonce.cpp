#include "ledger/nonce.h"

#include "domain/sha256.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::uint32_t advanceOrder = 4;
constexpr std::uint32_t emptyState = 0;
constexpr std::uint32_t fullState = 1;

bool isAdvance(ByteSpan data)
{
    return solana::BorshReader(data).take<std::uint32_t>() == advanceOrder;
}

} // namespace

std::optional<NonceState> NonceState::decode(ByteSpan bytes)
{
    solana::BorshReader reader(bytes);
    const std::uint32_t version = reader.take<std::uint32_t>();
    const std::uint32_t state = reader.take<std::uint32_t>();
    if (!reader.ok() || version > static_cast<std::uint32_t>(Version::Current) || state > fullState)
        return std::nullopt;
    NonceState nonce{static_cast<Version>(version), std::nullopt};
    if (state == emptyState)
        return nonce;
    Data data;
    data.authority = reader.take<PublicKey>();
    data.nonce = reader.take<Hash>();
    data.lamportsPerSignature = reader.take<std::uint64_t>();
    nonce.data = data;
    return reader.ok() ? std::optional(nonce) : std::nullopt;
}

Bytes NonceState::encode() const
{
    solana::BorshWriter writer;
    writer.put(static_cast<std::uint32_t>(version)).put(data ? fullState : emptyState);
    if (data)
        writer.put(data->authority).put(data->nonce).put(data->lamportsPerSignature);
    return writer.take();
}

Hash durableNonceOf(const Hash &blockhash)
{
    return sha256({asBytes("DURABLE_NONCE"), blockhash.span()});
}

std::optional<PublicKey> nonceAccountOf(const solana::Message &message)
{
    if (message.instructions.empty())
        return std::nullopt;
    const solana::CompiledInstruction &first = message.instructions.front();
    if (message.staticKeys[first.programIndex] != solana::systemProgram || !isAdvance(first.data) ||
        first.accountIndexes.empty())
        return std::nullopt;
    const std::uint8_t account = first.accountIndexes.front();
    if (account >= message.staticKeys.size() || !message.isStaticWritable(account))
        return std::nullopt;
    return message.staticKeys[account];
}

AccountRef advancedNonce(const Account &account, const solana::Message &message, const SlotView &view)
{
    const Hash next = durableNonceOf(view.blockhash);
    const std::optional<NonceState> nonce = NonceState::decode(account.data);
    if (account.owner != solana::systemProgram || !nonce || !nonce->data ||
        nonce->version != NonceState::Version::Current || nonce->data->nonce != message.recentBlockhash ||
        nonce->data->nonce == next)
        return nullptr;
    const bool signedFor = std::ranges::any_of(message.instructions.front().accountIndexes, [&](std::uint8_t index) {
        return message.isSigner(index) && message.staticKeys[index] == nonce->data->authority;
    });
    if (!signedFor)
        return nullptr;
    NonceState moved = *nonce;
    moved.data->nonce = next;
    moved.data->lamportsPerSignature = view.fees.lamportsPerSignature;
    auto advanced = std::make_shared<Account>(account);
    std::ranges::copy(moved.encode(), advanced->data.begin());
    return advanced;
}

} // namespace paradox::ledger
