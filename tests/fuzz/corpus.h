#pragma once

#include "domain/bytes.h"

#include <filesystem>
#include <string>

namespace paradox::fuzz {

/// Writes the first inputs of each target, one file each, named by what they are.
class Corpus {
public:
    explicit Corpus(std::filesystem::path directory) : m_directory(std::move(directory)) {}

    void add(const std::string &target, const std::string &name, ByteSpan bytes) const;
    void add(const std::string &target, const std::string &name, std::string_view text) const
    {
        add(target, name, asBytes(text));
    }

private:
    std::filesystem::path m_directory;
};

/// What the golden vectors do not hold, made by the code that writes it.
void addArchives(const Corpus &corpus);
void addReceipts(const Corpus &corpus);
void addVault(const Corpus &corpus);

/// The first inputs of every target, a folder each.
void writeCorpus(const std::filesystem::path &vectors, const std::filesystem::path &directory);

} // namespace paradox::fuzz
