#include "signer/keystore_file.h"

#include "domain/assert.h"

#include "domain/sha256.h"
#include "solana/borsh.h"

#include <sodium.h>

namespace paradox::signer {
namespace {

constexpr std::string_view magic = "PPVKEYS1";
constexpr std::uint16_t versionCurrent = 1;
constexpr std::size_t labelBytesMax = 100;
// Bounds of what a file may ask for: below is no protection, above would hang the opener.
constexpr std::uint32_t memoryKiBMin = 64 * 1024;
constexpr std::uint32_t memoryKiBMax = 1024 * 1024;
constexpr std::uint32_t passesMax = 64;

template <std::size_t Size>
void take(solana::BorshReader &reader, std::array<std::uint8_t, Size> &out)
{
    const ByteSpan bytes = reader.raw(Size);
    if (bytes.size() == Size)
        std::memcpy(out.data(), bytes.data(), Size);
}

bool takeEntry(solana::BorshReader &reader, KeyEntry &entry)
{
    entry.publicKey = reader.take<PublicKey>();
    const auto kind = reader.take<std::uint8_t>();
    entry.owner = reader.take<PublicKey>();
    entry.createdAt = {reader.take<std::int64_t>()};
    entry.label = reader.text();
    if (!reader.ok() || kind > static_cast<std::uint8_t>(KeyKind::Session) || entry.label.size() > labelBytesMax)
        return false;
    entry.kind = static_cast<KeyKind>(kind);
    return true;
}

} // namespace

Bytes KeystoreFile::wrapAssociatedData() const
{
    solana::BorshWriter out;
    out.raw(asBytes(magic)).put(versionCurrent).put(cost.passes).put(cost.memoryKiB).raw(salt);
    return out.take();
}

Bytes KeystoreFile::bodyAssociatedData() const
{
    solana::BorshWriter out;
    out.raw(wrapAssociatedData()).raw(wrapNonce).raw(wrappedKey).raw(bodyNonce);
    out.put(static_cast<std::uint32_t>(directory.size()));
    for (const KeyEntry &entry : directory) {
        out.put(entry.publicKey).put(static_cast<std::uint8_t>(entry.kind)).put(entry.owner);
        out.put(entry.createdAt.value).text(entry.label);
    }
    const std::size_t plain = directory.size() * seedSize;
    out.put(static_cast<std::uint32_t>(plain + tagSize));
    return out.take();
}

Bytes KeystoreFile::serialise() const
{
    Bytes bytes = bodyAssociatedData();
    bytes.insert(bytes.end(), body.begin(), body.end());
    const Hash checksum = sha256(bytes);
    bytes.insert(bytes.end(), checksum.bytes.begin(), checksum.bytes.end());
    return bytes;
}

KeystoreResult<KeystoreFile> KeystoreFile::parse(ByteSpan bytes)
{
    if (bytes.size() < magic.size() + 2 + Hash::size || asText(bytes.first(magic.size())) != magic)
        return std::unexpected(KeystoreError::Corrupt);
    solana::BorshReader reader(bytes.first(bytes.size() - Hash::size).subspan(magic.size()));
    const auto version = reader.take<std::uint16_t>();
    if (version > versionCurrent)
        return std::unexpected(KeystoreError::NewerVersion);
    const Hash checksum = *Hash::from(bytes.last(Hash::size));
    if (version != versionCurrent || sha256(bytes.first(bytes.size() - Hash::size)) != checksum)
        return std::unexpected(KeystoreError::Corrupt);
    KeystoreFile file;
    file.cost = {.passes = reader.take<std::uint32_t>(), .memoryKiB = reader.take<std::uint32_t>()};
    take(reader, file.salt);
    take(reader, file.wrapNonce);
    take(reader, file.wrappedKey);
    take(reader, file.bodyNonce);
    const auto count = reader.take<std::uint32_t>();
    const bool costHolds = file.cost.passes >= 1 && file.cost.passes <= passesMax &&
                           file.cost.memoryKiB >= memoryKiBMin && file.cost.memoryKiB <= memoryKiBMax;
    if (!reader.ok() || !costHolds || count > FileKeystore::keysMax)
        return std::unexpected(KeystoreError::Corrupt);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!takeEntry(reader, file.directory.emplace_back()))
            return std::unexpected(KeystoreError::Corrupt);
    }
    const ByteSpan body = reader.vec();
    file.body.assign(body.begin(), body.end());
    if (!reader.atEnd() || file.body.size() != count * seedSize + tagSize)
        return std::unexpected(KeystoreError::Corrupt);
    return file;
}

