#pragma once

namespace paradox::storage {

/// Name of an SQLite VFS that holds back what is written to a write-ahead log and hands it to the system in one piece
/// when the log is synced. SQLite writes each page of a commit with two calls, and a commit of a few rows has a dozen
/// pages: the calls cost more than the bytes.
///
/// Only for connections with `synchronous = FULL`: there every commit syncs before others may see it, so what is held
/// back is never anything that was promised. All other files go to the default VFS as they are. Any thread.
[[nodiscard]] const char *logVfs();

} // namespace paradox::storage
