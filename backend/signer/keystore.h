#pragma once

#include "domain/clock.h"
#include "signer/secure_buffer.h"

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::signer {

enum class KeyKind : std::uint8_t { Wallet = 0, Session = 1 };

/// What is known of a key without unlocking: it stands in the file in the open, but authenticated.
struct KeyEntry {
    PublicKey publicKey;
    KeyKind kind = KeyKind::Wallet;
    PublicKey owner;   ///< of a session key: the wallet that granted it; zeros otherwise
    std::string label; ///< at most 100 bytes, for people
    UnixSeconds createdAt;

    bool operator==(const KeyEntry &) const = default;
};

enum class KeystoreError : std::uint8_t {
    NotFound,        ///< no file there
    Exists,          ///< a file is there already; it is never overwritten
    WrongPassphrase, ///< the file is whole, but this does not open it
    Corrupt,         ///< not a keystore, cut short or damaged
    NewerVersion,
    Locked,
    NoSuchKey,
    DuplicateKey,
    TooMany,        ///< keys, or a label that is too long
    BadSecret,      ///< neither numbers in brackets nor base58
    SecretLength,   ///< one of the two forms, but not as long as a key
    SecretMismatch, ///< the public half is not the secret half's
    SecretWords,    ///< a recovery phrase
    WeakPassphrase, ///< shorter than 8 bytes
    NoMemory,       ///< none that may be locked
    InputOutput,    ///< the file could not be read or written; the old one is intact
};
[[nodiscard]] std::string_view toText(KeystoreError error); ///< a sentence for people

template <class T>
using KeystoreResult = std::expected<T, KeystoreError>;

/// Cost of a passphrase guess. The defaults are the least this build writes; a file says its own.
struct KeystoreCost {
    std::uint32_t passes = 3;
    std::uint32_t memoryKiB = 64 * 1024;
};

struct NewKey {
    KeyKind kind = KeyKind::Wallet;
    PublicKey owner{};
    std::string label;
    UnixSeconds createdAt;
};

/// Keys in one encrypted file: a random unlocking key encrypts the secrets (XChaCha20-Poly1305), Argon2id over the
/// passphrase and the file's own salt encrypts the unlocking key; everything that is not secret is associated data.
/// Written whole to a side file, flushed and renamed, mode 0600. One thread at a time.
class FileKeystore {
public:
    static constexpr std::size_t keysMax = 1024;
    static constexpr std::size_t passphraseBytesMin = 8;

    [[nodiscard]] static KeystoreResult<FileKeystore> create(const std::filesystem::path &path,
                                                             const SecureBuffer &passphrase, Random &random,
                                                             const KeystoreCost &cost = {});
    [[nodiscard]] static KeystoreResult<FileKeystore> open(const std::filesystem::path &path,
                                                           Random &random); ///< locked

    FileKeystore(FileKeystore &&) noexcept;
    FileKeystore &operator=(FileKeystore &&) noexcept;
    ~FileKeystore();

    [[nodiscard]] KeystoreResult<void> unlock(const SecureBuffer &passphrase);
    [[nodiscard]] KeystoreResult<void> unlockWithKey(const SecureBuffer &unlockingKey); ///< from the keychain
    void lock();                                                                        ///< wipes every secret at once
    [[nodiscard]] bool isLocked() const;

    /// What a keychain may hold beside the passphrase. It changes with the passphrase.
    [[nodiscard]] KeystoreResult<SecureBuffer> unlockingKey() const;
    [[nodiscard]] KeystoreResult<void> changePassphrase(const SecureBuffer &current, const SecureBuffer &next);

    [[nodiscard]] const std::vector<KeyEntry> &keys() const; ///< also while locked
    [[nodiscard]] const KeyEntry *find(const PublicKey &key) const;
    [[nodiscard]] const std::filesystem::path &path() const;

    [[nodiscard]] KeystoreResult<KeyEntry> generate(const NewKey &key);
    /// Solana CLI JSON (64 numbers) or base58 of 64 bytes or of a 32-byte seed.
    [[nodiscard]] KeystoreResult<KeyEntry> import(const SecureBuffer &text, const NewKey &key);
    [[nodiscard]] KeystoreResult<SecureBuffer> exportCliJson(const PublicKey &key) const;
    [[nodiscard]] KeystoreResult<SecureBuffer> exportBase58(const PublicKey &key) const;
    [[nodiscard]] KeystoreResult<void> rename(const PublicKey &key, const std::string &label);
    [[nodiscard]] KeystoreResult<void> remove(const PublicKey &key);

private:
    friend class SigningService; ///< the only one who signs, and only behind a journal line
    [[nodiscard]] KeystoreResult<Signature> sign(const PublicKey &key, ByteSpan bytes) const;

    [[nodiscard]] KeystoreResult<KeyEntry> add(const SecureBuffer &seed, const NewKey &key);
    [[nodiscard]] KeystoreResult<SecureBuffer> secretOf(const PublicKey &key) const; ///< 64 bytes

    struct State;
    explicit FileKeystore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace paradox::signer
