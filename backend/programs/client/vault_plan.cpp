#include "programs/client/vault_plan.h"

#include "programs/client/vault_accounts.h"

#include <algorithm>
#include <unordered_set>

namespace paradox::vault {

namespace {

// A settlement transaction in bytes (protocol of Solana's wire format, v0 where there is a table).
constexpr std::size_t keySize = 32;
constexpr std::size_t accountLocksMax = 64;
/// Signature count and signature, header, key count, blockhash, instruction count, both compute-budget instructions
/// with their data, and this instruction's program index and lengths; authority, vault and compute-budget program.
constexpr std::size_t staticSize = 1 + 64 + 3 + 1 + 32 + 1 + (3 + 5) + (3 + 9) + (1 + 2 + 2) + 3 * keySize;
/// Version byte, lookup count, one table with both of its counts.
constexpr std::size_t tableSize = 1 + 1 + keySize + 2;
constexpr std::size_t budget = solana::transactionSizeMax;
/// Declared accounts at most: game, batch, authority and system program.
constexpr std::size_t declaredAccounts = 4;
/// Discriminator, batch id, fees and three vector lengths: settle_net_batch's, the longest.
constexpr std::size_t settleDataSize = 8 + 32 + 8 + 3 * 4;
constexpr std::size_t lockDataSize = 8 + 2 + 2 * 4;
/// The program reports legs in one event of this size (program::vault::legEventSizeMax).
constexpr std::size_t eventSizeMax = 3072;
constexpr std::size_t eventHeadSize = 8 + 32 + 32 + 2 + 2 * 4;
constexpr std::size_t cashEventSize = 40;
constexpr std::size_t itemEventSize = 96;

/// How much of one transaction is used, leg by leg.
class Room {
public:
    Room(Addressing addressing, std::size_t dataSize) : m_addressing(addressing)
    {
        m_size = staticSize + dataSize + (addressing == Addressing::LookupTable ? tableSize : 0);
        for (std::size_t i = 1; i < declaredAccounts; ++i)
            addNewAccount();
        if (addressing == Addressing::LookupTable)
            m_size += keySize - 1; // the batch's own account is in no table
        ++m_size;                  // the authority's index; its key is counted
        m_locks = declaredAccounts + 2;
    }

    void cash(const CashLeg &leg)
    {
        account(leg.ledger);
        m_size += 8;
        m_event += cashEventSize;
    }
    void lockItem(const ItemLeg &leg)
    {
        account(leg.item);
        account(leg.sellerLedger);
        m_size += keySize;
        m_event += itemEventSize;
    }
    void deliverItem(const ItemLeg &leg)
    {
        account(leg.item);
        m_event += itemEventSize;
    }
    [[nodiscard]] bool holds() const
    {
        return m_size <= budget && m_locks <= accountLocksMax && m_event <= eventSizeMax;
    }

private:
    void account(const PublicKey &key)
    {
        if (m_keys.insert(key).second)
            addNewAccount();
        else
            ++m_size;
    }
    /// Its index in the instruction, and its key or its index in the table.
    void addNewAccount()
    {
        m_size += 1 + (m_addressing == Addressing::LookupTable ? 1 : keySize);
        ++m_locks;
    }

    Addressing m_addressing;
    std::size_t m_size = 0;
    std::size_t m_locks = 0;
    std::size_t m_event = eventHeadSize;
    std::unordered_set<PublicKey> m_keys;
};

/// Fills one chunk: items first (they stand in both transactions), then debits beside them in the lock transaction
/// and credits beside them in the commit transaction.
struct Chunking {
    const Legs &legs;
    Addressing addressing;
    std::size_t items = 0;
    std::size_t debits = 0;
    std::size_t credits = 0;

    [[nodiscard]] bool isDone() const
    {
        return items == legs.items.size() && debits == legs.debits.size() && credits == legs.credits.size();
    }
    Legs next()
    {
        Legs chunk;
        Room lock(addressing, lockDataSize);
        Room commit(addressing, lockDataSize);
        for (; items < legs.items.size(); ++items) {
            Room lockMore = lock;
            Room commitMore = commit;
            lockMore.lockItem(legs.items[items]);
            commitMore.deliverItem(legs.items[items]);
            if (!lockMore.holds() || !commitMore.holds())
                break;
            lock = std::move(lockMore);
            commit = std::move(commitMore);
            chunk.items.push_back(legs.items[items]);
        }
        fill(lock, legs.debits, debits, chunk.debits);
        fill(commit, legs.credits, credits, chunk.credits);
        return chunk;
    }

private:
    static void fill(Room &room, const std::vector<CashLeg> &from, std::size_t &next, std::vector<CashLeg> &to)
    {
        for (; next < from.size(); ++next) {
            Room more = room;
            more.cash(from[next]);
            if (!more.holds())
                return;
            room = std::move(more);
            to.push_back(from[next]);
        }
    }
};

} // namespace

std::size_t legsPerTransactionMax(Addressing addressing)
{
    // The costliest kind of leg: an item with an account and a seller's ledger of its own, named in no table.
    Room room(addressing, settleDataSize);
    std::size_t legs = 0;
    for (;; ++legs) {
        ItemLeg leg;
        leg.item.bytes[0] = leg.sellerLedger.bytes[0] = static_cast<std::uint8_t>(legs);
        leg.sellerLedger.bytes[1] = 1;
        room.lockItem(leg);
        if (!room.holds())
            return legs;
    }
}

bool fitsOneTransaction(const Legs &legs, Addressing addressing)
{
    Room room(addressing, settleDataSize);
    for (const CashLeg &leg : legs.debits)
        room.cash(leg);
    for (const CashLeg &leg : legs.credits)
        room.cash(leg);
    for (const ItemLeg &leg : legs.items)
        room.lockItem(leg);
    return room.holds();
}

std::optional<std::vector<Legs>> splitIntoChunks(const Legs &legs, Addressing addressing)
{
    std::vector<Legs> chunks;
    Chunking chunking{legs, addressing};
    do {
        chunks.push_back(chunking.next());
        if (chunks.size() > chunksMax)
            return std::nullopt;
    } while (!chunking.isDone());
    return chunks;
}

std::vector<PublicKey> chunkAddresses(const PublicKey &game, const Legs &legs)
{
    std::vector<PublicKey> result;
    std::unordered_set<PublicKey> seen;
    const auto add = [&](const PublicKey &key) {
        if (seen.insert(key).second)
            result.push_back(key);
    };
    add(game);
    add(PublicKey{}); // the system program
    for (const CashLeg &leg : legs.debits)
        add(leg.ledger);
    for (const CashLeg &leg : legs.credits)
        add(leg.ledger);
    for (const ItemLeg &leg : legs.items) {
        add(leg.item);
        add(leg.sellerLedger);
    }
    return result;
}

std::uint32_t computeUnitsFor(const Legs &legs)
{
    // Creating the batch's account is the largest fixed part: deriving its address may take several bumps.
    constexpr std::uint32_t fixedUnits = 60'000;
    constexpr std::uint32_t legUnits = 2'500;
    const std::size_t count = legs.debits.size() + legs.credits.size() + legs.items.size();
    return fixedUnits + legUnits * static_cast<std::uint32_t>(std::min<std::size_t>(count, 500));
}

} // namespace paradox::vault
