#include "programs/client/vault_addresses.h"

#include "domain/assert.h"
#include "programs/client/token.h"
#include "solana/pda.h"

#include <initializer_list>
#include <vector>

namespace paradox::vault {

const PublicKey defaultProgram{{0x72, 0xfc, 0x03, 0x84, 0x23, 0xd1, 0x82, 0x50, 0x5b, 0x73, 0x2e,
                                0x4d, 0xbf, 0x32, 0x85, 0x50, 0x2f, 0x33, 0x22, 0x7a, 0x27, 0xdf,
                                0x60, 0xb9, 0xbb, 0xa1, 0xce, 0x47, 0xa0, 0xa4, 0xe0, 0x8d}};

namespace {

PublicKey derive(std::initializer_list<ByteSpan> seeds, const PublicKey &program)
{
    const std::vector<ByteSpan> list(seeds);
    const auto address = solana::findProgramAddress(list, program);
    PARADOX_ASSERT(address.has_value()); // 256 bumps all on the curve: chance 2^-256
    return address->key;
}

std::array<std::uint8_t, 8> littleEndian(std::uint64_t value)
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return bytes;
}

} // namespace

PublicKey Addresses::config() const
{
    return derive({asBytes("config")}, m_program);
}

PublicKey Addresses::game(GameId id) const
{
    return derive({asBytes("game"), littleEndian(id.value)}, m_program);
}

PublicKey Addresses::vault(const PublicKey &game) const
{
    return derive({asBytes("vault"), game.span()}, m_program);
}

PublicKey Addresses::vaultTokens(const PublicKey &game, const PublicKey &mint, const PublicKey &program) const
{
    return token::associatedAddress({.wallet = vault(game), .mint = mint, .program = program});
}

PublicKey Addresses::ledger(const PublicKey &game, const PublicKey &player) const
{
    return derive({asBytes("ledger"), game.span(), player.span()}, m_program);
}

PublicKey Addresses::item(const PublicKey &game, const ItemId &item) const
{
    return derive({asBytes("item"), game.span(), item.span()}, m_program);
}

PublicKey Addresses::listing(const PublicKey &game, std::uint64_t id) const
{
    return derive({asBytes("listing"), game.span(), littleEndian(id)}, m_program);
}

PublicKey Addresses::session(const PublicKey &owner, const PublicKey &session) const
{
    return derive({asBytes("session_key"), owner.span(), session.span()}, m_program);
}

PublicKey Addresses::batch(const PublicKey &game, const BatchId &batch) const
{
    return derive({asBytes("batch"), game.span(), batch.span()}, m_program);
}

} // namespace paradox::vault
