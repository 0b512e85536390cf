#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <QString>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paradox::cli {

/// One trader as the chain and as the node's database know him.
struct Holding {
    PublicKey owner;
    Lamports onChain;
    Lamports inDatabase;
    std::size_t itemsOnChain = 0;
    std::size_t itemsInDatabase = 0;
};

struct BatchFigures {
    BatchSeq seq;
    std::uint64_t trades = 0;
    std::uint64_t accepted = 0;
    std::uint64_t chunks = 0;
    std::uint64_t transactions = 0;
    Lamports gross;
    Lamports net;
};

/// What the demo did and found.
struct DemoReport {
    bool agree = false;
    std::size_t traders = 0;
    std::uint64_t intents = 0;  ///< posted
    std::uint64_t accepted = 0; ///< settled
    std::uint64_t cancelled = 0;
    std::map<std::string, std::uint64_t> rejected{}; ///< by reason, at the door or in the netting
    std::vector<BatchFigures> batches{};
    std::vector<Signature> signatures{};    ///< of the settlement, in the order landed
    std::vector<std::uint64_t> latencyUs{}; ///< of each accepted post, sign → durable answer
    std::vector<Holding> holdings{};
    std::vector<std::string> disagreements{};

    [[nodiscard]] std::uint64_t transactions() const;
};

[[nodiscard]] QString toText(const DemoReport &report);
/// One object on one line; the members of the contract: agree, traders, intents, accepted, rejected, batches,
/// transactions, nettingRatio, latencyMs, and some more.
[[nodiscard]] QString toJson(const DemoReport &report);

} // namespace paradox::cli
