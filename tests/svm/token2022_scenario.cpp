#include "domain/base58.h"
#include "solana/borsh.h"
#include "solana/programs.h"
#include "tests/svm/token_world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace paradox::test {
namespace {

using solana::BorshWriter;

// Extension types by number, with what they are called here only to be read.
constexpr std::uint16_t feeConfig = 1;
constexpr std::uint16_t feeAmount = 2;
constexpr std::uint16_t closeAuthority = 3;
constexpr std::uint16_t defaultState = 6;
constexpr std::uint16_t immutableOwner = 7;
constexpr std::uint16_t memoTransfer = 8;
constexpr std::uint16_t nonTransferable = 9;
constexpr std::uint16_t cpiGuard = 11;
constexpr std::uint16_t permanentDelegate = 12;
constexpr std::uint16_t nonTransferableAccount = 13;
constexpr std::uint16_t transferHook = 14;
constexpr std::uint16_t hookAccount = 15;
constexpr std::uint16_t metadataPointer = 18;
constexpr std::uint16_t groupPointer = 20;
constexpr std::uint16_t pausable = 26;
constexpr std::uint16_t pausableAccount = 27;

constexpr std::size_t headerSize = 4;
constexpr std::size_t entriesAt = 166;

std::size_t valueSize(std::uint16_t type)
{
    switch (type) {
    case feeConfig:
        return 108;
    case feeAmount:
        return 8;
    case defaultState:
    case memoTransfer:
    case cpiGuard:
    case hookAccount:
        return 1;
    case closeAuthority:
    case permanentDelegate:
        return 32;
    case transferHook:
    case metadataPointer:
    case groupPointer:
        return 64;
    case pausable:
        return 33;
    default:
        return 0;
    }
}

const PublicKey memoProgram = fromBase58<PublicKey>("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr").value();

/// What SPL Token has, and extensions of every kind that this ledger knows.
class Token2022World : public TokenWorld {
public:
    Token2022World() : TokenWorld(solana::token2022Program) {}
    void setUp(Twins &twins) override;
    std::vector<Generator> generators() override;
    bool isComparable(const Move &move) const override;

protected:
    std::size_t accountSizeFor(const PublicKey &mint) const override;

private:
    [[nodiscard]] std::vector<std::uint16_t> typesOf(const PublicKey &account) const;
    [[nodiscard]] PublicKey keyOfExtension(const PublicKey &mint, std::uint16_t type, std::size_t offset = 0) const;
    [[nodiscard]] const PublicKey &someWith(Random &random, std::uint16_t type,
                                            const std::vector<PublicKey> &among) const;
    [[nodiscard]] Instruction initialise(Random &random, const PublicKey &mint, std::uint16_t type) const;
    [[nodiscard]] Move newExtendedMint(Random &random);
    [[nodiscard]] Move update(Random &random);
    [[nodiscard]] Move fee(Random &random);
    /// An account of tokens; now and then the mint itself, which the deployed program cannot take twice.
    [[nodiscard]] PublicKey someSource(Random &random, const PublicKey &mint) const
    {
        return random.oneIn(10) ? mint : someAccount(random);
    }
    [[nodiscard]] Move metadata(Random &random);
    [[nodiscard]] Move toggle(Random &random, std::uint8_t number, std::size_t verbs);

