#include "signer/keystore.h"

#include "domain/assert.h"
#include "signer/atomic_file.h"
#include "signer/key_text.h"
#include "signer/keystore_file.h"

#include <sodium.h>

#include <algorithm>

namespace paradox::signer {

struct FileKeystore::State {
    std::filesystem::path path;
    Random *random = nullptr;
    KeystoreFile file;
    SecureBuffer unlockingKey; ///< empty while locked
    SecureBuffer seeds;

    [[nodiscard]] std::optional<std::size_t> indexOf(const PublicKey &key) const
    {
        const auto found = std::ranges::find(file.directory, key, &KeyEntry::publicKey);
        return found == file.directory.end() ? std::nullopt
                                             : std::optional(static_cast<std::size_t>(found - file.directory.begin()));
    }
    [[nodiscard]] ByteSpan seed(std::size_t index) const
    {
        return seeds.span().subspan(index * KeystoreFile::seedSize, KeystoreFile::seedSize);
    }
    KeystoreResult<void> takeSeeds(SecureBuffer key);
    KeystoreResult<void> store(std::vector<KeyEntry> directory, SecureBuffer nextSeeds);
};

namespace {

using Fail = std::unexpected<KeystoreError>;

/// 64 bytes as libsodium signs with: seed and public key.
std::optional<SecureBuffer> expand(ByteSpan seed)
{
    std::optional<SecureBuffer> secret = SecureBuffer::allocate(crypto_sign_SECRETKEYBYTES);
    if (secret) {
        PublicKey ignored;
        crypto_sign_seed_keypair(ignored.data(), secret->writable().data(), seed.data());
    }
    return secret;
}

PublicKey publicKeyOf(const SecureBuffer &expanded)
{
    return *PublicKey::from(expanded.span().subspan(32));
}

/// Seeds with room for `count`; zero keys still need a buffer.
std::optional<SecureBuffer> seedsFor(std::size_t count)
{
    std::optional<SecureBuffer> seeds =
        SecureBuffer::allocate(std::max<std::size_t>(count * KeystoreFile::seedSize, 1));
    if (seeds && count == 0)
        seeds->shrink(0);
    return seeds;
}

} // namespace

KeystoreResult<void> FileKeystore::State::takeSeeds(SecureBuffer key)
{
    KeystoreResult<SecureBuffer> opened = openBody(file, key);
    if (!opened)
        return Fail(opened.error());
    // The directory is authenticated, yet only the seeds decide which key signs.
    for (std::size_t i = 0; i < file.directory.size(); ++i) {
        const auto expanded = expand(opened->span().subspan(i * KeystoreFile::seedSize, KeystoreFile::seedSize));
        if (!expanded)
            return Fail(KeystoreError::NoMemory);
        if (publicKeyOf(*expanded) != file.directory[i].publicKey)
            return Fail(KeystoreError::Corrupt);
    }
    unlockingKey = std::move(key);
    seeds = std::move(*opened);
    return {};
}

/// On disk first; what is in memory changes only then.
KeystoreResult<void> FileKeystore::State::store(std::vector<KeyEntry> directory, SecureBuffer nextSeeds)
{
    KeystoreFile next = file;
    next.directory = std::move(directory);
    const KeystoreResult<void> sealed = sealBody(next, unlockingKey, nextSeeds, *random);
    if (!sealed)
        return sealed;
    if (!writeAtomically(path, next.serialise()))
        return Fail(KeystoreError::InputOutput);
    file = std::move(next);
    seeds = std::move(nextSeeds);
    return {};
}

FileKeystore::FileKeystore(std::unique_ptr<State> state) : m_state(std::move(state))
{
}
FileKeystore::FileKeystore(FileKeystore &&) noexcept = default;
FileKeystore &FileKeystore::operator=(FileKeystore &&) noexcept = default;
FileKeystore::~FileKeystore() = default;

KeystoreResult<FileKeystore> FileKeystore::create(const std::filesystem::path &path, const SecureBuffer &passphrase,
                                                  Random &random, const KeystoreCost &cost)
{
    if (passphrase.size() < passphraseBytesMin)
        return Fail(KeystoreError::WeakPassphrase);
    std::error_code failure;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, failure)))
        return Fail(KeystoreError::Exists);
    auto state = std::make_unique<State>();
    state->path = path;
    state->random = &random;
    state->file.cost = cost;
    random.fill(state->file.salt);
    std::optional<SecureBuffer> unlocking = SecureBuffer::allocate(KeystoreFile::keySize);
    std::optional<SecureBuffer> seeds = seedsFor(0);
    if (!unlocking || !seeds)
        return Fail(KeystoreError::NoMemory);
    random.fill(unlocking->writable());
    const KeystoreResult<SecureBuffer> wrapper = deriveKey(passphrase, state->file);
    if (!wrapper)
        return Fail(wrapper.error());
    if (const auto done = wrapUnlockingKey(state->file, *wrapper, *unlocking, random); !done)
        return Fail(done.error());
    if (const auto done = sealBody(state->file, *unlocking, *seeds, random); !done)
        return Fail(done.error());
    if (!writeNew(path, state->file.serialise()))
        return Fail(KeystoreError::InputOutput);
    state->unlockingKey = std::move(*unlocking);
    state->seeds = std::move(*seeds);
    return FileKeystore(std::move(state));
}

