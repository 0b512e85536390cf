#include "tests/svm/token_world.h"

#include "domain/base58.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace paradox::test {

using solana::BorshWriter;

namespace {

constexpr std::size_t walletCount = 5;
constexpr std::size_t mintCount = 4;
constexpr std::size_t accountCount = 14;
constexpr std::uint64_t solOfWallet = 10'000'000'000'000;
constexpr std::size_t mintSize = 82;
constexpr std::size_t tokenAccountSize = 165;
constexpr std::size_t multisigSize = 355;

PublicKey known(std::string_view text)
{
    return fromBase58<PublicKey>(text).value();
}

Bytes numbered(std::uint8_t number)
{
    return {number};
}

} // namespace

void TokenWorld::setUp(Twins &twins)
{
    m_twins = &twins;
    m_payer = twins.wallet(1);
    m_nativeMint = known(m_program == solana::tokenProgram ? "So11111111111111111111111111111111111111112"
                                                           : "9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP");
    for (std::size_t i = 0; i < walletCount; ++i)
        m_wallets.push_back(twins.wallet(10 + i));
    for (std::size_t i = 0; i < mintCount; ++i)
        m_mints.push_back(twins.wallet(100 + i));
    for (std::size_t i = 0; i < accountCount; ++i)
        m_accounts.push_back(twins.wallet(200 + i));
    m_multisigs = {twins.wallet(300), twins.wallet(301)};
    std::vector<PublicKey> rich = m_wallets;
    rich.push_back(m_payer);
    for (const PublicKey &wallet : rich)
        twins.put(wallet, {.lamports = solOfWallet, .owner = {}, .executable = false, .data = {}});
    // The ledger is born with the older native mint, the machine without.
    const auto native = twins.account(known("So11111111111111111111111111111111111111112"));
    if (native)
        twins.put(known("So11111111111111111111111111111111111111112"), *native);
    if (m_program == solana::token2022Program) {
        const std::vector<Meta> accounts{
            {m_payer, true, true}, {m_nativeMint, false, true}, {solana::systemProgram, false, false}};
        mustRun(twins, {"native mint", {call(accounts, {31})}, m_payer});
    }
    m_mints.push_back(m_nativeMint);

    for (const PublicKey &key : m_multisigs) {
        Move create{
            "multisig",
            {solana::systemCreateAccount({m_payer, key, {tokenRentExempt(multisigSize)}, multisigSize, m_program})},
            m_payer};
        std::vector<Meta> accounts{{key, false, true}};
        for (std::size_t i = 0; i < 3; ++i)
            accounts.push_back({m_wallets[i], false, false});
        create.instructions.push_back(call(std::move(accounts), {19, 2}));
        mustRun(twins, create);
    }
    found(twins);
}

/// Mints and accounts with something in them, so that most of what follows can succeed.
void TokenWorld::found(Twins &twins)
{
    SeededRandom random(1);
    for (std::size_t i = 0; i < mintCount; ++i) {
        Move mint{"mint",
                  {solana::systemCreateAccount({m_payer, m_mints[i], {tokenRentExempt(mintSize)}, mintSize, m_program}),
                   call({{m_mints[i], false, true}}, BorshWriter()
                                                         .put(std::uint8_t{20})
                                                         .put(static_cast<std::uint8_t>(3 * i))
                                                         .put(m_wallets[i])
                                                         .put(true)
                                                         .put(m_wallets[i])
                                                         .take())},
                  m_payer};
        mustRun(twins, mint);
    }
    for (std::size_t i = 0; i < accountCount; ++i) {
        const PublicKey &mint = m_mints[i % 3 == 2 ? mintCount : i % 2]; // few mints, so that pairs are common
        const std::uint64_t lamports = tokenRentExempt(tokenAccountSize) + 1'000'000;
        Move account{"account",
                     {solana::systemCreateAccount({m_payer, m_accounts[i], {lamports}, tokenAccountSize, m_program}),
                      call({{m_accounts[i], false, true}, {mint, false, false}},
                           BorshWriter().put(std::uint8_t{18}).put(someAuthority(random)).take())},
                     m_payer};
        if (mint != m_nativeMint)
            account.instructions.push_back(
                call({{mint, false, true}, {m_accounts[i], false, true}, {m_wallets[i % 2], true, false}},
                     BorshWriter().put(std::uint8_t{7}).put(std::uint64_t{1'000'000}).take()));
        mustRun(twins, account);
    }
}