KeystoreResult<SecureBuffer> deriveKey(const SecureBuffer &passphrase, const KeystoreFile &file)
{
    std::optional<SecureBuffer> key = SecureBuffer::allocate(KeystoreFile::keySize);
    if (!key)
        return std::unexpected(KeystoreError::NoMemory);
    const int done =
        crypto_pwhash(key->writable().data(), key->size(), reinterpret_cast<const char *>(passphrase.span().data()),
                      passphrase.size(), file.salt.data(), file.cost.passes, std::size_t{file.cost.memoryKiB} * 1024,
                      crypto_pwhash_ALG_ARGON2ID13);
    if (done != 0)
        return std::unexpected(KeystoreError::NoMemory);
    return std::move(*key);
}

KeystoreResult<void> wrapUnlockingKey(KeystoreFile &file, const SecureBuffer &wrapper, const SecureBuffer &unlockingKey,
                                      Random &random)
{
    random.fill(file.wrapNonce);
    const Bytes associated = file.wrapAssociatedData();
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(file.wrappedKey.data(), &written, unlockingKey.span().data(),
                                               unlockingKey.size(), associated.data(), associated.size(), nullptr,
                                               file.wrapNonce.data(), wrapper.span().data());
    PARADOX_ASSERT(written == file.wrappedKey.size());
    return {};
}

KeystoreResult<SecureBuffer> unwrapUnlockingKey(const KeystoreFile &file, const SecureBuffer &wrapper)
{
    std::optional<SecureBuffer> key = SecureBuffer::allocate(KeystoreFile::keySize);
    if (!key)
        return std::unexpected(KeystoreError::NoMemory);
    const Bytes associated = file.wrapAssociatedData();
    unsigned long long written = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(key->writable().data(), &written, nullptr, file.wrappedKey.data(),
                                                   file.wrappedKey.size(), associated.data(), associated.size(),
                                                   file.wrapNonce.data(), wrapper.span().data()) != 0)
        return std::unexpected(KeystoreError::WrongPassphrase);
    return std::move(*key);
}

KeystoreResult<void> sealBody(KeystoreFile &file, const SecureBuffer &unlockingKey, const SecureBuffer &seeds,
                              Random &random)
{
    PARADOX_ASSERT(seeds.size() == file.directory.size() * KeystoreFile::seedSize);
    random.fill(file.bodyNonce);
    const Bytes associated = file.bodyAssociatedData();
    file.body.assign(seeds.size() + KeystoreFile::tagSize, 0);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(file.body.data(), &written, seeds.span().data(), seeds.size(),
                                               associated.data(), associated.size(), nullptr, file.bodyNonce.data(),
                                               unlockingKey.span().data());
    PARADOX_ASSERT(written == file.body.size());
    return {};
}

KeystoreResult<SecureBuffer> openBody(const KeystoreFile &file, const SecureBuffer &unlockingKey)
{
    const std::size_t plain = file.body.size() - KeystoreFile::tagSize;
    std::optional<SecureBuffer> seeds = SecureBuffer::allocate(std::max<std::size_t>(plain, 1));
    if (!seeds)
        return std::unexpected(KeystoreError::NoMemory);
    seeds->shrink(plain);
    const Bytes associated = file.bodyAssociatedData();
    unsigned long long written = 0;
    if (unlockingKey.size() != KeystoreFile::keySize ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(seeds->writable().data(), &written, nullptr, file.body.data(),
                                                   file.body.size(), associated.data(), associated.size(),
                                                   file.bodyNonce.data(), unlockingKey.span().data()) != 0)
        return std::unexpected(KeystoreError::Corrupt);
    return std::move(*seeds);
}

} // namespace paradox::signer
