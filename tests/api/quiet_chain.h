#pragma once

#include "chain/chain.h"

#include <functional>

namespace paradox::api::test {

/// A chain on which every account has one SOL, everything would succeed and nothing ever lands.
class QuietChain final : public chain::Chain {
public:
    chain::Result<Hash> genesis() override { return Hash{}; }
    chain::Result<chain::LatestBlockhash> latestBlockhash(chain::Commitment) override
    {
        return chain::LatestBlockhash{*Hash::from(Bytes(32, 9)), {150}, {7}};
    }
    chain::Result<BlockHeight> blockHeight(chain::Commitment) override { return BlockHeight{1}; }
    chain::Result<Slot> slot(chain::Commitment) override { return Slot{7}; }
    chain::Result<chain::AccountsAt> accounts(std::span<const PublicKey> keys, chain::Commitment) override
    {
        return chain::AccountsAt{
            {7}, std::vector(keys.size(), std::optional(chain::AccountInfo{.lamports = {lamportsPerSol}}))};
    }
    chain::Result<chain::StatusesAt> statuses(std::span<const Signature> signatures) override
    {
        return chain::StatusesAt{{7}, std::vector<std::optional<chain::SignatureStatus>>(signatures.size())};
    }
    chain::Result<chain::HistoryAt> history(std::span<const Signature> signatures) override
    {
        return chain::HistoryAt{{1}, {7}, std::vector<std::optional<chain::SignatureStatus>>(signatures.size())};
    }
    chain::Result<Signature> send(ByteSpan, chain::Preflight) override { return Signature{}; }
    chain::Result<chain::Simulation> simulate(ByteSpan, const chain::SimulateOptions &options) override
    {
        chain::Simulation simulation{.slot = {7}, .unitsConsumed = 150};
        simulation.accounts.resize(options.accounts.size());
        return simulation;
    }
    chain::Result<Signature> airdrop(const PublicKey &, Lamports) override { return onAirdrop(); }
    chain::Result<std::vector<chain::SignatureInfo>> signaturesFor(const chain::SignaturesQuery &) override
    {
        return std::vector<chain::SignatureInfo>{};
    }
    chain::Result<std::optional<chain::LandedTransaction>> transaction(const Signature &, chain::Commitment) override
    {
        return std::nullopt;
    }
    chain::Result<Lamports> rentExemption(std::size_t) override { return Lamports{1}; }
    chain::Result<std::uint64_t> recentUnitPrice(std::span<const PublicKey>) override { return 0; }

    std::function<chain::Result<Signature>()> onAirdrop = [] { return *Signature::from(Bytes(64, 5)); };
};

} // namespace paradox::api::test
