#pragma once

#include "client/answers.h"
#include "client/reply.h"
#include "models/rows.h"

#include <functional>

namespace paradox::ui {

/// A list is read so far at once; what is older is left to "Older".
inline constexpr std::size_t listRowsMax = 5000;

template <class Record>
using AskPage = std::function<client::Reply<client::Page<Record>>(const client::PageRequest &)>;

template <class Row>
struct ListPart {
    std::vector<Row> rows;
    std::optional<std::string> next; ///< the cursor to read on from; nothing at the list's end
};

template <class Row>
using ListRead = std::function<void(client::Result<ListPart<Row>>)>;

/// Follows a list's pages and hands its rows on at once; the first error ends it.
template <class Row, class Record>
void readPages(QObject *context, AskPage<Record> ask, ListRead<Row> done, const client::PageRequest &page = {},
               std::vector<Row> rows = {})
{
    ask(page).onDone(context, [context, ask, done,
                               rows = std::move(rows)](const client::Result<client::Page<Record>> &answer) mutable {
        if (!answer)
            return done(std::unexpected(answer.error()));
        for (const Record &record : answer->items)
            rows.push_back(models::rowOf(record));
        if (!answer->next || rows.size() >= listRowsMax)
            return done(ListPart<Row>{std::move(rows), answer->next});
        client::PageRequest next;
        next.cursor = answer->next;
        readPages<Row, Record>(context, ask, done, next, std::move(rows));
    });
}

} // namespace paradox::ui
