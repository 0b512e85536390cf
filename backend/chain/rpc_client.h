#pragma once

#include "chain/chain.h"
#include "chain/horizon.h"
#include "chain/transport.h"
#include "domain/clock.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace paradox::chain {

/// A cluster behind one JSON-RPC URL, where many nodes may answer in turn: each is asked for no less than what is known
/// (minContextSlot), and what it says is checked against that, too. Integers are read as exact u64; an answer of
/// another form is Fatal, a transport that fails after sending a transaction is Ambiguous, before or for a read
/// Transient.
class RpcClient final : public Chain {
public:
    /// With the finalized slot that is known from an earlier life.
    RpcClient(std::unique_ptr<Transport> transport, const Clock &clock, Slot finalizedBefore = {});
    ~RpcClient() override;

    Result<Hash> genesis() override;
    Result<LatestBlockhash> latestBlockhash(Commitment commitment) override;
    Result<BlockHeight> blockHeight(Commitment commitment) override;
    Result<Slot> slot(Commitment commitment) override;
    Result<AccountsAt> accounts(std::span<const PublicKey> keys, Commitment commitment) override;
    Result<StatusesAt> statuses(std::span<const Signature> signatures) override;
    Result<HistoryAt> history(std::span<const Signature> signatures) override;
    Result<Signature> send(ByteSpan transaction, Preflight preflight) override;
    Result<Simulation> simulate(ByteSpan transaction, const SimulateOptions &options) override;
    Result<Signature> airdrop(const PublicKey &to, Lamports amount) override;
    Result<std::vector<SignatureInfo>> signaturesFor(const SignaturesQuery &query) override;
    Result<std::optional<LandedTransaction>> transaction(const Signature &signature, Commitment commitment) override;
    Result<Lamports> rentExemption(std::size_t dataSize) override;
    Result<std::uint64_t> recentUnitPrice(std::span<const PublicKey> writable) override;

private:
    struct Call {
        const char *method;
        nlohmann::json params;
    };
    static constexpr int abreastTriesMax = 4; ///< at once, while nodes are behind: the next one may not be

    [[nodiscard]] Result<nlohmann::json> call(const char *method, nlohmann::json params);
    [[nodiscard]] Result<nlohmann::json> callAbreast(const char *method, const nlohmann::json &params);
    /// The results in order. One request, and so one node's word at one moment, where batches are taken.
    [[nodiscard]] Result<std::vector<nlohmann::json>> callAll(const std::vector<Call> &calls);
    [[nodiscard]] Result<std::vector<nlohmann::json>> callTogether(const std::vector<Call> &calls);
    [[nodiscard]] Result<nlohmann::json> exchange(const nlohmann::json &request, const char *method);
    /// Commitment, and how far a node must be to answer.
    [[nodiscard]] nlohmann::json configAt(Commitment commitment) const;
    /// Transient for less than is known, and for more than can be.
    template <class Place>
    [[nodiscard]] Result<Place> keepAbreast(Commitment commitment, Place place);
    [[nodiscard]] Result<nlohmann::json> unwrap(nlohmann::json answer, const char *method);
    [[nodiscard]] Result<StatusesAt> readStatusesAt(const nlohmann::json &result, std::size_t count);
    [[nodiscard]] Result<std::vector<AccountsAt>> readPages(std::span<const std::span<const PublicKey>> pages,
                                                            Commitment commitment, Slot atLeast);

    std::unique_ptr<Transport> m_transport;
    std::uint64_t m_nextId = 1;
    Horizon m_horizon;
};

} // namespace paradox::chain