std::vector<PublicKey> TokenWorld::strangers()
{
    std::vector<PublicKey> all{solana::rentSysvar, known("1nc1nerator11111111111111111111111111111111")};
    for (const auto *list : {&m_mints, &m_accounts, &m_multisigs, &m_wallets})
        all.insert(all.end(), list->begin(), list->end());
    return all;
}

std::size_t TokenWorld::accountSizeFor(const PublicKey &) const
{
    return tokenAccountSize;
}

TokenWorld::Instruction TokenWorld::create(Random &random, const PublicKey &key, std::size_t size) const
{
    const std::uint64_t lamports = random.oneIn(20)
                                       ? tokenRentExempt(size) - 1
                                       : tokenRentExempt(size) + (random.oneIn(4) ? random.below(5'000'000) : 0);
    return solana::systemCreateAccount({m_payer, key, {lamports}, size, m_program});
}

PublicKey TokenWorld::someAuthority(Random &random) const
{
    return random.oneIn(6) ? oneOf(random, m_multisigs) : someWallet(random);
}

std::uint64_t TokenWorld::someAmount(Random &random, std::uint64_t most) const
{
    if (random.oneIn(12))
        return random.oneIn(2) ? random.next() : most + random.below(3);
    if (random.oneIn(10))
        return 0;
    return most == 0 ? random.below(1'000) : 1 + random.below(most);
}

PublicKey TokenWorld::keyIn(const PublicKey &account, std::size_t offset) const
{
    const Bytes data = m_twins->data(account);
    if (data.size() < offset + PublicKey::size)
        return {};
    return *PublicKey::from(ByteSpan(data).subspan(offset, PublicKey::size));
}

std::uint64_t TokenWorld::amountOf(const PublicKey &account) const
{
    const Bytes data = m_twins->data(account);
    std::uint64_t amount = 0;
    if (data.size() >= tokenAccountSize)
        std::memcpy(&amount, data.data() + 64, sizeof amount);
    return amount;
}

std::uint8_t TokenWorld::decimalsOf(const PublicKey &mint) const
{
    const Bytes data = m_twins->data(mint);
    return data.size() >= mintSize ? data[44] : 0;
}

std::pair<PublicKey, PublicKey> TokenWorld::somePair(Random &random) const
{
    PublicKey from = someAccount(random);
    for (std::size_t tries = 0; tries < 4 && amountOf(from) == 0; ++tries)
        from = someAccount(random);
    for (std::size_t tries = 0; tries < 12; ++tries) {
        const PublicKey &to = someAccount(random);
        if (mintOf(to) == mintOf(from) && (to != from || random.oneIn(8)))
            return {from, to};
    }
    return {from, someAccount(random)};
}

void TokenWorld::sign(std::vector<Meta> &accounts, const PublicKey &authority) const
{
    if (std::ranges::find(m_multisigs, authority) == m_multisigs.end()) {
        accounts.push_back({authority, true, false});
        return;
    }
    accounts.push_back({authority, false, false});
    accounts.push_back({m_wallets[0], true, false});
    accounts.push_back({m_wallets[2], true, false});
}

Move TokenWorld::newAccount(Random &random, const PublicKey &key, const PublicKey &mint) const
{
    const PublicKey owner = someAuthority(random);
    Move made{"", {create(random, key, accountSizeFor(mint))}, m_payer};
    const std::uint64_t kind = random.below(3);
    if (kind == 0)
        made.instructions.push_back(
            call({{key, false, true}, {mint, false, false}, {owner, false, false}, {solana::rentSysvar, false, false}},
                 numbered(1)));
    else if (kind == 1)
        made.instructions.push_back(call({{key, false, true}, {mint, false, false}, {solana::rentSysvar, false, false}},
                                         BorshWriter().put(std::uint8_t{16}).put(owner).take()));
    else
        made.instructions.push_back(
            call({{key, false, true}, {mint, false, false}}, BorshWriter().put(std::uint8_t{18}).put(owner).take()));
    return made;
}

std::vector<Scenario::Generator> TokenWorld::generators()
{
    std::vector<Generator> list;
    addCreations(list);
    addMovements(list);
    addAuthorities(list);
    addLamports(list);
    addQueries(list);
    addAssociated(list);
    return list;
}

void TokenWorld::addCreations(std::vector<Generator> &list)
{
    list.push_back(
        {"create mint", 2, [this](Random &random) {
             const std::size_t place = 2 + random.below(mintCount - 2);
             if (!random.oneIn(4))
                 m_mints[place] = m_twins->wallet(++m_newKeys);
             const PublicKey key = m_mints[place];
             Move made{"", {create(random, key, mintSize)}, m_payer};
             const bool account = random.oneIn(2);
             BorshWriter data;
             data.put(static_cast<std::uint8_t>(account ? 0 : 20)).put(static_cast<std::uint8_t>(random.below(10)));
             data.put(someAuthority(random));
             const bool freezable = !random.oneIn(4);
             data.put(freezable);
             if (freezable)
                 data.put(someAuthority(random));
             std::vector<Meta> accounts{{key, false, true}};
             if (account)
                 accounts.push_back({solana::rentSysvar, false, false});
             made.instructions.push_back(call(std::move(accounts), data.take()));
             return made;
         }});
    list.push_back({"create account", 6, [this](Random &random) {
                        PublicKey &place = m_accounts[random.below(m_accounts.size())];
                        if (!m_twins->data(place).empty() && !random.oneIn(4))
                            place = m_twins->wallet(++m_newKeys);
                        const PublicKey &mint = random.oneIn(3)   ? someMint(random)
                                                : random.oneIn(4) ? m_nativeMint
                                                                  : m_mints[random.below(2)];
                        return newAccount(random, place, mint);
                    }});
    list.push_back({"create multisig", 1, [this](Random &random) {
                        const PublicKey key = m_twins->wallet(++m_newKeys);
                        Move made{"", {create(random, key, multisigSize)}, m_payer};
                        const bool account = random.oneIn(2);
                        std::vector<Meta> accounts{{key, false, true}};
                        if (account)
                            accounts.push_back({solana::rentSysvar, false, false});
                        for (std::uint64_t left = random.below(13); left > 0; --left)
                            accounts.push_back({someWallet(random), false, false});
                        made.instructions.push_back(
                            call(std::move(accounts), {static_cast<std::uint8_t>(account ? 2 : 19),
                                                       static_cast<std::uint8_t>(random.below(13))}));
                        return made;
                    }});
    list.push_back({"immutable owner", 1, [this](Random &random) {
                        const PublicKey key = m_twins->wallet(++m_newKeys);
                        const bool base = m_program == solana::tokenProgram || random.oneIn(3);
                        Move made{"", {create(random, key, base ? tokenAccountSize : 170)}, m_payer};
                        made.instructions.push_back(call({{key, false, true}}, numbered(22)));
                        return made;
                    }});
}

Bytes TokenWorld::quantity(Random &random, const Checked &numbers, std::uint64_t amount, const PublicKey &mint,
                           bool &isChecked) const
{
    isChecked = random.oneIn(2);
    BorshWriter data;
    data.put(isChecked ? numbers.checked : numbers.plain).put(amount);
    if (isChecked)
        data.put(static_cast<std::uint8_t>(decimalsOf(mint) + (random.oneIn(15) ? 1 : 0)));
    return data.take();
}

Move TokenWorld::transfer(Random &random)
{
    const auto [from, to] = somePair(random);
    const PublicKey mint = mintOf(from);
    bool isChecked = false;
    const Bytes data = quantity(random, {3, 12}, someAmount(random, amountOf(from)), mint, isChecked);
    std::vector<Meta> accounts{{from, false, true}};
    if (isChecked)
        accounts.push_back({mint, false, false});
    accounts.push_back({to, false, true});
    const PublicKey delegate = keyIn(from, 76);
    sign(accounts, random.oneIn(4) && !delegate.isZero() ? delegate
                   : random.oneIn(12)                    ? someAuthority(random)
                                                         : ownerOf(from));
    return move(call(std::move(accounts), data));
}

void TokenWorld::addMovements(std::vector<Generator> &list)
{
    list.push_back({"transfer", 12, [this](Random &random) { return transfer(random); }});
    list.push_back({"approve", 4, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        const PublicKey mint = mintOf(account);
                        bool isChecked = false;
                        const Bytes data =
                            quantity(random, {4, 13}, someAmount(random, amountOf(account)), mint, isChecked);
                        std::vector<Meta> accounts{{account, false, true}};
                        if (isChecked)
                            accounts.push_back({mint, false, false});
                        accounts.push_back({someAuthority(random), false, false});
                        sign(accounts, ownerOf(account));
                        return move(call(std::move(accounts), data));
                    }});
    list.push_back({"revoke", 2, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        std::vector<Meta> accounts{{account, false, true}};
                        sign(accounts, random.oneIn(3) ? keyIn(account, 76) : ownerOf(account));
                        return move(call(std::move(accounts), numbered(5)));
                    }});
    list.push_back({"mint to", 14, [this](Random &random) {
                        PublicKey account = someAccount(random);
                        for (int tries = 0; tries < 6 && amountOf(account) != 0; ++tries)
                            account = someAccount(random);
                        const PublicKey mint = mintOf(account);
                        bool isChecked = false;
                        const Bytes data = quantity(random, {7, 14}, someAmount(random, 1'000'000), mint, isChecked);
                        std::vector<Meta> accounts{{mint, false, true}, {account, false, true}};
                        sign(accounts, keyIn(mint, 4));
                        return move(call(std::move(accounts), data));
                    }});
    list.push_back({"burn", 3, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        const PublicKey mint = mintOf(account);
                        bool isChecked = false;
                        const Bytes data =
                            quantity(random, {8, 15}, someAmount(random, amountOf(account)), mint, isChecked);
                        std::vector<Meta> accounts{{account, false, true}, {mint, false, true}};
                        const PublicKey delegate = keyIn(account, 76);
                        sign(accounts, random.oneIn(4) && !delegate.isZero() ? delegate : ownerOf(account));
                        return move(call(std::move(accounts), data));
                    }});
    list.push_back({"batch", 3, [this](Random &random) { return batch(random); }});
}

