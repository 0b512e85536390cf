#pragma once

#include "native_host.h"

namespace paradox::test {

using Accounts = std::map<PublicKey, HostAccount>;

struct FrameParts {
    NativeHost &host;
    const solana::Instruction &instruction;
    Accounts &accounts; ///< what the runtime vouches for
    HostResult &result;
    unsigned depth;
};

/// One program that runs: called by the test, or by the frame before. The program's changes enter `accounts` when it
/// calls another program and when it ends, each held against the rules.
class Frame : public FrameParts {
public:
    explicit Frame(const FrameParts &parts) : FrameParts(parts) {}

    /// The frame that runs on this thread.
    static Frame *&current();

    /// Runs the program; its code.
    std::uint64_t run();
    /// Takes over what the program has written so far.
    void takeChanges();
    /// Shows the program what these accounts have become.
    void showChanges();

    /// The instruction names the account, and grants as much.
    [[nodiscard]] bool grants(const solana::AccountMeta &wanted) const;
    /// What broke a rule of the runtime; the first one is kept.
    void violate(const std::string &what);

private:
    void serialise();
    void take(const PublicKey &key, const std::uint8_t *at);

    std::vector<std::uint64_t> m_input;
    std::vector<std::size_t> m_places; ///< of each account; the first mention's for repeated ones
    Accounts m_before;                 ///< sizes at the start bound growth
};

} // namespace paradox::test
