#pragma once

#include "domain/amount.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

#include <QString>

// Values as the node's JSON and paths spell them.
namespace paradox::client {

[[nodiscard]] inline QString text(std::string_view value)
{
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}
[[nodiscard]] inline QString text(std::uint64_t value)
{
    return QString::number(value);
}
[[nodiscard]] inline QString text(Lamports value)
{
    return QString::number(value.value);
}
[[nodiscard]] inline QString text(UnixMillis value)
{
    return text(formatRfc3339(value));
}
[[nodiscard]] inline QString text(UnixSeconds value)
{
    return text(formatRfc3339(toMillis(value)));
}

template <class Tag, std::size_t Size>
[[nodiscard]] QString base58(const FixedBytes<Tag, Size> &value)
{
    return text(toBase58(value));
}
template <class Tag, std::size_t Size>
[[nodiscard]] QString hex(const FixedBytes<Tag, Size> &value)
{
    return text(hexEncode(value.bytes));
}

} // namespace paradox::client
