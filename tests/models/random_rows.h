#pragma once

#include "models/entities.h"

#include <random>

namespace paradox::testing {

/// An intent's id that counts and sorts as its number.
[[nodiscard]] inline IntentId intentId(std::uint32_t number)
{
    IntentId id;
    for (std::size_t i = 0; i < 4; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return id;
}

/// Seeded rows of every kind. Few ids, so that events hit the same entities again and again.
class RandomRows {
public:
    RandomRows(std::uint64_t seed, std::uint32_t ids) : m_random(seed), m_ids(ids) {}

    [[nodiscard]] std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(m_random() % bound); }
    [[nodiscard]] models::IntentRow intent()
    {
        models::IntentRow row;
        row.intentId = intentId(below(m_ids));
        row.status = static_cast<IntentState>(below(7));
        row.type = static_cast<IntentType>(below(4));
        row.side = static_cast<Side>(below(2));
        row.item = id(QStringLiteral("item"));
        row.owner = id(QStringLiteral("owner"));
        row.from = row.owner;
        row.amount = m_random() >> below(64);
        row.seq = maybeNumber(below(1000));
        row.batchSeq = maybeNumber(below(m_ids));
        row.admittedAt = row.updatedAt = time();
        row.expiresAt = time();
        return row;
    }
    [[nodiscard]] models::BatchRow batch()
    {
        models::BatchRow row;
        row.seq = below(m_ids);
        row.state = oneOf("open cut netted locking committing confirmed finalized empty aborting aborted");
        row.trades = below(100);
        row.ratioBps = below(2) == 0 ? std::nullopt : std::optional(below(10'001));
        row.chunkCount = below(9);
        row.chunksLocked = row.chunkCount == 0 ? 0 : below(row.chunkCount);
        row.openedAt = row.cutAt = row.updatedAt = time();
        row.nextRetryAt = below(4) == 0 ? time() : UnixMillis{};
        return row;
    }
    [[nodiscard]] models::OperationRow operation()
    {
        models::OperationRow row;
        row.operationId = id(QStringLiteral("op"));
        row.kind = oneOf("deposit withdraw lock_net_chunk");
        row.status = oneOf("pending processing submitted confirmed settled failed expired cancelled");
        row.fee = maybe(below(9000));
        row.slot = maybe(below(5000));
        row.attempts.resize(below(4));
        row.createdAt = row.updatedAt = time();
        return row;
    }
    [[nodiscard]] models::SessionRow session()
    {
        models::SessionRow row;
        row.session = id(QStringLiteral("session"));
        row.status = oneOf("unregistered active frozen expired revoked exhausted");
        row.maxTotal = m_random();
        row.left = row.maxTotal / 2;
        row.intents = below(50);
        row.expiresAt = time();
        return row;
    }
    [[nodiscard]] models::ItemRow item()
    {
        return {id(QStringLiteral("item")), id(QStringLiteral("owner")), below(99), time()};
    }
    [[nodiscard]] models::TradeRow trade()
    {
        return {below(m_ids),
                id(QStringLiteral("sell")),
                id(QStringLiteral("buy")),
                id(QStringLiteral("item")),
                id(QStringLiteral("owner")),
                id(QStringLiteral("owner")),
                oneOf("ACCEPTED INSOLVENT NOT_OWNER DEFERRED"),
                m_random()};
    }
    [[nodiscard]] models::LegRow leg()
    {
        return {id(QStringLiteral("owner")), QString(), static_cast<std::int64_t>(m_random())};
    }

private:
    QString id(const QString &kind) { return kind + QString::number(below(m_ids)); }
    QString oneOf(const char *words)
    {
        const QStringList list = QString::fromLatin1(words).split(u' ');
        return list[below(static_cast<std::uint32_t>(list.size()))];
    }
    std::optional<std::uint64_t> maybe(std::uint64_t value)
    {
        return below(3) == 0 ? std::nullopt : std::optional(value);
    }
    models::MaybeNumber maybeNumber(std::uint64_t value)
    {
        const std::optional<std::uint64_t> drawn = maybe(value);
        return drawn ? models::MaybeNumber(*drawn) : models::MaybeNumber();
    }
    UnixMillis time() { return {1'792'161'127'000 + below(100'000)}; }

    std::mt19937_64 m_random;
    std::uint32_t m_ids;
};

} // namespace paradox::testing