    std::vector<PublicKey> m_extended; ///< mints
};

void Token2022World::setUp(Twins &twins)
{
    TokenWorld::setUp(twins);
    SeededRandom random(2);
    for (int i = 0; i < 12; ++i)
        static_cast<void>(twins.run(newExtendedMint(random))); // some combinations are refused
}

/// Not what the ledger refuses because it does not have it, nor texts so long that the machine's program runs out of
/// memory while it decodes them.
bool Token2022World::isComparable(const Move &move) const
{
    constexpr std::array<std::uint8_t, 6> absent{27, 33, 37, 42, 43, 46};
    const auto isAbsent = [&](std::uint8_t byte) { return std::ranges::find(absent, byte) != absent.end(); };
    constexpr std::uint8_t batch = 255;
    constexpr std::uint8_t lastNumber = 46;
    for (const Instruction &one : move.instructions) {
        if (one.program != m_program || one.data.empty())
            continue;
        if (isAbsent(one.data[0]) || (one.data[0] == batch && std::ranges::any_of(one.data, isAbsent)))
            return false;
        if (one.data[0] > lastNumber && one.data[0] != batch && move.name != "metadata")
            return false;
    }
    return true;
}

std::vector<std::uint16_t> Token2022World::typesOf(const PublicKey &account) const
{
    std::vector<std::uint16_t> types;
    const Bytes data = m_twins->data(account);
    std::size_t at = entriesAt;
    while (at + headerSize <= data.size()) {
        const std::uint16_t type = static_cast<std::uint16_t>(data[at] | data[at + 1] << 8);
        if (type == 0)
            break;
        types.push_back(type);
        at += headerSize + static_cast<std::size_t>(data[at + 2] | data[at + 3] << 8);
    }
    return types;
}

PublicKey Token2022World::keyOfExtension(const PublicKey &mint, std::uint16_t wanted, std::size_t offset) const
{
    const Bytes data = m_twins->data(mint);
    std::size_t at = entriesAt;
    for (const std::uint16_t type : typesOf(mint)) {
        if (type == wanted)
            return keyIn(mint, at + headerSize + offset);
        at += headerSize + static_cast<std::size_t>(data[at + 2] | data[at + 3] << 8);
    }
    return {};
}

const PublicKey &Token2022World::someWith(Random &random, std::uint16_t type, const std::vector<PublicKey> &among) const
{
    const PublicKey *found = &oneOf(random, among);
    for (int tries = 0; tries < 12; ++tries) {
        const auto types = typesOf(*found);
        if (std::ranges::find(types, type) != types.end())
            break;
        found = &oneOf(random, among);
    }
    return *found;
}

std::size_t Token2022World::accountSizeFor(const PublicKey &mint) const
{
    std::size_t size = 0;
    const auto add = [&](std::uint16_t type) { size += headerSize + valueSize(type); };
    for (const std::uint16_t type : typesOf(mint)) {
        if (type == feeConfig)
            add(feeAmount);
        if (type == nonTransferable) {
            add(nonTransferableAccount);
            add(immutableOwner);
        }
        if (type == transferHook)
            add(hookAccount);
        if (type == pausable)
            add(pausableAccount);
    }
    return size == 0 ? 165 : entriesAt + size;
}

TokenWorld::Instruction Token2022World::initialise(Random &random, const PublicKey &mint, std::uint16_t type) const
{
    BorshWriter data;
    const auto optional = [&] {
        const bool some = !random.oneIn(5);
        data.put(some);
        if (some)
            data.put(someAuthority(random));
    };
    if (type == feeConfig) {
        data.put(std::uint8_t{26}).put(std::uint8_t{0});
        optional();
        optional();
        data.put(static_cast<std::uint16_t>(random.below(random.oneIn(6) ? 11'000 : 500))).put(random.below(5'000));
    } else if (type == closeAuthority) {
        data.put(std::uint8_t{25});
        optional();
    } else if (type == defaultState) {
        data.put(std::uint8_t{28}).put(std::uint8_t{0}).put(static_cast<std::uint8_t>(1 + random.below(2)));
    } else if (type == nonTransferable) {
        data.put(std::uint8_t{32});
    } else if (type == permanentDelegate) {
        data.put(std::uint8_t{35}).put(someAuthority(random));
    } else if (type == pausable) {
        data.put(std::uint8_t{44}).put(std::uint8_t{0}).put(someAuthority(random));
    } else {
        data.put(static_cast<std::uint8_t>(type == transferHook ? 36 : type == metadataPointer ? 39 : 40));
        data.put(std::uint8_t{0}).put(random.oneIn(6) ? PublicKey{} : someAuthority(random));
        // A hook that is set would have to be called: the ledger refuses such transfers.
        data.put(type == transferHook || random.oneIn(6) ? PublicKey{} : mint);
    }
    return call({{mint, false, true}}, data.take());
}

Move Token2022World::newExtendedMint(Random &random)
{
    static const std::vector<std::uint16_t> all{feeConfig,       closeAuthority,    defaultState,
                                                nonTransferable, permanentDelegate, transferHook,
                                                metadataPointer, groupPointer,      pausable};
    std::vector<std::uint16_t> chosen;
    for (const std::uint16_t type : all) {
        if (random.oneIn(4))
            chosen.push_back(type);
    }
    std::size_t size = 82;
    if (!chosen.empty())
        size = entriesAt;
    for (const std::uint16_t type : chosen)
        size += headerSize + valueSize(type);
    const PublicKey mint = m_twins->wallet(++m_newKeys);
    Move made{"", {create(random, mint, size + (random.oneIn(12) ? 4 : 0))}, m_payer};
    for (const std::uint16_t type : chosen)
        made.instructions.push_back(initialise(random, mint, type));
    made.instructions.push_back(call({{mint, false, true}}, BorshWriter()
                                                                .put(std::uint8_t{20})
                                                                .put(static_cast<std::uint8_t>(random.below(7)))
                                                                .put(someWallet(random))
                                                                .put(true)
                                                                .put(someWallet(random))
                                                                .take()));
    m_extended.push_back(mint);
    m_mints.push_back(mint);
    return made;
}

/// Instructions that change an extension later.
Move Token2022World::update(Random &random)
{
    const std::uint64_t kind = random.below(4);
    const std::uint16_t type = kind == 0   ? transferHook
                               : kind == 1 ? metadataPointer
                               : kind == 2 ? groupPointer
                                           : pausable;
    const PublicKey mint = someWith(random, type, m_extended);
    BorshWriter data;
    data.put(static_cast<std::uint8_t>(kind == 0 ? 36 : kind == 1 ? 39 : kind == 2 ? 40 : 44));
    if (kind == 3)
        data.put(static_cast<std::uint8_t>(1 + random.below(2)));
    else
        data.put(std::uint8_t{1}).put(kind == 0 || random.oneIn(3) ? PublicKey{} : someWallet(random));
    std::vector<Meta> accounts{{mint, false, true}};
    sign(accounts, keyOfExtension(mint, type));
    return move(call(std::move(accounts), data.take()));
}

Move Token2022World::fee(Random &random)
{
    const PublicKey mint = someWith(random, feeConfig, m_extended);
    const std::uint64_t verb = 1 + random.below(5);
    BorshWriter data;
    data.put(std::uint8_t{26}).put(static_cast<std::uint8_t>(verb));
    std::vector<Meta> accounts;
    if (verb == 1) {
        const auto [from, to] = somePair(random);
        const std::uint64_t amount = someAmount(random, amountOf(from));
        accounts = {{from, false, true}, {mintOf(from), false, false}, {to, false, true}};
        sign(accounts, ownerOf(from));
        data.put(amount).put(decimalsOf(mintOf(from))).put(random.oneIn(2) ? 0 : random.below(50));
        return move(call(std::move(accounts), data.take()));
    }
    accounts.push_back({mint, false, true});
    if (verb == 2 || verb == 3) {
        accounts.push_back({someSource(random, mint), false, true});
        sign(accounts, keyOfExtension(mint, feeConfig, 32));
    }
    if (verb == 3 || verb == 4) {
        const std::uint64_t count = random.below(4);
        for (std::uint64_t i = 0; i < count; ++i)
            accounts.push_back({someSource(random, mint), false, true});
        if (verb == 3)
            data.put(static_cast<std::uint8_t>(count));
    }
    if (verb == 5) {
        sign(accounts, keyOfExtension(mint, feeConfig));
        data.put(static_cast<std::uint16_t>(random.below(random.oneIn(6) ? 11'000 : 500))).put(random.below(5'000));
    }
    return move(call(std::move(accounts), data.take()));
}

Move Token2022World::metadata(Random &random)
{
    const PublicKey mint = someWith(random, metadataPointer, m_extended);
    const auto word = [&] {
        const std::size_t size = random.below(40);
        return std::string(size, static_cast<char>('a' + random.below(26)));
    };
    BorshWriter data;
    const auto mark = [&](std::initializer_list<std::uint8_t> bytes) {
        data.raw(ByteSpan(bytes.begin(), bytes.size()));
    };
    std::vector<Meta> accounts{{mint, false, true}, {someWallet(random), true, false}};
    const std::uint64_t kind = random.below(6);
    if (kind <= 1) {
        mark({0xd2, 0xe1, 0x1e, 0xa2, 0x58, 0xb8, 0x4d, 0x8d});
        data.text(word()).text(word()).text(word());
        accounts[1].key = m_wallets[0];
        accounts.push_back({mint, false, false});
        accounts.push_back({keyIn(mint, 4), true, false});
    } else if (kind == 2) {
        mark({0xdd, 0xe9, 0x31, 0x2d, 0xb5, 0xca, 0xdc, 0xc8});
        const std::uint8_t field = static_cast<std::uint8_t>(random.below(4));
        data.put(field);
        if (field == 3)
            data.text(random.oneIn(2) ? "k" : "key two");
        data.text(word());
    } else if (kind == 3) {
        mark({0xea, 0x12, 0x20, 0x56, 0x8d, 0x25, 0xb5, 0x8a});
        data.put(random.oneIn(2)).text("k");
    } else if (kind == 4) {
        mark({0xd7, 0xe4, 0xa6, 0xe4, 0x54, 0x64, 0x56, 0x7b});
        data.put(random.oneIn(5) ? PublicKey{} : m_wallets[0]);
    } else {
        mark({0xfa, 0xa6, 0xb4, 0xfa, 0x0d, 0x0c, 0xb8, 0x46});
        data.put(random.oneIn(2));
        if (data.bytes().back() == 1)
            data.put(random.below(50));
        data.put(std::uint8_t{0});
    }
    if (kind >= 2 && !random.oneIn(5))
        accounts[1].key = m_wallets[0];
    Move made{"", {}, m_payer};
    if (random.oneIn(2)) // pays for the growth
        made.instructions.push_back(solana::systemTransfer(m_payer, mint, {2'000'000}));
    made.instructions.push_back(call(std::move(accounts), data.take()));
    return made;
}

Move Token2022World::toggle(Random &random, std::uint8_t number, std::size_t verbs)
{
    const PublicKey account = someAccount(random);
    Move made{"", {}, m_payer};
    if (!random.oneIn(3)) {
        std::vector<Meta> accounts{
            {account, false, true}, {m_payer, true, true}, {solana::systemProgram, false, false}};
        sign(accounts, ownerOf(account));
        made.instructions.push_back(
            call(std::move(accounts), {29, static_cast<std::uint8_t>(number == 30 ? memoTransfer : cpiGuard), 0}));
    }
    std::vector<Meta> accounts{{account, false, true}};
    sign(accounts, ownerOf(account));
    made.instructions.push_back(call(std::move(accounts), {number, static_cast<std::uint8_t>(random.below(verbs))}));
    return made;
}

std::vector<Scenario::Generator> Token2022World::generators()
{
    std::vector<Generator> list = TokenWorld::generators();
    list.push_back({"extended mint", 4, [this](Random &random) { return newExtendedMint(random); }});
    list.push_back({"extended account", 6, [this](Random &random) {
                        const PublicKey key = m_twins->wallet(++m_newKeys);
                        m_accounts.push_back(key);
                        return newAccount(random, key, oneOf(random, m_extended));
                    }});
    list.push_back({"update extension", 3, [this](Random &random) { return update(random); }});
    list.push_back({"transfer fee", 6, [this](Random &random) { return fee(random); }});
    list.push_back({"metadata", 6, [this](Random &random) { return metadata(random); }});
    list.push_back({"memo switch", 2, [this](Random &random) { return toggle(random, 30, 2); }});
    list.push_back({"guard switch", 2, [this](Random &random) { return toggle(random, 34, 2); }});
    list.push_back({"default state", 1, [this](Random &random) {
                        const PublicKey mint = someWith(random, defaultState, m_extended);
                        std::vector<Meta> accounts{{mint, false, true}};
                        sign(accounts, keyIn(mint, 50));
                        return move(call(std::move(accounts), {28, 1, static_cast<std::uint8_t>(random.below(4))}));
                    }});
    list.push_back({"transfer with memo", 4, [this](Random &random) {
                        Move made = transfer(random);
                        const Bytes words{'h', 'i'};
                        made.instructions.insert(made.instructions.begin(),
                                                 {memoProgram, {{m_payer, true, false}}, words});
                        return made;
                    }});
    return list;
}

TEST(TokenDifferential, nativeAndDeployed2022Agree)
{
    Token2022World world;
    runScenario(world, {.steps = 8'000});
}

} // namespace
} // namespace paradox::test
