#include "domain/siws.h"

#include "domain/base58.h"
#include "domain/time_text.h"

#include <algorithm>
#include <array>

namespace paradox {
namespace {

bool isAlnum(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isOneOf(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

constexpr std::string_view statementSigns = " -._~:/?#[]@!$&'()*+,;=";
constexpr std::string_view pcharSigns = "-._~!$&'()*+,;=:@%";
constexpr std::string_view uriSigns = "-._~:/?#[]@!$&'()*+,;=%";

bool isPort(std::string_view text)
{
    if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    std::uint32_t port = 0;
    for (const char c : text)
        port = port * 10 + static_cast<std::uint32_t>(c - '0');
    return port <= 65'535;
}

/// host[:port] of RFC 3986 without user info; host is a name, an IPv4 address or an IPv6 literal in brackets.
bool isAuthority(std::string_view text)
{
    if (text.empty() || text.size() > 255)
        return false;
    if (text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || close < 3)
            return false;
        const auto isHexOrColon = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
        };
        if (!std::ranges::all_of(text.substr(1, close - 1), isHexOrColon))
            return false;
        const std::string_view rest = text.substr(close + 1);
        return rest.empty() || (rest.front() == ':' && isPort(rest.substr(1)));
    }
    const std::size_t colon = text.find(':');
    const std::string_view host = text.substr(0, colon);
    if (colon != std::string_view::npos && !isPort(text.substr(colon + 1)))
        return false;
    return !host.empty() && std::ranges::all_of(host, [](char c) { return isAlnum(c) || c == '-' || c == '.'; });
}

/// A '%' must begin a %XX escape.
bool escapesAreWhole(std::string_view text)
{
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2])))
            return false;
    }
    return true;
}

bool isUri(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return false;
    const std::string_view scheme = text.substr(0, colon);
    const bool letterFirst = (scheme[0] >= 'A' && scheme[0] <= 'Z') || (scheme[0] >= 'a' && scheme[0] <= 'z');
    if (!letterFirst || !std::ranges::all_of(scheme, [](char c) { return isAlnum(c) || isOneOf(c, "+-."); }))
        return false;
    return escapesAreWhole(text) &&
           std::ranges::all_of(text, [](char c) { return isAlnum(c) || isOneOf(c, uriSigns); });
}

bool isChainId(std::string_view text)
{
    constexpr std::string_view prefix = "solana:";
    if (text.starts_with(prefix))
        text.remove_prefix(prefix.size());
    return text == "mainnet" || text == "testnet" || text == "devnet" || text == "localnet";
}

bool isStatement(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return isAlnum(c) || isOneOf(c, statementSigns); });
}

bool isRequestId(std::string_view text)
{
    return escapesAreWhole(text) &&
           std::ranges::all_of(text, [](char c) { return isAlnum(c) || isOneOf(c, pcharSigns); });
}

/// The lines of a text, taken one by one from the front.
class Lines {
public:
    explicit Lines(std::string_view text) : m_rest(text) {}
    [[nodiscard]] bool atEnd() const { return m_atEnd; }
    [[nodiscard]] std::string_view peek() const { return m_rest.substr(0, m_rest.find('\n')); }
    std::string_view take()
    {
        const std::string_view line = peek();
        if (line.size() == m_rest.size())
            m_atEnd = true;
        else
            m_rest.remove_prefix(line.size() + 1);
        return line;
    }
    /// The value behind "Name: ", if the next line has that name.
    std::optional<std::string> takeField(std::string_view name)
    {
        if (m_atEnd || !peek().starts_with(name))
            return std::nullopt;
        return std::string(take().substr(name.size()));
    }

private:
    std::string_view m_rest;
    bool m_atEnd = false;
};

std::optional<SiwsError> checkFields(const SiwsMessage &message)
{
    if (!isAuthority(message.domain))
        return SiwsError::BadDomain;
    if (message.statement && !isStatement(*message.statement))
        return SiwsError::BadStatement;
    if (!isUri(message.uri))
        return SiwsError::BadUri;
    if (!isChainId(message.chainId))
        return SiwsError::BadChainId;
    if (message.nonce.size() < 16 || !std::ranges::all_of(message.nonce, isAlnum))
        return SiwsError::BadNonce;
    if (!parseRfc3339(message.issuedAt) || !parseRfc3339(message.expirationTime))
        return SiwsError::BadTime;
    if (message.notBefore && !parseRfc3339(*message.notBefore))
        return SiwsError::BadTime;
    if (message.requestId && !isRequestId(*message.requestId))
        return SiwsError::BadRequestId;
    if (!std::ranges::all_of(message.resources, isUri))
        return SiwsError::BadResource;
    return std::nullopt;
}

