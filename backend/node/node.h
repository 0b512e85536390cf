#pragma once

#include "domain/clock.h"
#include "node/options.h"

#include <expected>
#include <memory>
#include <string>

namespace paradox::node {

/// One node in this process: puts the rooms together and owns them. Starts and stops on one thread.
class Node {
public:
    /// Error: words for a person. When it returns, everything answers.
    [[nodiscard]] static std::expected<std::unique_ptr<Node>, std::string> start(const Options &options, Clock &clock,
                                                                                 Random &random);
    ~Node(); ///< stops
    Node(const Node &) = delete;
    Node &operator=(const Node &) = delete;

    /// The one line that standard output carries.
    [[nodiscard]] const std::string &readyLine() const;
    /// Refuses what comes, finishes what is under way, closes everything. Idempotent.
    void stop();

private:
    class Parts;
    explicit Node(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

[[nodiscard]] std::string_view version();

} // namespace paradox::node
