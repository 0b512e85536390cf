#pragma once

#include "client/signatory.h"
#include "demo/demo_job.h"

namespace paradox::cli {

struct DemoJob::Trader {
    PublicKey owner;
    PublicKey session;
    client::Tokens tokens{};
    std::uint64_t nextNonce = 1;
};

/// The demo's keys: made for one run, in memory only, worth nothing. Signs whatever it is asked to.
class DemoJob::Keys final : public client::Signatory {
public:
    [[nodiscard]] PublicKey add(Random &random)
    {
        solana::Keypair pair = solana::Keypair::generate(random);
        const PublicKey key = pair.publicKey();
        m_pairs.emplace(key, std::move(pair));
        return key;
    }
    [[nodiscard]] Signature signNow(const PublicKey &signer, ByteSpan bytes) const
    {
        return m_pairs.at(signer).sign(bytes);
    }
    [[nodiscard]] client::Reply<Signature> sign(const client::SignatureWanted &wanted) override
    {
        return client::Reply<Signature>::ready(signNow(wanted.signer, wanted.bytes));
    }

private:
    std::unordered_map<PublicKey, solana::Keypair> m_pairs;
};

} // namespace paradox::cli
