#include "ledger/precompile.h"

#include "domain/assert.h"
#include "solana/borsh.h"
#include "solana/ecdsa.h"
#include "solana/keccak256.h"
#include "solana/keypair.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::size_t headerSize = 2;
constexpr std::size_t offsetsSize = 14;
constexpr std::uint16_t thisInstruction = 0xffff;

// PrecompileError, as custom codes.
constexpr std::uint32_t invalidPublicKey = 0;
constexpr std::uint32_t invalidRecoveryId = 1;
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

Status checkEd25519(const solana::Message &message, std::size_t own, const Check &check)
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

Status checkSecp256r1(const solana::Message &message, std::size_t own, const Check &check)
{
    const auto signature = bytesAt(message, own, check.signature, solana::ecdsaSignatureSize);
    const auto key = bytesAt(message, own, check.key, solana::secp256r1KeySize);
    const auto signedBytes = bytesAt(message, own, check.message, check.messageSize);
    if (!signature || !key || !signedBytes)
        return refused(invalidDataOffsets);
    switch (solana::verifySecp256r1(*key, *signedBytes, *signature)) {
    case solana::EcdsaVerdict::Good:
        return {};
    case solana::EcdsaVerdict::BadKey:
        return refused(invalidPublicKey);
    case solana::EcdsaVerdict::BadSignature:
        return refused(invalidSignature);
    }
    return refused(invalidSignature);
}

/// How many checks an instruction may ask for.
struct Counts {
    std::size_t max;
    bool mayBeNone; ///< when nothing but the count is there
};

/// Ed25519 and secp256r1: the count, a byte of padding, the offsets.
Status checkEach(const solana::Message &message, std::size_t index, const Counts &counts,
                 Status (*check)(const solana::Message &, std::size_t, const Check &))
{
    const ByteSpan data(message.instructions[index].data);
    if (data.size() < headerSize)
        return refused(invalidInstructionDataSize);
    const std::size_t count = data.front();
    const bool isNothing = count == 0 && !(counts.mayBeNone && data.size() == headerSize);
    if (isNothing || count > counts.max || data.size() < headerSize + count * offsetsSize)
        return refused(invalidInstructionDataSize);
    solana::BorshReader reader(data.subspan(headerSize));
    for (std::size_t i = 0; i < count; ++i) {
        if (const Status good = check(message, index, takeCheck(reader)); !good)
            return good;
    }
    return {};
}

/// Data of the instruction with this number, which is never "this one" here.
struct NarrowPlace {
    std::uint16_t offset = 0;
    std::uint8_t instruction = 0;
};

std::expected<ByteSpan, InstructionError> bytesAt(const solana::Message &message, const NarrowPlace &place,
                                                  std::size_t size)
{
    if (place.instruction >= message.instructions.size())
        return refused(invalidDataOffsets);
    const ByteSpan data(message.instructions[place.instruction].data);
    if (place.offset > data.size() || data.size() - place.offset < size)
        return refused(invalidSignature);
    return data.subspan(place.offset, size);
}

NarrowPlace takeNarrowPlace(solana::BorshReader &reader)
{
    const std::uint16_t offset = reader.take<std::uint16_t>();
    return {offset, reader.take<std::uint8_t>()};
}

Status checkSecp256k1(const solana::Message &message, solana::BorshReader &reader)
{
    const NarrowPlace signaturePlace = takeNarrowPlace(reader);
    const NarrowPlace addressPlace = takeNarrowPlace(reader);
    NarrowPlace messagePlace{reader.take<std::uint16_t>()};
    const std::uint16_t messageSize = reader.take<std::uint16_t>();
    messagePlace.instruction = reader.take<std::uint8_t>();
    if (signaturePlace.instruction >= message.instructions.size())
        return refused(invalidInstructionDataSize);
    const auto signature = bytesAt(message, signaturePlace, solana::ecdsaSignatureSize + 1);
    if (!signature)
        return std::unexpected(signature.error());
    if (signature->back() > solana::recoveryIdMax)
        return refused(invalidRecoveryId);
    const auto address = bytesAt(message, addressPlace, solana::EthereumAddress{}.size());
    if (!address)
        return std::unexpected(address.error());
    const auto signedBytes = bytesAt(message, messagePlace, messageSize);
    if (!signedBytes)
        return std::unexpected(signedBytes.error());
    const auto signer = solana::recoverEthereumAddress(solana::keccak256(*signedBytes),
                                                       signature->first(solana::ecdsaSignatureSize), signature->back());
    if (!signer || !std::ranges::equal(*signer, *address))
        return refused(invalidSignature);
    return {};
}

Status checkEachSecp256k1(const solana::Message &message, std::size_t index)
{
    constexpr std::size_t narrowHeaderSize = 1;
    constexpr std::size_t narrowOffsetsSize = 11;
    const ByteSpan data(message.instructions[index].data);
    const std::size_t count = data.empty() ? 0 : data.front();
    const bool isNothing = count == 0 && data.size() != narrowHeaderSize;
    if (isNothing || data.size() < narrowHeaderSize + count * narrowOffsetsSize)
        return refused(invalidInstructionDataSize);
    solana::BorshReader reader(data.subspan(narrowHeaderSize));
    for (std::size_t i = 0; i < count; ++i) {
        if (const Status good = checkSecp256k1(message, reader); !good)
            return good;
    }
    return {};
}

} // namespace

bool isPrecompile(const PublicKey &program)
{
    return program == solana::ed25519Program || program == solana::secp256k1Program ||
           program == solana::secp256r1Program;
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

Status runPrecompile(const solana::Message &message, std::size_t index)
{
    PARADOX_ASSERT(index < message.instructions.size());
    const PublicKey &program = message.staticKeys[message.instructions[index].programIndex];
    if (program == solana::ed25519Program)
        return checkEach(message, index, {.max = 255, .mayBeNone = true}, checkEd25519);
    if (program == solana::secp256r1Program)
        return checkEach(message, index, {.max = 8, .mayBeNone = false}, checkSecp256r1);
    PARADOX_ASSERT(program == solana::secp256k1Program);
    return checkEachSecp256k1(message, index);
}

} // namespace paradox::ledger
