// Ed25519 verification: our verifier with warm keys against libsodium alone, in one thread and one run.
#include "solana/keypair.h"
#include "solana/verifier.h"
#include "tests/perf/report.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace {

using namespace paradox;

constexpr std::size_t messageSize = 369; // an intent
constexpr std::size_t rounds = 7;

struct Load {
    std::vector<Bytes> messages;
    std::vector<solana::SignatureCheck> checks;

    Load(std::size_t count, std::size_t keyCount)
    {
        std::vector<solana::Keypair> keys;
        for (std::size_t k = 0; k < keyCount; ++k) {
            std::array<std::uint8_t, 32> seed{};
            seed[0] = static_cast<std::uint8_t>(k);
            seed[1] = static_cast<std::uint8_t>(k >> 8);
            keys.push_back(solana::Keypair::fromSeed(seed));
        }
        messages.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            Bytes message(messageSize);
            std::memcpy(message.data(), &i, sizeof i);
            messages.push_back(std::move(message));
            const solana::Keypair &key = keys[i % keyCount];
            checks.push_back({key.publicKey(), messages.back(), key.sign(messages.back())});
        }
    }
};

template <class Work>
double perSecond(std::size_t count, const Work &work)
{
    std::vector<double> rates;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        rates.push_back(static_cast<double>(count) / took.count());
    }
    std::ranges::sort(rates);
    return rates[rates.size() / 2];
}

void bench(std::size_t keyCount, std::size_t group)
{
    constexpr std::size_t count = 8192;
    const Load load(count, keyCount);
    std::vector<std::uint8_t> results(count);
    std::size_t bad = 0;
    const double sodium = perSecond(count, [&] {
        for (const solana::SignatureCheck &check : load.checks)
            bad += crypto_sign_verify_detached(check.signature.data(), check.message.data(), check.message.size(),
                                               check.key.data()) == 0
                       ? 0U
                       : 1U;
    });
    solana::SignatureVerifier verifier;
    const auto verifyAll = [&] {
        for (std::size_t at = 0; at < count; at += group)
            verifier.verify(std::span(load.checks).subspan(at, group), std::span(results).subspan(at, group));
        bad += static_cast<std::size_t>(std::ranges::count(results, 0));
    };
    verifyAll(); // the tables are made here
    const double ours = perSecond(count, verifyAll);
    if (bad != 0)
        std::puts("a good signature was refused");
    perf::report({.name = "verify_" + std::to_string(keyCount) + "_keys_groups_of_" + std::to_string(group),
                  .value = ours,
                  .unit = "1/s",
                  .against = "libsodium alone, same thread",
                  .reference = sodium,
                  .kind = perf::Bar::AtLeast,
                  .bar = 2.5});
}

} // namespace

int main()
{
    bench(16, 64);
    bench(64, 1);
    bench(64, 16);
    bench(64, 64);
    bench(1000, 64);
}
