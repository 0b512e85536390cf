#include "storage/meta.h"

namespace paradox::storage::meta {

std::optional<Bytes> get(Connection &connection, std::string_view key)
{
    Query query = connection.query("SELECT value FROM meta WHERE key = ?1", key);
    if (!query.step())
        return std::nullopt;
    const ByteSpan value = query.blob(0);
    return Bytes(value.begin(), value.end());
}

void put(Transaction &transaction, std::string_view key, ByteSpan value)
{
    transaction.connection().run("INSERT INTO meta (key, value) VALUES (?1, ?2)"
                                 " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                 key, value);
}

} // namespace paradox::storage::meta
