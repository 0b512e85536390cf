#pragma once

#include "chain/chain.h"
#include "chain/transport.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>

namespace paradox::chain {

/// A cluster behind one JSON-RPC URL. Integers are read as exact u64; an answer of another form is Fatal, a transport
/// that fails after sending a transaction is Ambiguous, before or for a read Transient.
class RpcClient final : public Chain {
public:
    explicit RpcClient(std::unique_ptr<Transport> transport);
    ~RpcClient() override;

    Result<Hash> genesis() override;
    Result<LatestBlockhash> latestBlockhash(Commitment commitment) override;
    Result<BlockHeight> blockHeight(Commitment commitment) override;
    Result<Slot> slot(Commitment commitment) override;
    Result<AccountsAt> accounts(std::span<const PublicKey> keys, Commitment commitment) override;
    Result<StatusesAt> statuses(std::span<const Signature> signatures, Search search) override;
    Result<Signature> send(ByteSpan transaction, Preflight preflight) override;
    Result<Simulation> simulate(ByteSpan transaction, const SimulateOptions &options) override;
    Result<Signature> airdrop(const PublicKey &to, Lamports amount) override;
    Result<std::vector<SignatureInfo>> signaturesFor(const SignaturesQuery &query) override;
    Result<std::optional<LandedTransaction>> transaction(const Signature &signature, Commitment commitment) override;
    Result<Lamports> rentExemption(std::size_t dataSize) override;
    Result<std::uint64_t> recentUnitPrice(std::span<const PublicKey> writable) override;

private:
    [[nodiscard]] Result<nlohmann::json> call(const char *method, nlohmann::json params);
    [[nodiscard]] Result<nlohmann::json> exchange(const nlohmann::json &request, const char *method);
    [[nodiscard]] Result<std::vector<AccountsAt>> readPages(std::span<const std::span<const PublicKey>> pages,
                                                            Commitment commitment, Slot atLeast);

    std::unique_ptr<Transport> m_transport;
    std::uint64_t m_nextId = 1;
};

} // namespace paradox::chain
