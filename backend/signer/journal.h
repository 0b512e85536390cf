#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::signer {

/// What is written down before a signature is made.
struct JournalDraft {
    UnixMillis at;
    std::string kind; ///< kindOf(request)
    PublicKey signer;
    Hash digest;         ///< H(bytes signed)
    std::string summary; ///< one line
};

struct JournalLine {
    std::uint64_t number = 0; ///< from 1
    JournalDraft draft;
    Hash previous; ///< zeros for the first
    Hash hash;     ///< H("ppv:journal:v1" · previous · the line's text)
};

enum class JournalError : std::uint8_t {
    InputOutput, ///< could not be read or flushed to disk
    Broken,      ///< a line was changed, removed or put in between: see brokenAt
    InUse,       ///< another process signs with it
};
[[nodiscard]] std::string_view toText(JournalError error);

struct JournalCheck {
    std::uint64_t lines = 0;
    std::uint64_t brokenAt = 0; ///< number of the first bad line; 0: whole
    bool hasTornTail = false;   ///< the last write did not end; it was never signed for
    Hash head;                  ///< hash of the last good line
};

/// Everything ever signed here, one JSON line each, chained by hash, only appended, flushed before the signature. A
/// broken chain is never continued. One writer process; one thread at a time.
class Journal {
public:
    /// Checks the whole chain and cuts a torn tail off (its bytes are kept beside it as ".torn").
    [[nodiscard]] static std::expected<Journal, JournalError> open(const std::filesystem::path &path);
    /// Reads and checks only. Works on an exported copy, too.
    [[nodiscard]] static std::expected<JournalCheck, JournalError> verify(const std::filesystem::path &path);
    [[nodiscard]] static std::expected<std::vector<JournalLine>, JournalError> read(const std::filesystem::path &path);

    Journal(Journal &&other) noexcept;
    Journal &operator=(Journal &&other) noexcept;
    ~Journal();

    /// On disk when it returns.
    [[nodiscard]] std::expected<JournalLine, JournalError> append(const JournalDraft &draft);
    [[nodiscard]] std::uint64_t size() const { return m_count; }
    [[nodiscard]] const Hash &head() const { return m_head; }
    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    /// A copy that verify() takes anywhere.
    [[nodiscard]] std::expected<void, JournalError> exportTo(const std::filesystem::path &target) const;

private:
    Journal() = default;

    std::filesystem::path m_path;
    int m_file = -1;
    std::uint64_t m_count = 0;
    std::uint64_t m_bytes = 0;
    Hash m_head;
};

} // namespace paradox::signer
