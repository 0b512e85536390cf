#include "signer/keychain_holder.h"

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <optional>

// What the keychain does depends on the session it runs in: keychain_session.sh makes each kind, and the first argument
// says which one this is.
namespace paradox::test {
namespace {

using signer::KeychainHolder;
using signer::KeychainState;
using signer::SecureBuffer;

constexpr int timeoutMs = 20'000;

template <class T>
std::optional<T> wait(std::optional<T> &slot)
{
    return QTest::qWaitFor([&] { return slot.has_value(); }, timeoutMs) ? std::move(slot) : std::nullopt;
}

bool expect(bool holds, const char *what)
{
    if (!holds)
        std::fprintf(stderr, "keychain_test: %s\n", what);
    return holds;
}

std::optional<KeychainState> probe(KeychainHolder &holder)
{
    std::optional<KeychainState> state;
    holder.probe(&holder, [&](KeychainState found) { state = found; });
    return wait(state);
}

bool keepsAKey(KeychainHolder &holder)
{
    Bytes bytes(32, 0);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(i); // a zero among them
    const auto key = SecureBuffer::copyOf(bytes);
    const QString name = QStringLiteral("keystore");
    std::optional<bool> stored;
    holder.store(name, *key, &holder, [&](bool done) { stored = done; });
    if (!expect(wait(stored).value_or(false), "the key is not stored"))
        return false;
    std::optional<std::optional<SecureBuffer>> fetched;
    holder.fetch(name, &holder, [&](std::optional<SecureBuffer> found) { fetched.emplace(std::move(found)); });
    const auto found = wait(fetched);
    if (!expect(found && *found && std::ranges::equal((*found)->span(), bytes), "the key comes back different"))
        return false;
    std::optional<bool> removed;
    holder.remove(name, &holder, [&](bool done) { removed = done; });
    if (!expect(wait(removed).value_or(false), "the key is not removed"))
        return false;
    std::optional<std::optional<SecureBuffer>> again;
    holder.fetch(name, &holder, [&](std::optional<SecureBuffer> late) { again.emplace(std::move(late)); });
    const auto nothing = wait(again);
    return expect(nothing && !*nothing, "a removed key is still there");
}

bool run(const QString &mode)
{
    KeychainHolder holder(QStringLiteral("paradox-test"));
    const auto state = probe(holder);
    if (mode == QLatin1String("unlocked"))
        return expect(state == KeychainState::Available, "an unlocked keyring is not seen") && keepsAKey(holder);
    return expect(state == KeychainState::Absent, "a keychain is seen where none keeps anything") &&
           expect(!holder.why().isEmpty(), "it is not said why");
}

} // namespace
} // namespace paradox::test

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    return paradox::test::run(QCoreApplication::arguments().value(1)) ? 0 : 1;
}