KeystoreResult<FileKeystore> FileKeystore::open(const std::filesystem::path &path, Random &random)
{
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return Fail(KeystoreError::NotFound);
    const std::optional<Bytes> bytes = readFile(path, KeystoreFile::sizeMax);
    if (!bytes)
        return Fail(KeystoreError::InputOutput);
    KeystoreResult<KeystoreFile> file = KeystoreFile::parse(*bytes);
    if (!file)
        return Fail(file.error());
    auto state = std::make_unique<State>();
    state->path = path;
    state->random = &random;
    state->file = std::move(*file);
    return FileKeystore(std::move(state));
}

KeystoreResult<void> FileKeystore::unlock(const SecureBuffer &passphrase)
{
    const KeystoreResult<SecureBuffer> wrapper = deriveKey(passphrase, m_state->file);
    if (!wrapper)
        return Fail(wrapper.error());
    KeystoreResult<SecureBuffer> key = unwrapUnlockingKey(m_state->file, *wrapper);
    if (!key)
        return Fail(key.error());
    return m_state->takeSeeds(std::move(*key));
}

KeystoreResult<void> FileKeystore::unlockWithKey(const SecureBuffer &unlockingKey)
{
    std::optional<SecureBuffer> copy = SecureBuffer::copyOf(unlockingKey.span());
    if (!copy)
        return Fail(KeystoreError::NoMemory);
    const KeystoreResult<void> taken = m_state->takeSeeds(std::move(*copy));
    // The file is whole (its checksum held), so a key that does not open it is a stale one.
    if (!taken && taken.error() == KeystoreError::Corrupt)
        return Fail(KeystoreError::WrongPassphrase);
    return taken;
}

void FileKeystore::lock()
{
    m_state->unlockingKey.wipe();
    m_state->seeds.wipe();
}

bool FileKeystore::isLocked() const
{
    return m_state->unlockingKey.isEmpty();
}

KeystoreResult<SecureBuffer> FileKeystore::unlockingKey() const
{
    if (isLocked())
        return Fail(KeystoreError::Locked);
    std::optional<SecureBuffer> copy = SecureBuffer::copyOf(m_state->unlockingKey.span());
    if (!copy)
        return Fail(KeystoreError::NoMemory);
    return std::move(*copy);
}

