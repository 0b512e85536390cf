#pragma once

#include "models/key_names.h"
#include "models/life_line.h"
#include "models/live_table_model.h"

#include "domain/clock.h"

namespace paradox::models {

/// What every live model needs besides its shelf. All outlive the models.
struct ModelContext {
    const LiveStore &store;
    const KeyNames &names;
    const Clock &clock;
};

class IntentModel : public ShelfModel<IntentRow> {
    Q_OBJECT

public:
    enum Columns { State, Type, Item, SideColumn, Counterparty, Amount, Age, Expires, SeqColumn, Why };

    explicit IntentModel(const ModelContext &context, QObject *parent = nullptr);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    ModelContext m_context;
};

class BatchModel : public ShelfModel<BatchRow> {
    Q_OBJECT

public:
    enum Columns { Number, Lane, Accepted, Netted, Chunks, Next };

    explicit BatchModel(const ModelContext &context, QObject *parent = nullptr);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    ModelContext m_context;
};

class OperationModel : public ShelfModel<OperationRow> {
    Q_OBJECT

public:
    enum Columns { Status, Kind, For, Attempt, Next, Fee, SlotColumn, SignatureColumn, Age, Reason };

    explicit OperationModel(const ModelContext &context, QObject *parent = nullptr);
    /// Of a part of the operations, such as one batch's.
    OperationModel(const ModelContext &context, const ShelfOf<OperationRow> &shelf, QObject *parent = nullptr);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    ModelContext m_context;
};

class SessionModel : public ShelfModel<SessionRow> {
    Q_OBJECT

public:
    enum Columns { State, Session, May, Meter, Left, Limit, Each, Intents, Expires, Scope };

    explicit SessionModel(const ModelContext &context, QObject *parent = nullptr);
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    ModelContext m_context;
};

class ItemModel : public ShelfModel<ItemRow> {
    Q_OBJECT

public:
    enum Columns { Item, Key, State, Ask };

    explicit ItemModel(const ModelContext &context, QObject *parent = nullptr);

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    /// The own pending or netted intent that offers an item, if any.
    [[nodiscard]] const IntentRow *offerOf(const QString &item) const;
    [[nodiscard]] bool isOffer(const IntentRow &intent) const;
    void readOffers();
    void follow(const Changes &changes);

    ModelContext m_context;
    QHash<QString, SlotNumber> m_offers; ///< item to intent: asked for by each cell, so never searched
};

/// Verdicts of one batch.
class TradeModel : public ShelfModel<TradeRow> {
    Q_OBJECT

public:
    enum Columns { SeqColumn, VerdictColumn, Item, Seller, Buyer, Amount };

    TradeModel(const ShelfOf<TradeRow> &trades, const KeyNames &names, QObject *parent = nullptr);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    const KeyNames &m_names;
};

/// What each wallet gains or loses in one batch.
class LegModel : public ShelfModel<LegRow> {
    Q_OBJECT

public:
    enum Columns { Wallet, Delta, Items };

    LegModel(const ShelfOf<LegRow> &legs, const KeyNames &names, QObject *parent = nullptr);

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    const KeyNames &m_names;
};

/// The items of one batch that belong to another wallet after it.
class OwnerMoveModel : public ShelfModel<OwnerMoveRow> {
    Q_OBJECT

public:
    enum Columns { Item, From, To };

    OwnerMoveModel(const ShelfOf<OwnerMoveRow> &moves, const KeyNames &names, QObject *parent = nullptr);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    const KeyNames &m_names;
};

[[nodiscard]] QString itemName(const QString &item, const KeyNames &names);
/// The Why column: one clause, fact, then number.
[[nodiscard]] QString whyOf(const IntentRow &intent, const LiveStore &store, const KeyNames &names);
/// What the amount of an intent is, before it in a cell: "at most", "paid", or nothing where it is the price and no
/// more.
[[nodiscard]] QString priceWord(const IntentRow &intent);
/// In a sentence: "at most 12.5 SOL", "paid 12.5 SOL", "12.5 SOL".
[[nodiscard]] QString priceText(const IntentRow &intent);
enum class ChunkStep { Locked, Settled };
/// "3 of 8 chunks locked", or how small the batch was; nothing while there is nothing to say.
[[nodiscard]] QString chunksText(const BatchRow &batch, ChunkStep step);
[[nodiscard]] QString nextOf(const BatchRow &batch, UnixMillis now);

[[nodiscard]] LifeLine lifeLineOf(const IntentRow &intent, const ModelContext &context);
[[nodiscard]] LifeLine lifeLineOf(const OperationRow &operation, UnixMillis now);
[[nodiscard]] LifeLine lifeLineOf(const BatchRow &batch, UnixMillis now);

} // namespace paradox::models
