#pragma once

#include "admission/admission.h"
#include "chain/listener.h"
#include "domain/clock.h"
#include "programs/client/vault.h"
#include "storage/index.h"
#include "storage/writer.h"

#include <string>

namespace paradox::indexer {

struct IndexerOptions {
    PublicKey program;
    PublicKey game; ///< events of other venues are passed over
};

/// Folds the vault's events into owners, balances and history. A page of transactions is one database transaction: its
/// events are inserted, what was inserted for the first time is folded, and the watermark moves up. Only finalized
/// transactions arrive here, so nothing is ever taken back. Sessions begin and end here, too, as the chain says.
/// Lives on the back-office thread.
class Indexer {
public:
    Indexer(chain::Listener &listener, chain::Chain &chain, storage::Database &database, storage::Writer &writer,
            admission::Admission &admission, Clock &clock, IndexerOptions options)
        : m_listener(listener), m_chain(chain), m_database(database), m_writer(writer), m_admission(admission),
          m_clock(clock), m_options(options)
    {
    }

    /// One page at most; true when there may be more at once.
    bool tick();
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }

private:
    chain::Listener &m_listener;
    chain::Chain &m_chain;
    storage::Database &m_database;
    storage::Writer &m_writer;
    admission::Admission &m_admission;
    Clock &m_clock;
    IndexerOptions m_options;
    std::string m_trouble;
};

} // namespace paradox::indexer
