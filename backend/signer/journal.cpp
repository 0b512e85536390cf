#include "signer/journal.h"

#include "domain/amount.h"
#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/sha256.h"
#include "domain/time_text.h"
#include "signer/atomic_file.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace paradox::signer {
namespace {

constexpr std::size_t fileSizeMax = std::size_t{1} << 30;

/// The line without its hash; the one spelling that is hashed.
nlohmann::ordered_json bodyOf(const JournalLine &line)
{
    return {{"n", std::to_string(line.number)},      {"at", std::to_string(line.draft.at.value)},
            {"time", formatRfc3339(line.draft.at)},  {"kind", line.draft.kind},
            {"signer", toBase58(line.draft.signer)}, {"digest", hexEncode(line.draft.digest.bytes)},
            {"summary", line.draft.summary},         {"previous", hexEncode(line.previous.bytes)}};
}

std::string textOf(const nlohmann::ordered_json &json)
{
    return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

Hash hashOf(const Hash &previous, std::string_view body)
{
    return sha256({asBytes("ppv:journal:v1"), previous.bytes, asBytes(body)});
}

std::string lineText(const JournalLine &line)
{
    nlohmann::ordered_json json = bodyOf(line);
    json["hash"] = hexEncode(line.hash.bytes);
    return textOf(json) + "\n";
}

std::optional<std::string> text(const nlohmann::ordered_json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

template <class Fixed>
std::optional<Fixed> hex(const std::optional<std::string> &source)
{
    const std::optional<Bytes> bytes = source ? hexDecode(*source) : std::nullopt;
    return bytes ? Fixed::from(*bytes) : std::nullopt;
}

/// Nothing unless it is exactly what append() would have written after `previous`.
std::optional<JournalLine> parseLine(std::string_view source, std::uint64_t number, const Hash &previous)
{
    const auto json = nlohmann::ordered_json::parse(source, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto at = text(json, "at");
    const auto kind = text(json, "kind");
    const auto signerText = text(json, "signer");
    const auto digest = hex<Hash>(text(json, "digest"));
    const auto summary = text(json, "summary");
    const auto millis = at ? parseI64(*at) : std::nullopt;
    const auto key = signerText ? fromBase58<PublicKey>(*signerText) : std::nullopt;
    if (!millis || !kind || !key || !digest || !summary)
        return std::nullopt;
    JournalLine line{.number = number,
                     .draft = {.at = {*millis}, .kind = *kind, .signer = *key, .digest = *digest, .summary = *summary},
                     .previous = previous,
                     .hash = {}};
    line.hash = hashOf(previous, textOf(bodyOf(line)));
    if (lineText(line) != std::string(source) + "\n")
        return std::nullopt;
    return line;
}

struct Scan {
    JournalCheck check;
    std::vector<JournalLine> lines;
    std::size_t goodBytes = 0;
};

Scan scan(std::string_view content)
{
    Scan result;
    std::string_view rest = content;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            result.check.hasTornTail = true;
            return result;
        }
        std::optional<JournalLine> line = parseLine(rest.substr(0, end), result.check.lines + 1, result.check.head);
        if (!line) {
            result.check.brokenAt = result.check.lines + 1;
            return result;
        }
        rest.remove_prefix(end + 1);
        result.goodBytes += end + 1;
        ++result.check.lines;
        result.check.head = line->hash;
        result.lines.push_back(std::move(*line));
    }
    return result;
}

std::expected<Scan, JournalError> scanFile(const std::filesystem::path &path)
{
    const std::optional<Bytes> bytes = readFile(path, fileSizeMax);
    if (!bytes)
        return std::unexpected(JournalError::InputOutput);
    return scan(asText(*bytes));
}

bool cutTornTail(const std::filesystem::path &path, int file, std::size_t goodBytes)
{
    const std::optional<Bytes> bytes = readFile(path, fileSizeMax);
    if (!bytes)
        return false;
    const ByteSpan tail = ByteSpan(*bytes).subspan(goodBytes);
    return writeAtomically(path.string() + ".torn", tail) && ftruncate(file, static_cast<off_t>(goodBytes)) == 0 &&
           fsync(file) == 0;
}

} // namespace

std::expected<Journal, JournalError> Journal::open(const std::filesystem::path &path)
{
    Journal journal;
    journal.m_path = path;
    journal.m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (journal.m_file < 0)
        return std::unexpected(JournalError::InputOutput);
    if (flock(journal.m_file, LOCK_EX | LOCK_NB) != 0)
        return std::unexpected(JournalError::InUse);
    const std::expected<Scan, JournalError> found = scanFile(path);
    if (!found)
        return std::unexpected(found.error());
    if (found->check.brokenAt != 0)
        return std::unexpected(JournalError::Broken);
    if (found->check.hasTornTail && !cutTornTail(path, journal.m_file, found->goodBytes))
        return std::unexpected(JournalError::InputOutput);
    if (!flushFolder(path.has_parent_path() ? path.parent_path() : std::filesystem::path(".")))
        return std::unexpected(JournalError::InputOutput);
    journal.m_count = found->check.lines;
    journal.m_head = found->check.head;
    journal.m_bytes = found->goodBytes;
    return journal;
}

std::expected<JournalCheck, JournalError> Journal::verify(const std::filesystem::path &path)
{
    const std::expected<Scan, JournalError> found = scanFile(path);
    if (!found)
        return std::unexpected(found.error());
    return found->check;
}

std::expected<std::vector<JournalLine>, JournalError> Journal::read(const std::filesystem::path &path)
{
    std::expected<Scan, JournalError> found = scanFile(path);
    if (!found)
        return std::unexpected(found.error());
    return std::move(found->lines);
}

Journal::Journal(Journal &&other) noexcept
    : m_path(std::move(other.m_path)),
      m_file(std::exchange(other.m_file, -1)),
      m_count(other.m_count),
      m_bytes(other.m_bytes),
      m_head(other.m_head)
{
}

Journal &Journal::operator=(Journal &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    std::swap(m_count, other.m_count);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_head, other.m_head);
    return *this;
}

Journal::~Journal()
{
    if (m_file >= 0)
        ::close(m_file);
}

std::expected<JournalLine, JournalError> Journal::append(const JournalDraft &draft)
{
    PARADOX_ASSERT(m_file >= 0);
    JournalLine line{.number = m_count + 1, .draft = draft, .previous = m_head, .hash = {}};
    line.hash = hashOf(m_head, textOf(bodyOf(line)));
    const std::string bytes = lineText(line);
    if (!writeAll(m_file, asBytes(bytes)) || fsync(m_file) != 0) {
        // Half a line must not stay in front of the next one. If even this fails, open() finds it.
        [[maybe_unused]] const int cut = ftruncate(m_file, static_cast<off_t>(m_bytes));
        return std::unexpected(JournalError::InputOutput);
    }
    m_bytes += bytes.size();
    m_count = line.number;
    m_head = line.hash;
    return line;
}

std::expected<void, JournalError> Journal::exportTo(const std::filesystem::path &target) const
{
    const std::optional<Bytes> bytes = readFile(m_path, fileSizeMax);
    if (!bytes || !writeAtomically(target, *bytes))
        return std::unexpected(JournalError::InputOutput);
    return {};
}

std::string_view toText(JournalError error)
{
    switch (error) {
    case JournalError::InputOutput:
        return "The journal could not be read or written.";
    case JournalError::Broken:
        return "The journal's chain is broken: a line was changed, removed or put in between.";
    case JournalError::InUse:
        return "Another program signs with this journal.";
    }
    PARADOX_ASSERT(false);
    return {};
}

} // namespace paradox::signer
