#include "signer/keystore.h"

#include "domain/base58.h"
#include "solana/keypair.h"
#include "tests/signer/fixtures.h"

#include <sys/stat.h>

namespace paradox::test {
namespace {

using signer::FileKeystore;
using signer::KeyKind;
using signer::KeystoreError;

class KeystoreTest : public FolderTest {
protected:
    FileKeystore make(std::string_view passphrase = "correct horse")
    {
        auto made = FileKeystore::create(file, secret(passphrase), random);
        EXPECT_TRUE(made.has_value());
        return std::move(*made);
    }
    FileKeystore reopen()
    {
        auto opened = FileKeystore::open(file, random);
        EXPECT_TRUE(opened.has_value());
        return std::move(*opened);
    }

    CountingRandom random;
    std::filesystem::path file = folder / "keys";
};

TEST_F(KeystoreTest, keysComeBackAfterReopening)
{
    PublicKey wallet;
    PublicKey session;
    {
        FileKeystore keystore = make();
        wallet = keystore.generate({.label = "main"})->publicKey;
        session = keystore.generate({.kind = KeyKind::Session, .owner = wallet, .label = "day"})->publicKey;
    }
    FileKeystore keystore = reopen();
    EXPECT_TRUE(keystore.isLocked());
    ASSERT_EQ(keystore.keys().size(), 2U);
    EXPECT_EQ(keystore.keys()[1].owner, wallet);
    EXPECT_EQ(keystore.find(session)->label, "day");
    ASSERT_TRUE(keystore.unlock(secret("correct horse")).has_value());
    EXPECT_TRUE(keystore.exportBase58(wallet).has_value());
}

TEST_F(KeystoreTest, wrongPassphraseIsToldFromDamage)
{
    make();
    FileKeystore keystore = reopen();
    EXPECT_EQ(keystore.unlock(secret("battery staple")).error(), KeystoreError::WrongPassphrase);
    std::string bytes = contentOf(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    overwrite(file, bytes);
    EXPECT_EQ(FileKeystore::open(file, random).error(), KeystoreError::Corrupt);
}

TEST_F(KeystoreTest, everyCutOfTheFileIsRefused)
{
    FileKeystore keystore = make();
    ASSERT_TRUE(keystore.generate({.label = "main"}).has_value());
    const std::string bytes = contentOf(file);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        overwrite(file, bytes.substr(0, size));
        EXPECT_FALSE(FileKeystore::open(file, random).has_value()) << size;
    }
}

TEST_F(KeystoreTest, aRelabelledFileDoesNotUnlock)
{
    ASSERT_TRUE(make().generate({.label = "main"}).has_value());
    std::string bytes = contentOf(file);
    const std::size_t at = bytes.find("main");
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at, 4, "mine");
    overwrite(file, bytes);
    EXPECT_EQ(FileKeystore::open(file, random).error(), KeystoreError::Corrupt);
}

TEST_F(KeystoreTest, theFileIsForItsOwnerOnlyAndNeverOverwritten)
{
    make();
    struct stat info{};
    ASSERT_EQ(stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(FileKeystore::create(file, secret("another one"), random).error(), KeystoreError::Exists);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST_F(KeystoreTest, noSecretStandsInTheFileInTheOpen)
{
    FileKeystore keystore = make();
    const auto seed = secret("11111111111111111111111111111112"); // base58 of 32 bytes ending in 1
    ASSERT_TRUE(keystore.import(seed, {.label = "known"}).has_value());
    std::string plain(31, '\0');
    plain += '\1';
    EXPECT_EQ(contentOf(file).find(plain), std::string::npos);
}

TEST_F(KeystoreTest, lockingForgetsTheKeys)
{
    FileKeystore keystore = make();
    const PublicKey key = keystore.generate({.label = "main"})->publicKey;
    keystore.lock();
    EXPECT_EQ(keystore.exportBase58(key).error(), KeystoreError::Locked);
    EXPECT_EQ(keystore.generate({.label = "more"}).error(), KeystoreError::Locked);
    EXPECT_EQ(keystore.keys().size(), 1U);
}

TEST_F(KeystoreTest, changingThePassphraseEndsTheOldOneAndTheOldUnlockingKey)
{
    FileKeystore keystore = make();
    ASSERT_TRUE(keystore.generate({.label = "main"}).has_value());
    const auto held = keystore.unlockingKey();
    ASSERT_TRUE(keystore.changePassphrase(secret("correct horse"), secret("battery staple")).has_value());
    FileKeystore again = reopen();
    EXPECT_EQ(again.unlock(secret("correct horse")).error(), KeystoreError::WrongPassphrase);
    EXPECT_EQ(again.unlockWithKey(*held).error(), KeystoreError::WrongPassphrase);
    EXPECT_TRUE(again.unlock(secret("battery staple")).has_value());
}

TEST_F(KeystoreTest, theUnlockingKeyOpensWithoutThePassphrase)
{
    FileKeystore keystore = make();
    const auto held = keystore.unlockingKey();
    FileKeystore again = reopen();
    EXPECT_TRUE(again.unlockWithKey(*held).has_value());
}

TEST_F(KeystoreTest, importAndExportAreEachOthersReverse)
{
    FileKeystore keystore = make();
    CountingRandom seeds;
    const solana::Keypair pair = solana::Keypair::generate(seeds);
    const std::string cli = pair.toCliJson();
    const auto entry = keystore.import(secret(" " + cli + "\n"), {.label = "cli"});
    ASSERT_TRUE(entry.has_value());
    EXPECT_EQ(entry->publicKey, pair.publicKey());
    EXPECT_EQ(asText(keystore.exportCliJson(entry->publicKey)->span()), cli);
    const auto base58 = keystore.exportBase58(entry->publicKey);
    EXPECT_EQ(solana::Keypair::fromBase58Secret(asText(base58->span()))->publicKey(), pair.publicKey());
    EXPECT_EQ(keystore.import(*base58, {.label = "twice"}).error(), KeystoreError::DuplicateKey);
    ASSERT_TRUE(keystore.remove(entry->publicKey).has_value());
    EXPECT_EQ(keystore.import(*base58, {.label = "again"})->publicKey, pair.publicKey());
}

TEST_F(KeystoreTest, secretsThatAreNoneAreRefused)
{
    FileKeystore keystore = make();
    std::string disagreeing = "[";
    for (int i = 0; i < 64; ++i)
        disagreeing += std::to_string(i) + (i < 63 ? "," : "]");
    const auto exported = keystore.exportBase58(keystore.generate({.label = "own"})->publicKey);
    const std::string base58(asText(exported->span()));
    std::string typo = base58;
    typo[40] = typo[40] == 'a' ? 'b' : 'a';
    const std::pair<std::string, KeystoreError> refused[] = {
        {"0OIl", KeystoreError::BadSecret},
        {'"' + base58 + '"', KeystoreError::BadSecret},
        {base58.substr(0, 40) + ' ' + base58.substr(40), KeystoreError::BadSecret},
        {"[1,2,3]", KeystoreError::SecretLength},
        {"[256," + disagreeing.substr(3), KeystoreError::SecretLength},
        {"abc", KeystoreError::SecretLength},
        {base58.substr(0, 60), KeystoreError::SecretLength},
        {base58 + base58, KeystoreError::SecretLength},
        {disagreeing, KeystoreError::SecretMismatch},
        {typo, KeystoreError::SecretMismatch},
        {"pilgrim lamp orbit warden fox tide rune crown iron vow moth banner", KeystoreError::SecretWords}};
    for (const auto &[text, error] : refused)
        EXPECT_EQ(keystore.import(secret(text), {.label = "bad"}).error(), error) << text;
    EXPECT_EQ(FileKeystore::create(folder / "weak", secret("short"), random).error(), KeystoreError::WeakPassphrase);
}

} // namespace
} // namespace paradox::test
