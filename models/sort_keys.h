#pragma once

#include "models/shared_text.h"

#include <QVariant>

#include <cstdint>
#include <vector>

namespace paradox::models {

/// Sort keys of one column by row, as of the last time each was read. Numbers as order-preserving u64, texts without
/// case; nothing sorts below everything.
class SortKeys {
public:
    void clear();
    void resize(std::size_t rows);
    void erase(std::size_t first, std::size_t count);
    /// Says whether the key changed.
    bool set(std::size_t row, const QVariant &value);
    /// Negative, zero or positive.
    [[nodiscard]] int compare(std::size_t left, std::size_t right) const;

private:
    std::vector<std::uint64_t> m_numbers;
    std::vector<bool> m_isThere;
    std::vector<SharedText> m_texts; ///< empty while the column has numbers only
    TextPool m_pool;
};

} // namespace paradox::models
