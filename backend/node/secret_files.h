#pragma once

#include "domain/clock.h"
#include "solana/keypair.h"

#include <expected>
#include <filesystem>
#include <string>

namespace paradox::node {

/// Makes the directory with mode 0700, or takes its group's and others' rights away. Error: words for a person.
[[nodiscard]] std::expected<void, std::string> prepareDirectory(const std::filesystem::path &directory);

/// The key pair in a file of mode 0600 (Solana CLI's form), made when there is none. A file that is there but cannot be
/// read, or is open to others, is an error: never another key in its place.
[[nodiscard]] std::expected<solana::Keypair, std::string> loadOrMakeKey(const std::filesystem::path &file,
                                                                        Random &random);

/// The node token: 64 hex digits in a file of mode 0600, made when there is none.
[[nodiscard]] std::expected<std::string, std::string> loadOrMakeToken(const std::filesystem::path &file,
                                                                      Random &random);
/// One line of standard input. Error: words.
[[nodiscard]] std::expected<std::string, std::string> readTokenFromStdin();

/// No core dumps, no debugger, no swap of what is locked: the keys of the node are in this process.
void hardenProcess();

} // namespace paradox::node
