#pragma once

#include "client/fake_backend.h"
#include "models/key_names.h"

namespace paradox::test {

/// A key made of a number: different numbers, different keys.
[[nodiscard]] PublicKey keyOf(std::uint32_t number);
[[nodiscard]] client::Health healthNow(UnixMillis now);
[[nodiscard]] client::IntentRecord intentOf(std::uint32_t number, UnixMillis now);
[[nodiscard]] client::SessionRecord sessionOf(const PublicKey &session, const PublicKey &owner, UnixMillis now);
[[nodiscard]] client::BatchRecord batchOf(std::uint64_t seq, BatchState state, UnixMillis opened);

/// An afternoon at a venue: intents in every state, sessions, batches, transactions, items, balances.
void fillMarket(client::FakeBackend &backend, models::KeyNames &names, const PublicKey &wallet, UnixMillis now);

} // namespace paradox::test