KeystoreResult<void> FileKeystore::changePassphrase(const SecureBuffer &current, const SecureBuffer &next)
{
    if (next.size() < passphraseBytesMin)
        return Fail(KeystoreError::WeakPassphrase);
    if (const KeystoreResult<void> opened = unlock(current); !opened)
        return opened;
    KeystoreFile changed = m_state->file;
    m_state->random->fill(changed.salt);
    std::optional<SecureBuffer> unlocking = SecureBuffer::allocate(KeystoreFile::keySize);
    if (!unlocking)
        return Fail(KeystoreError::NoMemory);
    m_state->random->fill(unlocking->writable());
    const KeystoreResult<SecureBuffer> wrapper = deriveKey(next, changed);
    if (!wrapper)
        return Fail(wrapper.error());
    if (const auto done = wrapUnlockingKey(changed, *wrapper, *unlocking, *m_state->random); !done)
        return done;
    if (const auto done = sealBody(changed, *unlocking, m_state->seeds, *m_state->random); !done)
        return done;
    if (!writeAtomically(m_state->path, changed.serialise()))
        return Fail(KeystoreError::InputOutput);
    m_state->file = std::move(changed);
    m_state->unlockingKey = std::move(*unlocking);
    return {};
}

const std::vector<KeyEntry> &FileKeystore::keys() const
{
    return m_state->file.directory;
}

const KeyEntry *FileKeystore::find(const PublicKey &key) const
{
    const auto index = m_state->indexOf(key);
    return index ? &m_state->file.directory[*index] : nullptr;
}

const std::filesystem::path &FileKeystore::path() const
{
    return m_state->path;
}

KeystoreResult<KeyEntry> FileKeystore::generate(const NewKey &key)
{
    std::optional<SecureBuffer> seed = SecureBuffer::allocate(KeystoreFile::seedSize);
    if (!seed)
        return Fail(KeystoreError::NoMemory);
    m_state->random->fill(seed->writable());
    return add(*seed, key);
}

KeystoreResult<KeyEntry> FileKeystore::import(const SecureBuffer &text, const NewKey &key)
{
    const KeystoreResult<SecureBuffer> seed = parseKeyText(text);
    if (!seed)
        return Fail(seed.error());
    return add(*seed, key);
}

KeystoreResult<KeyEntry> FileKeystore::add(const SecureBuffer &seed, const NewKey &key)
{
    if (isLocked())
        return Fail(KeystoreError::Locked);
    if (keys().size() >= keysMax || key.label.size() > 100)
        return Fail(KeystoreError::TooMany);
    const std::optional<SecureBuffer> expanded = expand(seed.span());
    std::optional<SecureBuffer> seeds = seedsFor(keys().size() + 1);
    if (!expanded || !seeds)
        return Fail(KeystoreError::NoMemory);
    const KeyEntry entry{.publicKey = publicKeyOf(*expanded),
                         .kind = key.kind,
                         .owner = key.owner,
                         .label = key.label,
                         .createdAt = key.createdAt};
    if (find(entry.publicKey) != nullptr)
        return Fail(KeystoreError::DuplicateKey);
    const std::size_t before = m_state->seeds.size();
    if (before > 0)
        std::memcpy(seeds->writable().data(), m_state->seeds.span().data(), before);
    std::memcpy(seeds->writable().data() + before, seed.span().data(), KeystoreFile::seedSize);
    std::vector<KeyEntry> directory = keys();
    directory.push_back(entry);
    if (const auto stored = m_state->store(std::move(directory), std::move(*seeds)); !stored)
        return Fail(stored.error());
    return entry;
}

KeystoreResult<SecureBuffer> FileKeystore::secretOf(const PublicKey &key) const
{
    if (isLocked())
        return Fail(KeystoreError::Locked);
    const auto index = m_state->indexOf(key);
    if (!index)
        return Fail(KeystoreError::NoSuchKey);
    std::optional<SecureBuffer> secret = expand(m_state->seed(*index));
    if (!secret)
        return Fail(KeystoreError::NoMemory);
    return std::move(*secret);
}

KeystoreResult<SecureBuffer> FileKeystore::exportCliJson(const PublicKey &key) const
{
    const KeystoreResult<SecureBuffer> secret = secretOf(key);
    return secret ? toCliJson(*secret) : Fail(secret.error());
}