std::string writeFields(const SiwsMessage &message)
{
    std::string text = message.domain;
    text.append(siwsHeaderSuffix).append("\n").append(toBase58(message.address)).append("\n");
    if (message.statement)
        text.append("\n").append(*message.statement).append("\n");
    text.append("\nURI: ").append(message.uri);
    text.append("\nVersion: 1");
    text.append("\nChain ID: ").append(message.chainId);
    text.append("\nNonce: ").append(message.nonce);
    text.append("\nIssued At: ").append(message.issuedAt);
    text.append("\nExpiration Time: ").append(message.expirationTime);
    if (message.notBefore)
        text.append("\nNot Before: ").append(*message.notBefore);
    if (message.requestId)
        text.append("\nRequest ID: ").append(*message.requestId);
    if (!message.resources.empty()) {
        text.append("\nResources:");
        for (const std::string &resource : message.resources)
            text.append("\n- ").append(resource);
    }
    return text;
}

/// The lines behind the address: blank, [statement, blank,] fields, in their one order.
std::optional<SiwsError> readBody(Lines &lines, SiwsMessage &message)
{
    if (lines.atEnd() || !lines.take().empty())
        return SiwsError::UnexpectedLine;
    std::optional<std::string> uri = lines.takeField("URI: ");
    if (!uri) {
        if (lines.atEnd())
            return SiwsError::BadUri;
        message.statement = std::string(lines.take());
        if (lines.atEnd() || !lines.take().empty())
            return SiwsError::UnexpectedLine;
        uri = lines.takeField("URI: ");
    }
    if (!uri)
        return SiwsError::BadUri;
    message.uri = *uri;
    const auto required = [&lines](std::string_view name, std::string &field) {
        std::optional<std::string> value = lines.takeField(name);
        if (value)
            field = std::move(*value);
        return value.has_value();
    };
    std::string version;
    if (!required("Version: ", version) || version != "1")
        return SiwsError::BadVersion;
    if (!required("Chain ID: ", message.chainId))
        return SiwsError::BadChainId;
    if (!required("Nonce: ", message.nonce))
        return SiwsError::BadNonce;
    if (!required("Issued At: ", message.issuedAt) || !required("Expiration Time: ", message.expirationTime))
        return SiwsError::BadTime;
    message.notBefore = lines.takeField("Not Before: ");
    message.requestId = lines.takeField("Request ID: ");
    if (!lines.atEnd() && lines.peek() == "Resources:") {
        lines.take();
        do {
            std::optional<std::string> resource = lines.takeField("- ");
            if (!resource)
                return SiwsError::BadResource;
            message.resources.push_back(std::move(*resource));
        } while (!lines.atEnd());
    }
    return lines.atEnd() ? std::nullopt : std::optional(SiwsError::UnexpectedLine);
}

} // namespace

std::expected<SiwsMessage, SiwsError> parseSiws(std::string_view text)
{
    if (text.size() > siwsSizeMax)
        return std::unexpected(SiwsError::TooLong);
    if (!std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= 0x20 && c <= 0x7E); }))
        return std::unexpected(SiwsError::ForeignByte);
    Lines lines(text);
    SiwsMessage message;
    const std::string_view header = lines.take();
    if (!header.ends_with(siwsHeaderSuffix) || lines.atEnd())
        return std::unexpected(SiwsError::BadHeader);
    message.domain = std::string(header.substr(0, header.size() - siwsHeaderSuffix.size()));
    const std::optional<PublicKey> address = fromBase58<PublicKey>(lines.take());
    if (!address)
        return std::unexpected(SiwsError::BadAddress);
    message.address = *address;
    if (const std::optional<SiwsError> error = readBody(lines, message))
        return std::unexpected(*error);
    if (const std::optional<SiwsError> error = checkFields(message))
        return std::unexpected(*error);
    // The text must be the one text of its fields: this also catches what line-wise reading lets through.
    if (writeFields(message) != text)
        return std::unexpected(SiwsError::UnexpectedLine);
    return message;
}

std::expected<std::string, SiwsError> serialiseSiws(const SiwsMessage &message)
{
    if (const std::optional<SiwsError> error = checkFields(message))
        return std::unexpected(*error);
    std::string text = writeFields(message);
    if (text.size() > siwsSizeMax)
        return std::unexpected(SiwsError::TooLong);
    return text;
}

bool looksLikeSiws(std::string_view text)
{
    return text.find(siwsHeaderSuffix.substr(1, siwsHeaderSuffix.size() - 2)) != std::string_view::npos;
}

std::string_view originOf(std::string_view uri)
{
    const std::size_t scheme = uri.find("://");
    if (scheme == std::string_view::npos)
        return {};
    return uri.substr(0, uri.find_first_of("/?#", scheme + 3));
}

} // namespace paradox
