#include "tests/support/svm_host.h"

#include "domain/base58.h"
#include "domain/encoding.h"

#include <cstdio>
#include <cstdlib>

namespace paradox::test {

namespace {

using nlohmann::json;

/// Programs without an upgrade authority, as those of the local ledger are.
constexpr const char *loader = "BPFLoader2111111111111111111111111111111111";
constexpr int answerMs = 60'000;
const std::string testsDirectory = PARADOX_SOURCE_DIR "/tests";

std::uint64_t number(const json &value)
{
    return std::strtoull(value.get_ref<const std::string &>().c_str(), nullptr, 10);
}

std::int64_t signedNumber(const json &value)
{
    return std::strtoll(value.get_ref<const std::string &>().c_str(), nullptr, 10);
}

Bytes bytesOf(const json &value)
{
    return base64Decode(value.get_ref<const std::string &>()).value();
}

std::optional<SvmAccount> accountOf(const json &value)
{
    if (value.is_null())
        return std::nullopt;
    return SvmAccount{.lamports = number(value.at("lamports")),
                      .owner = fromBase58<PublicKey>(value.at("owner").get<std::string>()).value(),
                      .executable = value.at("executable").get<bool>(),
                      .data = bytesOf(value.at("data"))};
}

SvmResult resultOf(const json &answer)
{
    SvmResult result;
    result.error = answer.at("err");
    result.computeUnits = number(answer.at("units"));
    result.logs = answer.at("logs").get<std::vector<std::string>>();
    result.returnData = bytesOf(answer.at("returnData"));
    result.returnProgram = fromBase58<PublicKey>(answer.at("returnProgram").get<std::string>()).value();
    for (const json &list : answer.at("inner")) {
        std::vector<SvmInnerInstruction> instructions;
        for (const json &one : list)
            instructions.push_back({.programIndex = one.at("program").get<std::uint8_t>(),
                                    .accountIndexes = bytesOf(one.at("accounts")),
                                    .data = bytesOf(one.at("data")),
                                    .stackHeight = one.at("height").get<std::uint8_t>()});
        result.inner.push_back(std::move(instructions));
    }
    for (const json &account : answer.at("accounts"))
        result.accounts.push_back(accountOf(account));
    return result;
}

std::string encoded(const solana::Transaction &transaction)
{
    return base64Encode(solana::serialiseTransaction(transaction));
}

} // namespace

SvmHost::SvmHost(const Options &options)
    : m_driver({testsDirectory + "/npm/node", testsDirectory + "/svm/driver.mjs"}, "", ChildProcess::Input::Pipe)
{
    ask({{"op", "start"}, {"verifySignatures", options.verifySignatures}, {"checkBlockhash", options.checkBlockhash}});
}

json SvmHost::ask(json request)
{
    const auto fail = [&](const std::string &why) {
        std::fprintf(stderr, "svm_host: %s: %s\n", request.at("op").get<std::string>().c_str(), why.c_str());
        std::abort();
    };
    if (!m_driver.write(request.dump() + '\n'))
        fail("the machine is gone; are the packages of tests/npm installed?");
    const std::optional<std::string> line = m_driver.readLine(answerMs);
    if (!line)
        fail("no answer");
    json answer = json::parse(*line);
    if (!answer.at("ok").get<bool>())
        fail(answer.at("error").get<std::string>());
    return answer;
}

SvmResult SvmHost::send(const solana::Transaction &transaction, std::span<const PublicKey> watch)
{
    json keys = json::array();
    for (const PublicKey &key : watch)
        keys.push_back(toBase58(key));
    return resultOf(ask({{"op", "send"}, {"transaction", encoded(transaction)}, {"watch", keys}}));
}

SvmResult SvmHost::simulate(const solana::Transaction &transaction)
{
    return resultOf(ask({{"op", "simulate"}, {"transaction", encoded(transaction)}}));
}

std::optional<SvmAccount> SvmHost::account(const PublicKey &key)
{
    return accountOf(ask({{"op", "account"}, {"key", toBase58(key)}}).at("account"));
}

void SvmHost::setAccount(const PublicKey &key, const SvmAccount &account)
{
    ask({{"op", "setAccount"},
         {"key", toBase58(key)},
         {"lamports", std::to_string(account.lamports)},
         {"owner", toBase58(account.owner)},
         {"executable", account.executable},
         {"data", base64Encode(account.data)}});
}

void SvmHost::addProgram(const PublicKey &id, const std::filesystem::path &file)
{
    ask({{"op", "addProgram"}, {"key", toBase58(id)}, {"path", file.string()}, {"loader", loader}});
}

void SvmHost::airdrop(const PublicKey &key, std::uint64_t lamports)
{
    ask({{"op", "airdrop"}, {"key", toBase58(key)}, {"lamports", std::to_string(lamports)}});
}

Hash SvmHost::blockhash()
{
    return fromBase58<Hash>(ask({{"op", "blockhash"}}).at("blockhash").get<std::string>()).value();
}

Hash SvmHost::expireBlockhash()
{
    return fromBase58<Hash>(ask({{"op", "expireBlockhash"}}).at("blockhash").get<std::string>()).value();
}

SvmClock SvmHost::clock()
{
    const json answer = ask({{"op", "clock"}});
    return {.slot = number(answer.at("slot")),
            .epochStart = signedNumber(answer.at("epochStart")),
            .epoch = number(answer.at("epoch")),
            .leaderScheduleEpoch = number(answer.at("leaderScheduleEpoch")),
            .unixTime = signedNumber(answer.at("unixTime"))};
}

void SvmHost::setClock(const SvmClock &clock)
{
    ask({{"op", "setClock"},
         {"slot", std::to_string(clock.slot)},
         {"epochStart", std::to_string(clock.epochStart)},
         {"epoch", std::to_string(clock.epoch)},
         {"leaderScheduleEpoch", std::to_string(clock.leaderScheduleEpoch)},
         {"unixTime", std::to_string(clock.unixTime)}});
}

Slot SvmHost::recentSlot()
{
    return {number(ask({{"op", "recentSlot"}}).at("slot"))};
}

} // namespace paradox::test