KeystoreResult<SecureBuffer> FileKeystore::exportBase58(const PublicKey &key) const
{
    const KeystoreResult<SecureBuffer> secret = secretOf(key);
    return secret ? toBase58Text(*secret) : Fail(secret.error());
}

KeystoreResult<void> FileKeystore::rename(const PublicKey &key, const std::string &label)
{
    if (isLocked())
        return Fail(KeystoreError::Locked); // the directory is authenticated with the unlocking key
    const auto index = m_state->indexOf(key);
    if (!index)
        return Fail(KeystoreError::NoSuchKey);
    if (label.size() > 100)
        return Fail(KeystoreError::TooMany);
    std::optional<SecureBuffer> seeds = SecureBuffer::copyOf(m_state->seeds.span());
    if (!seeds)
        return Fail(KeystoreError::NoMemory);
    std::vector<KeyEntry> directory = keys();
    directory[*index].label = label;
    return m_state->store(std::move(directory), std::move(*seeds));
}

KeystoreResult<void> FileKeystore::remove(const PublicKey &key)
{
    if (isLocked())
        return Fail(KeystoreError::Locked);
    const auto index = m_state->indexOf(key);
    if (!index)
        return Fail(KeystoreError::NoSuchKey);
    std::optional<SecureBuffer> seeds = seedsFor(keys().size() - 1);
    if (!seeds)
        return Fail(KeystoreError::NoMemory);
    std::vector<KeyEntry> directory = keys();
    directory.erase(directory.begin() + static_cast<std::ptrdiff_t>(*index));
    std::size_t at = 0;
    for (std::size_t i = 0; i < keys().size(); ++i) {
        if (i == *index)
            continue;
        std::memcpy(seeds->writable().data() + at, m_state->seed(i).data(), KeystoreFile::seedSize);
        at += KeystoreFile::seedSize;
    }
    return m_state->store(std::move(directory), std::move(*seeds));
}

KeystoreResult<Signature> FileKeystore::sign(const PublicKey &key, ByteSpan bytes) const
{
    const KeystoreResult<SecureBuffer> secret = secretOf(key);
    if (!secret)
        return Fail(secret.error());
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), secret->span().data());
    return signature;
}

std::string_view toText(KeystoreError error)
{
    switch (error) {
    case KeystoreError::NotFound:
        return "There is no keystore at that place.";
    case KeystoreError::Exists:
        return "A file is there already; it is never overwritten.";
    case KeystoreError::WrongPassphrase:
        return "The passphrase does not open this keystore.";
    case KeystoreError::Corrupt:
        return "The keystore file is damaged or is none.";
    case KeystoreError::NewerVersion:
        return "The keystore was written by a newer version.";
    case KeystoreError::Locked:
        return "The keystore is locked.";
    case KeystoreError::NoSuchKey:
        return "The keystore has no such key.";
    case KeystoreError::DuplicateKey:
        return "The keystore has this key already.";
    case KeystoreError::TooMany:
        return "Too many keys, or a label that is too long.";
    case KeystoreError::BadSecret:
        return "This is no secret key: neither 64 numbers in brackets, as Solana's command line writes them, nor "
               "base58.";
    case KeystoreError::SecretLength:
        return "This is not as long as a secret key, which has 64 bytes. A part may be missing, or too much was "
               "copied.";
    case KeystoreError::SecretMismatch:
        return "The two halves of this key do not belong together. A character may be wrong.";
    case KeystoreError::SecretWords:
        return "Words are not read here. Let their wallet export the secret key in base58 or as Solana's JSON.";
    case KeystoreError::WeakPassphrase:
        return "A passphrase needs at least 8 characters.";
    case KeystoreError::NoMemory:
        return "There is no memory that may be locked for a secret.";
    case KeystoreError::InputOutput:
        return "The keystore file could not be read or written.";
    }
    PARADOX_ASSERT(false);
    return {};
}

} // namespace paradox::signer
