#include "models/shared_text.h"

#include <algorithm>

namespace paradox::models {

void TextPool::share(SharedText &text)
{
    if (text.isEmpty())
        return;
    const auto found = m_texts.constFind(text.text());
    if (found != m_texts.constEnd()) {
        text = *found;
        return;
    }
    if (m_texts.size() >= m_sweepAt)
        sweep();
    m_texts.insert(text.text(), text);
}

void TextPool::sweep()
{
    m_texts.removeIf([](const auto &entry) { return entry.value().m_data->ref.loadRelaxed() == 1; });
    m_sweepAt = std::max<qsizetype>(1024, m_texts.size() * 2);
}

} // namespace paradox::models
