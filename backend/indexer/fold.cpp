#include "indexer/fold.h"

#include "storage/sessions.h"

namespace paradox::indexer {
namespace {

/// Which venue an event speaks of; nothing for those above all venues.
struct GameOf {
    const PublicKey *operator()(const vault::ConfigInitialized &) const { return nullptr; }
    const PublicKey *operator()(const vault::SessionKeyInitialized &event) const { return &event.engine; }
    const PublicKey *operator()(const vault::SessionKeyRevoked &event) const { return &event.engine; }
    const PublicKey *operator()(const vault::SessionEpochBumped &event) const { return &event.engine; }
    template <class Event>
    const PublicKey *operator()(const Event &event) const
    {
        return &event.game;
    }
};

struct PlayerCollector {
    Touched &touched;

    void operator()(const vault::LedgerOpened &event) const { touched.players.insert(event.player); }
    void operator()(const vault::LedgerClosed &event) const { touched.players.insert(event.player); }
    void operator()(const vault::CreditsDeposited &event) const { touched.players.insert(event.player); }
    void operator()(const vault::CreditsWithdrawn &event) const { touched.players.insert(event.player); }
    void operator()(const vault::SessionKeyInitialized &event) const { touched.players.insert(event.owner); }
    void operator()(const vault::SessionKeyRevoked &event) const { touched.players.insert(event.owner); }
    void operator()(const vault::SessionEpochBumped &event) const { touched.players.insert(event.owner); }
    void operator()(const vault::NetChunkLocked &event) const { add(event.debits); }
    void operator()(const vault::NetChunkCommitted &event) const { add(event.credits); }
    void operator()(const vault::NetChunkReturned &event) const { add(event.returned); }
    template <class Event>
    void operator()(const Event &) const
    {
    }

    void add(const std::vector<vault::CashMoved> &moves) const
    {
        for (const vault::CashMoved &move : moves)
            touched.players.insert(move.player);
    }
};

class Folder {
public:
    Folder(storage::Transaction &transaction, SessionKeeper &sessions, const EventPlace &place)
        : m_transaction(transaction),
          m_sessions(sessions),
          m_place(place)
    {
    }

    void operator()(const vault::ItemRegistered &event)
    {
        moveItem(event.item, PublicKey{}, event.owner, std::nullopt);
    }
    void operator()(const vault::ItemTransferred &event) { moveItem(event.item, event.from, event.to, std::nullopt); }
    void operator()(const vault::NetChunkCommitted &event)
    {
        for (const vault::ItemMoved &move : event.items)
            moveItem(move.item, move.from, move.to, event.batch);
    }
    void operator()(const vault::SessionKeyInitialized &event)
    {
        // Only the very grant that the node was shown makes its session live.
        const auto session = storage::sessions::byKey(m_transaction, event.session);
        if (session && session->grantHash == event.grantHash && session->grant.owner == event.owner)
            m_sessions.activate(m_transaction, event.session);
    }
    void operator()(const vault::SessionKeyRevoked &event)
    {
        const auto session = storage::sessions::byKey(m_transaction, event.session);
        if (session && session->grant.owner == event.owner)
            m_sessions.end(m_transaction, event.session, "REVOKED_ON_CHAIN");
    }
    void operator()(const vault::SessionEpochBumped &event)
    {
        m_sessions.raiseEpoch(m_transaction, event.owner, event.epoch);
    }
    template <class Event>
    void operator()(const Event &)
    {
    }

private:
    void moveItem(const PublicKey &item, const PublicKey &from, const PublicKey &to, std::optional<BatchId> batch)
    {
        storage::index::setOwner(m_transaction, {item, to, m_place.slot, m_place.at});
        storage::index::addMove(m_transaction, {item, from, to, batch, m_place.signature, m_place.slot, m_place.at});
    }

    storage::Transaction &m_transaction;
    SessionKeeper &m_sessions;
    const EventPlace &m_place;
};

} // namespace

void collectPlayers(const vault::VaultEvent &event, Touched &touched)
{
    std::visit(PlayerCollector{touched}, event);
}

void foldEvent(storage::Transaction &transaction, SessionKeeper &sessions, const PublicKey &game,
               const vault::VaultEvent &event, const EventPlace &place)
{
    const PublicKey *venue = std::visit(GameOf{}, event);
    if (venue && *venue == game)
        std::visit(Folder(transaction, sessions, place), event);
}

void foldClosedLedger(storage::Transaction &transaction, const PublicKey &player, Slot slot)
{
    if (storage::index::balanceOf(transaction, player))
        storage::index::setBalance(transaction, {player, {}, {}, slot, transaction.now()});
}

void foldAccount(storage::Transaction &transaction, const PublicKey &game, const PublicKey &key,
                 const chain::AccountInfo &account, Slot slot)
{
    if (const auto ledger = vault::decodePlayerLedger(account.data); ledger && ledger->game == game) {
        const UnixSeconds now = toSeconds(transaction.now());
        storage::index::setBalance(
            transaction, {ledger->player, ledger->available, ledger->allowance(now), slot, transaction.now()});
        return;
    }
    const auto item = vault::decodeItem(account.data);
    if (!item || item->game != game)
        return;
    const auto known = storage::index::ownerOf(transaction, key);
    if (!known || known->owner != item->owner)
        storage::index::setOwner(transaction, {key, item->owner, slot, transaction.now()});
}

} // namespace paradox::indexer