/// Several instructions in one, as both programs take them.
Move TokenWorld::batch(Random &random)
{
    Bytes data{255};
    std::vector<Meta> accounts;
    for (std::uint64_t left = 1 + random.below(3); left > 0; --left) {
        const Instruction one = transfer(random).instructions.front();
        data.push_back(static_cast<std::uint8_t>(one.accounts.size()));
        data.push_back(static_cast<std::uint8_t>(one.data.size()));
        data.insert(data.end(), one.data.begin(), one.data.end());
        accounts.insert(accounts.end(), one.accounts.begin(), one.accounts.end());
    }
    return move(call(std::move(accounts), std::move(data)));
}

Move TokenWorld::setAuthority(Random &random)
{
    const bool ofMint = random.oneIn(3);
    const PublicKey key = ofMint ? someMint(random) : someAccount(random);
    const std::uint8_t type =
        static_cast<std::uint8_t>(random.oneIn(10) ? random.below(20) : (ofMint ? 0 : 2) + random.below(2));
    BorshWriter data;
    data.put(std::uint8_t{6}).put(type);
    const bool some = !random.oneIn(ofMint ? 20 : 3);
    data.put(some);
    if (some)
        data.put(someAuthority(random));
    std::vector<Meta> accounts{{key, false, true}};
    const PublicKey close = keyIn(key, 133);
    if (ofMint)
        sign(accounts, keyIn(key, type == 1 ? 50 : 4));
    else
        sign(accounts, type == 3 && !close.isZero() ? close : ownerOf(key));
    return move(call(std::move(accounts), data.take()));
}

