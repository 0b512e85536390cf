#include "models/sort_keys.h"

#include <utility>

namespace paradox::models {

void SortKeys::clear()
{
    *this = SortKeys();
}

void SortKeys::resize(std::size_t rows)
{
    m_numbers.resize(rows);
    m_isThere.resize(rows);
    if (!m_texts.empty())
        m_texts.resize(rows);
}

void SortKeys::erase(std::size_t first, std::size_t count)
{
    const auto from = [first](auto &values) { return values.begin() + static_cast<std::ptrdiff_t>(first); };
    const auto length = static_cast<std::ptrdiff_t>(count);
    m_numbers.erase(from(m_numbers), from(m_numbers) + length);
    m_isThere.erase(from(m_isThere), from(m_isThere) + length);
    if (!m_texts.empty())
        m_texts.erase(from(m_texts), from(m_texts) + length);
}

bool SortKeys::set(std::size_t row, const QVariant &value)
{
    std::uint64_t number = 0;
    SharedText text;
    if (value.typeId() == QMetaType::ULongLong)
        number = value.toULongLong();
    else if (value.typeId() == QMetaType::LongLong)
        number = static_cast<std::uint64_t>(value.toLongLong()) ^ (std::uint64_t{1} << 63);
    else if (value.isValid())
        text = value.toString();
    if (!text.isEmpty() && m_texts.empty())
        m_texts.resize(m_numbers.size());
    bool moved = m_isThere[row] != value.isValid() || m_numbers[row] != number;
    m_isThere[row] = value.isValid();
    m_numbers[row] = number;
    if (!m_texts.empty() && !(m_texts[row] == text)) {
        m_pool.share(text);
        m_texts[row] = text;
        moved = true;
    }
    return moved;
}

int SortKeys::compare(std::size_t left, std::size_t right) const
{
    if (m_isThere[left] != m_isThere[right])
        return m_isThere[right] ? -1 : 1;
    if (m_numbers[left] != m_numbers[right])
        return m_numbers[left] < m_numbers[right] ? -1 : 1;
    return m_texts.empty() ? 0 : QString::compare(m_texts[left], m_texts[right], Qt::CaseInsensitive);
}

} // namespace paradox::models
