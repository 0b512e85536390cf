#pragma once

#include "domain/sha256.h"
#include "ledger/account_store.h"
#include "ledger/record.h"
#include "ledger/runtime.h"

#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace paradox::ledger {

enum class Commitment : std::uint8_t { Processed, Confirmed, Finalized };

inline constexpr std::uint64_t blockhashLife = 151; ///< heights after a block in which its hash is accepted
inline constexpr std::uint64_t recentBlocksMax = 512;
inline constexpr std::uint32_t finalityMax = 128;

/// What a ledger is born with.
struct Genesis {
    Hash hash;
    PublicKey identity;
    PublicKey faucet;
    std::uint64_t faucetLamports = 9'000'000'000'000'000'000ULL; ///< below 2^63: some clients read signed numbers
    UnixSeconds time;
};

/// What the ledger remembers of a recent transaction, beside the history.
struct SignatureStatus {
    Slot slot;
    std::optional<TransactionError> error;
};

/// The chain itself: accounts by slot, blockhashes, recent signatures. Slots are closed from outside; confirmed is the
/// newest closed slot that is durable, finalized lies `finality` blocks behind the working slot. Slots without a block
/// exist where the chain was forked or jumped ahead. No thread and no clock of its own: one writer, and readers only
/// while it does not write.
class Bank {
public:
    struct Options {
        Genesis genesis;
        FeeParameters fees{};
        std::uint32_t finality = 8; ///< 1 to finalityMax
        std::uint32_t lagMax = 0;   ///< so many blocks behind each commitment can still be looked at
        std::vector<NativeProgram> programs{};
    };

    explicit Bank(Options options);
    Bank(const Bank &) = delete;
    Bank &operator=(const Bank &) = delete;

    /// Puts in place the faucet and the built-in programs of a new chain, or the native programs that are missing. What
    /// changed, for the journal.
    std::vector<AccountWrite> install();
    /// Such accounts are there at every slot that can be looked at, and no fork takes them back.
    void place(const std::vector<AccountWrite> &accounts);

    /// Refuses (nothing changed) or executes in the working slot; the record has the writes, already applied.
    /// Signatures are the caller's matter.
    [[nodiscard]] std::expected<RecordRef, TransactionError> process(const solana::Transaction &transaction);
    /// Closes the working slot and opens the next one.
    Block closeSlot(UnixSeconds now);
    /// Everything up to `slot` would survive: confirmed and finalized move. Slots in order.
    void setDurable(Slot slot);

    /// Goes on from an older block, final or later, in a slot further on: what came after the block is undone, and its
    /// transactions may be sent again. With the newest block as parent, only the working slot is given up.
    AccountStore::Rollback reopen(Slot parent, Slot working);
    /// Writes outside of any transaction, in the working slot.
    void rewrite(const std::vector<AccountWrite> &writes);

    // Coming back: a snapshot's root, then blocks and records in the order of the journal.
    void beginRestore();                            ///< forks may have been as deep as any finality allowed
    void restoreRoot(std::uint64_t capitalisation); ///< forgets the genesis block and the recent ones
    void restoreBlock(const Block &block);
    void restoreRecord(RecordRef record);
    void restoreStatus(const Signature &signature, const Hash &messageHash, const SignatureStatus &status);
    AccountStore &store() { return m_store; }
    void resume(UnixSeconds now); ///< after the last of them

    /// Executes against the state of a slot and keeps nothing.
    [[nodiscard]] Execution simulate(const solana::Transaction &transaction, Slot slot) const;
    /// Blockhash or durable nonce, and novelty, as process() asks for them. The nonce, where it is one.
    [[nodiscard]] std::expected<NonceAdvance, TransactionError> checkAge(const solana::Transaction &transaction,
                                                                         Slot slot) const;
    /// A live blockhash, or a nonce that the message may use, as its account is once it has moved on.
    [[nodiscard]] std::expected<NonceAdvance, TransactionError> findLifetime(const solana::Message &message,
                                                                             Slot slot) const;

    [[nodiscard]] Slot slotAt(Commitment commitment) const;
    /// As a node sees it that is so many blocks behind, at most lagMax.
    [[nodiscard]] Slot slotAt(Commitment commitment, std::uint32_t lag) const;
    [[nodiscard]] Commitment commitmentOf(Slot slot) const; ///< of a slot that is not ahead
    [[nodiscard]] BlockHeight heightAt(Slot slot) const;
    [[nodiscard]] AccountRef account(const PublicKey &key, Slot slot) const;
    [[nodiscard]] std::vector<PublicKey> programAccounts(const PublicKey &owner) const; ///< some may be no longer
    /// The newest blockhash a client may use at this slot, and the last height that accepts it.
    struct Blockhash {
        Hash hash;
        BlockHeight lastValid;
    };
    [[nodiscard]] Blockhash latestBlockhash(Slot slot) const;
    [[nodiscard]] bool isBlockhashValid(const Hash &hash, Slot slot) const;
    [[nodiscard]] std::optional<SignatureStatus> status(const Signature &signature) const;
    [[nodiscard]] const Block *recentBlock(Slot slot) const;
    [[nodiscard]] const std::deque<Block> &recentBlocks() const { return m_blocks; }
    [[nodiscard]] std::uint64_t transactionCount(Slot slot) const;
    [[nodiscard]] std::uint64_t capitalisation() const { return m_capitalisation; }
    [[nodiscard]] const Genesis &genesis() const { return m_options.genesis; }
    [[nodiscard]] const FeeParameters &fees() const { return m_options.fees; }
    [[nodiscard]] const AccountStore &store() const { return m_store; }
    [[nodiscard]] UnixSeconds slotTime() const { return m_time; }
    /// For a snapshot: every remembered signature.
    struct Remembered {
        Signature signature;
        Hash messageHash;
        SignatureStatus status;
    };
    [[nodiscard]] std::vector<Remembered> remembered(Slot upTo) const;

private:
    class View;

    struct SlotSignatures {
        Slot slot;
        BlockHeight height;
        std::vector<std::pair<Signature, Hash>> signatures;
    };

    void openAfter(const Block &block, Slot working);
    [[nodiscard]] Slot slotBehind(Slot slot, std::uint32_t blocks) const;
    void remember(const Signature &signature, const Hash &messageHash, const SignatureStatus &status);
    void advance();
    [[nodiscard]] UnixSeconds timeAt(Slot slot) const;
    [[nodiscard]] SlotView viewAt(const View &accounts, Slot slot) const;

    Options m_options;
    std::uint32_t m_finality; ///< in blocks
    ProgramTable m_programs;
    AccountStore m_store;
    Slot m_working;
    BlockHeight m_height;
    UnixSeconds m_time;
    Slot m_confirmed;
    Slot m_finalized;
    Sha256 m_slotHasher; ///< over the working slot's transactions
    std::uint32_t m_slotTransactions = 0;
    std::uint64_t m_transactions = 0;
    std::uint64_t m_capitalisation = 0;
    std::deque<Block> m_blocks; ///< closed, oldest first; block 0 is the genesis
    std::unordered_map<Hash, BlockHeight> m_hashes;
    std::unordered_map<Signature, SignatureStatus> m_statuses;
    std::unordered_set<Hash> m_messages;
    std::deque<SlotSignatures> m_signatures;
};

} // namespace paradox::ledger
