#include "domain/assert.h"
#include "http/frame.h"
#include "tests/fuzz/input.h"

#include <vector>

using namespace paradox;

namespace {

struct Heard {
    std::vector<std::string> messages;
    std::uint16_t failure = 0;
    bool operator==(const Heard &) const = default;
};

constexpr std::size_t messageBytesMax = 4096;

Heard listen(std::string_view bytes, http::FrameRole role, std::size_t pieceBytes)
{
    http::FrameReader reader(role, messageBytesMax);
    Heard heard;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, pieceBytes);
        bytes.remove_prefix(piece.size());
        reader.append(piece);
        while (auto message = reader.next()) {
            PARADOX_ASSERT(message->payload.size() <= messageBytesMax);
            if (message->opcode == http::Opcode::Text)
                PARADOX_ASSERT(http::isUtf8(message->payload));
            heard.messages.push_back(static_cast<char>(message->opcode) + message->payload);
        }
    }
    heard.failure = reader.failure();
    return heard;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const auto role = input.choice(2) == 0 ? http::FrameRole::Server : http::FrameRole::Client;
    const std::size_t pieceBytes = 1U + input.byte();
    const std::string_view bytes = input.text();
    PARADOX_ASSERT(listen(bytes, role, bytes.size() + 1) == listen(bytes, role, pieceBytes));
    static_cast<void>(http::closeCodeOf(bytes));
    static_cast<void>(http::acceptOf(bytes));
    if (bytes.size() <= messageBytesMax) {
        const bool isServer = role == http::FrameRole::Server;
        const std::string frame = http::encodeFrame(
            http::Opcode::Binary, bytes, isServer ? std::optional<std::uint32_t>(0x1234'5678U) : std::nullopt);
        PARADOX_ASSERT(listen(frame, role, pieceBytes).messages.at(0).substr(1) == bytes);
    }
    return 0;
}
