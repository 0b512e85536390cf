#include "ledger/precompile.h"

#include "domain/assert.h"
#include "solana/borsh.h"
#include "solana/keypair.h"
#include "solana/pda.h"
#include "solana/programs.h"

namespace paradox::ledger {

namespace {

constexpr std::size_t headerSize = 2;
constexpr std::size_t offsetsSize = 14;
constexpr std::uint16_t thisInstruction = 0xffff;

// PrecompileError, as custom codes.
constexpr std::uint32_t invalidPublicKey = 0;
constexpr std::uint32_t invalidSignature = 2;
constexpr std::uint32_t invalidDataOffsets = 3;
constexpr std::uint32_t invalidInstructionDataSize = 4;

std::unexpected<InstructionError> refused(std::uint32_t code)
{
    return std::unexpected(customError(code));
}

/// Bytes of some instruction's data.
struct Place {
    std::uint16_t offset = 0;
    std::uint16_t instruction = thisInstruction;
};

Place takePlace(solana::BorshReader &reader)
{
    const std::uint16_t offset = reader.take<std::uint16_t>();
    return {offset, reader.take<std::uint16_t>()};
}

struct Check {
    Place signature;
    Place key;
    Place message;
    std::uint16_t messageSize = 0;
};

Check takeCheck(solana::BorshReader &reader)
{
    Check check;
    check.signature = takePlace(reader);
    check.key = takePlace(reader);
    check.message.offset = reader.take<std::uint16_t>();
    check.messageSize = reader.take<std::uint16_t>();
    check.message.instruction = reader.take<std::uint16_t>();
    return check;
}

std::optional<ByteSpan> bytesAt(const solana::Message &message, std::size_t own, const Place &place, std::size_t size)
{
    const std::size_t index = place.instruction == thisInstruction ? own : place.instruction;
    if (index >= message.instructions.size())
        return std::nullopt;
    const ByteSpan data(message.instructions[index].data);
    if (place.offset > data.size() || data.size() - place.offset < size)
        return std::nullopt;
    return data.subspan(place.offset, size);
}

Status run(const solana::Message &message, std::size_t own, const Check &check)
{
    const auto signature = bytesAt(message, own, check.signature, Signature::size);
    if (!signature)
        return refused(invalidDataOffsets);
    const auto key = bytesAt(message, own, check.key, PublicKey::size);
    if (!key)
        return refused(invalidDataOffsets);
    if (!solana::isOnCurve(*PublicKey::from(*key)))
        return refused(invalidPublicKey);
    const auto signedBytes = bytesAt(message, own, check.message, check.messageSize);
    if (!signedBytes)
        return refused(invalidDataOffsets);
    if (!solana::verify(*PublicKey::from(*key), *signedBytes, *Signature::from(*signature)))
        return refused(invalidSignature);
    return {};
}

} // namespace

bool isPrecompile(const PublicKey &program)
{
    return program == solana::ed25519Program || program == solana::secp256k1Program ||
           program == solana::secp256r1Program;
}

bool isPrecompileSupported(const PublicKey &program)
{
    return program == solana::ed25519Program;
}

std::uint64_t precompileSignatures(const solana::Message &message)
{
    std::uint64_t count = 0;
    for (const solana::CompiledInstruction &instruction : message.instructions) {
        if (isPrecompile(message.staticKeys[instruction.programIndex]) && !instruction.data.empty())
            count += instruction.data.front();
    }
    return count;
}

Status verifyEd25519(const solana::Message &message, std::size_t index)
{
    PARADOX_ASSERT(index < message.instructions.size());
    const ByteSpan data(message.instructions[index].data);
    if (data.size() < headerSize)
        return refused(invalidInstructionDataSize);
    const std::size_t count = data.front();
    if ((count == 0 && data.size() > headerSize) || data.size() < headerSize + count * offsetsSize)
        return refused(invalidInstructionDataSize);
    solana::BorshReader reader(data.subspan(headerSize));
    for (std::size_t i = 0; i < count; ++i) {
        if (const Status good = run(message, index, takeCheck(reader)); !good)
            return good;
    }
    return {};
}

} // namespace paradox::ledger
