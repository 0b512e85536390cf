#pragma once

#include "programs/client/program_call.h"
#include "solana/pda.h"

namespace paradox::programs {

namespace detail {

/// The bytes of one seed; nothing for a seed out of an account's state, which only the chain knows.
[[nodiscard]] inline std::optional<ByteSpan> seedBytes(const program::SeedSpec &seed, std::span<const PublicKey> keys,
                                                       ByteSpan data)
{
    const ByteSpan args = data.subspan(8);
    switch (seed.kind) {
    case program::SeedKind::Text:
        return ByteSpan(reinterpret_cast<const std::uint8_t *>(seed.name), seed.size);
    case program::SeedKind::Account:
        return keys[seed.index].span();
    case program::SeedKind::Argument:
        return args.subspan(seed.offset, seed.size);
    case program::SeedKind::TextArgument: {
        solana::BorshReader reader(args.subspan(seed.offset));
        return reader.vec();
    }
    case program::SeedKind::Field:
        break;
    }
    return std::nullopt;
}

/// The account's key as far as its declaration tells it; `fallback` otherwise.
[[nodiscard]] inline PublicKey keyFor(const program::AccountSpec &spec, const PublicKey &program,
                                      std::span<const PublicKey> keys, ByteSpan data, const PublicKey &fallback)
{
    if (spec.address != nullptr)
        return wire::fromKey(*spec.address);
    if (spec.kind == program::AccountKind::Self)
        return program;
    if (spec.seedCount == 0)
        return fallback;
    std::vector<ByteSpan> seeds;
    for (const program::SeedSpec &seed : std::span(spec.seeds, spec.seedCount)) {
        const auto bytes = seedBytes(seed, keys, data);
        if (!bytes)
            return fallback;
        seeds.push_back(*bytes);
    }
    const auto found = solana::findProgramAddress(seeds, program);
    return found ? found->key : fallback;
}

} // namespace detail

/// An account by its place in the instruction's declaration.
struct Named {
    std::uint8_t index;
    PublicKey key;
};

/// A call of a declared instruction for which only the keys are named that its declaration does not give: addresses
/// follow from their seeds, programs and sysvars from what they are, absent optional accounts are the program's id.
/// What is named is taken as it is.
template <class Ix>
[[nodiscard]] solana::Instruction completeCall(const PublicKey &program, const typename Ix::Args &args,
                                               std::initializer_list<Named> named,
                                               std::span<const solana::AccountMeta> remaining = {})
{
    constexpr std::size_t count = program::countOf(Ix::accounts);
    const Bytes data = encodeCall<Ix>(args);
    std::array<PublicKey, count> keys{};
    std::array<bool, count> isNamed{};
    for (const Named &one : named) {
        keys.at(one.index) = one.key;
        isNamed.at(one.index) = true;
    }
    // A seed may be the key of an account that stands behind: the second pass has it.
    for (int pass = 0; pass < 2; ++pass) {
        for (std::size_t i = 0; i < count; ++i) {
            const program::AccountSpec &spec = Ix::accounts[i];
            if (!isNamed[i])
                keys[i] = detail::keyFor(spec, program, keys, data, spec.isOptional ? program : PublicKey{});
        }
    }
    return assembleCall<Ix>(program, args, keys, remaining);
}

} // namespace paradox::programs
