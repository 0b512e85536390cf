// Signed transfers per second through sendTransaction on the real node, durable, the sender on the same machine with
// 64 keep-alive connections that pipeline their requests, against litesvm's public API with signature checks on. Usage:
// ledger_bench LITESVM_TRANSFERS_PER_SECOND
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/system_clock.h"
#include "solana/programs.h"
#include "tests/perf/report.h"
#include "tests/support/http_load.h"
#include "tests/support/running_node.h"

#include <algorithm>
#include <cstdlib>

namespace paradox::perf {
namespace {

constexpr std::size_t payers = 64;
constexpr std::size_t transfersPerRound = 6'000; ///< signed ahead of each round: a blockhash lives 151 heights
constexpr int rounds = 5;
constexpr unsigned pipelined = 16; ///< requests of one connection that may wait for their answers at once

std::vector<std::string> signedTransfers(const test::RunningNode &node, std::vector<solana::Keypair> &keys)
{
    const nlohmann::json latest = node.rpc("getLatestBlockhash", nlohmann::json::array());
    const Hash blockhash = *fromBase58<Hash>(latest.at("value").at("blockhash").get<std::string>());
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < transfersPerRound; ++i) {
        solana::Keypair &payer = keys[i % payers];
        const auto instruction =
            solana::systemTransfer(payer.publicKey(), keys[(i + 1) % payers].publicKey(), {1 + i / payers});
        auto transaction = solana::makeTransaction(*solana::compileMessage(
            std::array{instruction}, {.feePayer = payer.publicKey(), .recentBlockhash = blockhash}));
        const solana::Keypair *signer = &payer;
        static_cast<void>(solana::signTransaction(transaction, std::span(&signer, 1)));
        const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"sendTransaction","params":[")" +
                                 base64Encode(solana::serialiseTransaction(transaction)) +
                                 R"(",{"encoding":"base64","skipPreflight":true,"maxRetries":0}]})";
        requests.push_back(test::requestText(node.rpcPort, {.method = "POST", .path = "/", .body = body}));
    }
    return requests;
}

int run(double litesvmPerSecond)
{
    const auto node = test::RunningNode::start({.dataDir = test::temporaryDirectory("ledger-bench")});
    if (!node)
        return 1;
    SystemRandom random;
    std::vector<solana::Keypair> keys;
    for (std::size_t i = 0; i < payers; ++i) {
        keys.push_back(solana::Keypair::generate(random));
        static_cast<void>(node->rpc("requestAirdrop", {toBase58(keys.back().publicKey()), 100'000'000'000}));
    }
    const auto balanceOf = [&](const PublicKey &key) {
        return node->rpc("getBalance", {toBase58(key), {{"commitment", "confirmed"}}}).at("value").get<std::uint64_t>();
    };
    if (!test::waitUntil(10'000, [&] { return balanceOf(keys.back().publicKey()) > 0; }))
        return 1;

    std::vector<double> rates;
    for (int round = 0; round < rounds; ++round) {
        const std::vector<std::string> requests = signedTransfers(*node, keys);
        std::size_t at = 0;
        std::uint64_t accepted = 0;
        const test::LoadResult result = test::runLoad(
            {.port = node->rpcPort,
             .connections = 64,
             .unansweredMax = pipelined,
             .next = [&] { return at < requests.size() ? requests[at++] : std::string(); },
             .answered = [&](int, std::string_view body) { accepted += body.contains("\"result\"") ? 1U : 0U; }});
        if (accepted != requests.size()) {
            std::fprintf(stderr, "ledger_bench: %llu of %zu transfers were taken\n",
                         static_cast<unsigned long long>(accepted), requests.size());
            return 1;
        }
        rates.push_back(static_cast<double>(accepted) / result.seconds);
    }
    std::ranges::sort(rates);
    report({.name = "ledger.sendTransaction",
            .value = rates[rates.size() / 2],
            .unit = "transfers/s",
            .against = "litesvm public API, signature checks on",
            .reference = litesvmPerSecond,
            .kind = Bar::AtLeast,
            .bar = 1.5});
    return 0;
}

} // namespace
} // namespace paradox::perf

int main(int argc, char **argv)
{
    return argc == 2 ? paradox::perf::run(std::atof(argv[1])) : 2;
}
