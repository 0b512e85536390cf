#pragma once

#include <QExplicitlySharedDataPointer>
#include <QHash>
#include <QSharedData>
#include <QString>

namespace paradox::models {

/// A text that many rows carry: eight bytes in each, and one copy for all that went through the same pool.
class SharedText {
public:
    SharedText() = default;
    SharedText(const QString &text)
        : m_data(text.isEmpty() ? nullptr : new Data(text)) {} // implicit: rows are filled
                                                               // from texts
    [[nodiscard]] const QString &text() const
    {
        static const QString none;
        return m_data ? m_data->text : none;
    }
    operator const QString &() const { return text(); }
    [[nodiscard]] bool isEmpty() const { return !m_data; }

    friend bool operator==(const SharedText &a, const SharedText &b)
    {
        return a.m_data == b.m_data || a.text() == b.text();
    }
    friend bool operator==(const SharedText &a, const QString &b) { return a.text() == b; }

private:
    friend class TextPool;
    struct Data : QSharedData {
        explicit Data(const QString &made) : text(made) {}
        QString text;
    };
    QExplicitlySharedDataPointer<Data> m_data;
};

/// One copy of each text that somebody still carries. GUI thread.
class TextPool {
public:
    /// Afterwards `text` is the pool's copy.
    void share(SharedText &text);
    [[nodiscard]] qsizetype size() const { return m_texts.size(); }

private:
    /// Texts that only the pool still has go, whenever it has doubled since the last look.
    void sweep();

    QHash<QString, SharedText> m_texts;
    qsizetype m_sweepAt = 1024;
};

} // namespace paradox::models
