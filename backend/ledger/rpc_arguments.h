#pragma once

#include "ledger/bank.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::ledger {

/// An answer of JSON-RPC that is none.
struct RpcError {
    int code = -32603;
    std::string message;
    std::string data{}; ///< finished JSON; empty: none
};

namespace rpc_code {
inline constexpr int parseError = -32700;
inline constexpr int invalidRequest = -32600;
inline constexpr int methodNotFound = -32601;
inline constexpr int invalidParams = -32602;
inline constexpr int internalError = -32603;
inline constexpr int unauthorised = -32000; ///< ours: no cluster has cheat-codes
inline constexpr int preflightFailure = -32002;
inline constexpr int signatureFailure = -32003;
inline constexpr int blockNotAvailable = -32004;
inline constexpr int nodeUnhealthy = -32005;
inline constexpr int slotSkipped = -32007;
inline constexpr int noSnapshot = -32008;
inline constexpr int longTermSlotSkipped = -32009;
inline constexpr int unsupportedVersion = -32015;
inline constexpr int minContextSlotNotReached = -32016;
} // namespace rpc_code

using Element = simdjson::dom::element;

/// How account data is written.
enum class DataEncoding : std::uint8_t { Binary, Base58, Base64, Base64Zstd, JsonParsed };

struct DataSlice {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// The parameters of one call, from an untrusted client. The first thing that is wrong is kept; what is read afterwards
/// is empty. Check ok() before acting.
class Arguments {
public:
    explicit Arguments(std::optional<Element> params);

    /// An options object that may be missing or null; unknown members are ignored.
    class Config {
    public:
        Config(Arguments &owner, std::optional<Element> object) : m_owner(owner), m_object(object) {}
        [[nodiscard]] std::optional<Element> member(const char *name) const; ///< nothing for null too
        [[nodiscard]] std::optional<std::string_view> text(const char *name) const;
        [[nodiscard]] std::optional<std::uint64_t> number(const char *name) const;
        [[nodiscard]] std::optional<bool> boolean(const char *name) const;
        [[nodiscard]] Config config(const char *name) const;
        [[nodiscard]] bool present() const { return m_object.has_value(); }
        [[nodiscard]] Commitment commitment(const char *name = "commitment") const; ///< finalized unless told
        [[nodiscard]] Slot minContextSlot() const { return {number("minContextSlot").value_or(0)}; }
        [[nodiscard]] DataEncoding encoding() const;
        [[nodiscard]] std::optional<DataSlice> dataSlice() const;

    private:
        Arguments &m_owner;
        std::optional<Element> m_object;
    };

    [[nodiscard]] std::size_t count() const { return m_values.size(); }
    [[nodiscard]] std::optional<Element> at(std::size_t i) const; ///< nothing for null too
    [[nodiscard]] std::string_view text(std::size_t i);
    [[nodiscard]] std::uint64_t number(std::size_t i);
    [[nodiscard]] std::optional<std::uint64_t> optionalNumber(std::size_t i);
    [[nodiscard]] PublicKey key(std::size_t i);
    [[nodiscard]] Signature signature(std::size_t i);
    [[nodiscard]] std::vector<std::string_view> texts(std::size_t i, std::size_t countMax);
    [[nodiscard]] Config config(std::size_t i);
    [[nodiscard]] Config configUnlessWord(std::size_t i); ///< nothing for options in their old form, one word

    [[nodiscard]] PublicKey toKey(std::string_view text);
    [[nodiscard]] Signature toSignature(std::string_view text);
    [[nodiscard]] Hash toHash(std::string_view text);

    void fail(std::string message);
    [[nodiscard]] bool ok() const { return !m_error; }
    [[nodiscard]] RpcError error() const { return *m_error; }

private:
    template <typename Id>
    [[nodiscard]] Id toId(std::string_view text);

    std::vector<Element> m_values;
    std::optional<RpcError> m_error;
};

} // namespace paradox::ledger