void TokenWorld::addAuthorities(std::vector<Generator> &list)
{
    list.push_back({"set authority", 3, [this](Random &random) { return setAuthority(random); }});
    list.push_back({"close", 3, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        std::vector<Meta> accounts{{account, false, true}, {someWallet(random), false, true}};
                        const Bytes data = m_twins->data(account);
                        const bool hasCloser = data.size() >= tokenAccountSize && data[129] == 1;
                        sign(accounts, hasCloser ? keyIn(account, 133) : ownerOf(account));
                        return move(call(std::move(accounts), numbered(9)));
                    }});
    list.push_back({"freeze or thaw", 3, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        const PublicKey mint = mintOf(account);
                        const Bytes data = m_twins->data(account);
                        const bool frozen = data.size() >= tokenAccountSize && data[108] == 2;
                        std::vector<Meta> accounts{{account, false, true}, {mint, false, false}};
                        sign(accounts, keyIn(mint, 50));
                        return move(call(std::move(accounts), numbered(frozen != random.oneIn(10) ? 11 : 10)));
                    }});
}

void TokenWorld::addLamports(std::vector<Generator> &list)
{
    list.push_back({"sync native", 4, [this](Random &random) {
                        const PublicKey account = someAccount(random);
                        Move made{"", {}, m_payer};
                        if (!random.oneIn(4))
                            made.instructions.push_back(
                                solana::systemTransfer(m_payer, account, {random.below(10'000'000)}));
                        made.instructions.push_back(call({{account, false, true}}, numbered(17)));
                        return made;
                    }});
    list.push_back({"withdraw excess", 2, [this](Random &random) {
                        const std::uint64_t kind = random.below(4);
                        const PublicKey key = kind == 0   ? someMint(random)
                                              : kind == 1 ? oneOf(random, m_multisigs)
                                                          : someAccount(random);
                        Move made{"", {solana::systemTransfer(m_payer, key, {random.below(1'000'000)})}, m_payer};
                        std::vector<Meta> accounts{{key, false, true}, {someWallet(random), false, true}};
                        sign(accounts, kind == 0 ? keyIn(key, 4) : kind == 1 ? key : ownerOf(key));
                        made.instructions.push_back(call(std::move(accounts), numbered(38)));
                        return made;
                    }});
    list.push_back({"unwrap", 3, [this](Random &random) {
                        PublicKey account = someAccount(random);
                        for (std::size_t tries = 0; tries < 8 && mintOf(account) != m_nativeMint; ++tries)
                            account = someAccount(random);
                        BorshWriter data;
                        const bool some = random.oneIn(2);
                        data.put(std::uint8_t{45}).put(some);
                        if (some)
                            data.put(someAmount(random, amountOf(account)));
                        std::vector<Meta> accounts{{account, false, true},
                                                   {random.oneIn(8) ? account : someWallet(random), false, true}};
                        sign(accounts, random.oneIn(4) ? keyIn(account, 76) : ownerOf(account));
                        return move(call(std::move(accounts), data.take()));
                    }});
}

void TokenWorld::addQueries(std::vector<Generator> &list)
{
    list.push_back({"account size", 1, [this](Random &random) {
                        Bytes data{21};
                        if (random.oneIn(2))
                            data.insert(data.end(), {static_cast<std::uint8_t>(random.below(30)), 0});
                        return move(call({{someMint(random), false, false}}, std::move(data)));
                    }});
    list.push_back({"amount to text", 1, [this](Random &random) {
                        const std::uint64_t amount = someAmount(random, 1'000'000'000);
                        return move(call({{someMint(random), false, false}},
                                         BorshWriter().put(std::uint8_t{23}).put(amount).take()));
                    }});
    list.push_back({"text to amount", 1, [this](Random &random) {
                        static const std::vector<std::string> texts{"1",
                                                                    "1.5",
                                                                    "0.000001",
                                                                    ".5",
                                                                    "5.",
                                                                    "",
                                                                    ".",
                                                                    "1.2.3",
                                                                    "+3",
                                                                    "-3",
                                                                    "18446744073709551615",
                                                                    "18446744073709551616",
                                                                    "1e3",
                                                                    "0",
                                                                    "00.10",
                                                                    " 1",
                                                                    "1.0000000000000000000000"};
                        Bytes data{24};
                        const std::string &text = oneOf(random, texts);
                        data.insert(data.end(), text.begin(), text.end());
                        return move(call({{someMint(random), false, false}}, std::move(data)));
                    }});
}

PublicKey TokenWorld::associatedKey(const PublicKey &wallet, const PublicKey &mint) const
{
    const std::array<ByteSpan, 3> seeds{wallet.span(), m_program.span(), mint.span()};
    return solana::findProgramAddress(seeds, solana::associatedTokenProgram)->key;
}

Move TokenWorld::associated(Random &random, std::uint8_t number)
{
    const PublicKey wallet = random.oneIn(2) ? m_twins->wallet(++m_newKeys) : someWallet(random);
    const PublicKey mint = someMint(random);
    const PublicKey account = associatedKey(wallet, mint);
    return move({solana::associatedTokenProgram,
                 {{m_payer, true, true},
                  {account, false, true},
                  {wallet, false, false},
                  {mint, false, false},
                  {solana::systemProgram, false, false},
                  {m_program, false, false}},
                 number == 0 && random.oneIn(2) ? Bytes{} : Bytes{number}});
}

/// Makes what is to be recovered as well: an account under an associated account.
Move TokenWorld::recoverNested(Random &random)
{
    const PublicKey wallet = someWallet(random);
    const PublicKey ownerMint = someMint(random);
    const PublicKey nestedMint = someMint(random);
    const PublicKey owner = associatedKey(wallet, ownerMint);
    const PublicKey nested = associatedKey(owner, nestedMint);
    const PublicKey destination = associatedKey(wallet, nestedMint);
    Move made{"", {}, m_payer};
    const auto ensure = [&](const PublicKey &account, const PublicKey &of, const PublicKey &mint) {
        made.instructions.push_back({solana::associatedTokenProgram,
                                     {{m_payer, true, true},
                                      {account, false, true},
                                      {of, false, false},
                                      {mint, false, false},
                                      {solana::systemProgram, false, false},
                                      {m_program, false, false}},
                                     {1}});
    };
    ensure(owner, wallet, ownerMint);
    ensure(nested, owner, nestedMint);
    ensure(destination, wallet, nestedMint);
    made.instructions.push_back({solana::associatedTokenProgram,
                                 {{nested, false, true},
                                  {nestedMint, false, false},
                                  {destination, false, true},
                                  {owner, false, true},
                                  {ownerMint, false, false},
                                  {wallet, true, true},
                                  {m_program, false, false}},
                                 {2}});
    return made;
}

void TokenWorld::addAssociated(std::vector<Generator> &list)
{
    list.push_back({"associated", 3, [this](Random &random) { return associated(random, 0); }});
    list.push_back({"associated idempotent", 2, [this](Random &random) { return associated(random, 1); }});
    list.push_back({"recover nested", 1, [this](Random &random) { return recoverNested(random); }});
}

} // namespace paradox::test
