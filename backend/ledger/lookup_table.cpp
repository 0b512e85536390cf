#include "ledger/lookup_table.h"

#include "domain/base58.h"
#include "ledger/invocation.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::uint32_t tableState = 1;
constexpr std::uint64_t never = ~std::uint64_t{0};

enum class TableOrder : std::uint32_t { Create = 0, Freeze = 1, Extend = 2, Deactivate = 3, Close = 4 };

/// Slots whose hashes the SlotHashes sysvar still holds, newest first.
bool isRecentSlot(const SlotView &view, std::uint64_t slot)
{
    const AccountRef sysvar = view.accounts.load(solana::slotHashesSysvar);
    if (!sysvar)
        return false;
    solana::BorshReader reader(sysvar->data);
    const std::uint64_t count = reader.take<std::uint64_t>();
    for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
        if (reader.take<std::uint64_t>() == slot)
            return true;
        (void)reader.raw(Hash::size);
    }
    return false;
}

/// A deactivated table works on until its slot has left the slot hashes.
bool isUsable(const LookupTableState &table, const SlotView &view)
{
    return table.deactivatedAt.value == never || table.deactivatedAt == view.slot ||
           isRecentSlot(view, table.deactivatedAt.value);
}

class LookupTables {
public:
    explicit LookupTables(Invocation &invocation)
        : m_invocation(invocation),
          m_frame(invocation.frame()),
          m_reader(m_frame.data)
    {
    }

    Status run();

private:
    Status create();
    Status freeze();
    Status extend();
    Status deactivate();
    Status close();
    [[nodiscard]] std::expected<LookupTableState, InstructionError> writableTable(std::size_t accounts);
    Status payRent(std::size_t payer, std::size_t size);
    Status fail(std::string line, InstructionErrorKind kind)
    {
        m_invocation.log(std::move(line));
        return failure(kind);
    }

    Invocation &m_invocation;
    Frame &m_frame;
    solana::BorshReader m_reader;
};

Status LookupTables::run()
{
    const std::uint32_t order = m_reader.take<std::uint32_t>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (order == static_cast<std::uint32_t>(TableOrder::Create))
        return create();
    if (order == static_cast<std::uint32_t>(TableOrder::Freeze))
        return freeze();
    if (order == static_cast<std::uint32_t>(TableOrder::Extend))
        return extend();
    if (order == static_cast<std::uint32_t>(TableOrder::Deactivate))
        return deactivate();
    if (order == static_cast<std::uint32_t>(TableOrder::Close))
        return close();
    return failure(InstructionErrorKind::InvalidInstructionData);
}

/// By a call to the System program, as the cluster's own program does it, so that logs and inner instructions agree.
Status LookupTables::payRent(std::size_t payer, std::size_t size)
{
    const std::uint64_t minimum = rentExemptMinimum(size, m_invocation.slot().fees);
    const std::uint64_t held = m_frame.view(0).lamports;
    if (held >= minimum)
        return {};
    const solana::Instruction transfer =
        solana::systemTransfer(m_frame.key(payer), m_frame.key(0), Lamports{minimum - held});
    Invocation::Call call{transfer.program, transfer.accounts, transfer.data, {}};
    auto accounts = m_invocation.resolve(call);
    if (!accounts)
        return std::unexpected(accounts.error());
    return m_invocation.run(call, std::move(*accounts));
}

Status LookupTables::create()
{
    const std::uint64_t recentSlot = m_reader.take<std::uint64_t>();
    const std::uint8_t bump = m_reader.take<std::uint8_t>();
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    if (!m_frame.has(3))
        return failure(InstructionErrorKind::NotEnoughAccountKeys);
    if (!m_frame.isSigner(2))
        return fail("Payer account must be a signer", InstructionErrorKind::MissingRequiredSignature);
    if (!isRecentSlot(m_invocation.slot(), recentSlot))
        return fail(std::to_string(recentSlot) + " is not a recent slot", InstructionErrorKind::InvalidInstructionData);
    const PublicKey authority = m_frame.key(1);
    Bytes slotSeed = solana::BorshWriter().put(recentSlot).take();
    const std::array<ByteSpan, 3> seeds{authority.span(), slotSeed, ByteSpan(&bump, 1)};
    const std::optional<PublicKey> address = solana::createProgramAddress(seeds, solana::addressLookupTableProgram);
    if (!address)
        return failure(InstructionErrorKind::InvalidSeeds);
    if (*address != m_frame.key(0))
        return fail("Table address must match derived address: " + toBase58(*address),
                    InstructionErrorKind::InvalidArgument);
    if (m_frame.view(0).owner == solana::addressLookupTableProgram)
        return {}; // exists already: creating again is no error
    if (const Status paid = payRent(2, lookupTableHeaderSize); !paid)
        return paid;
    for (const std::uint32_t order : {8U, 1U}) { // allocate, assign: the table signs as a derived address
        solana::BorshWriter data;
        data.put(order);
        if (order == 8U)
            data.put(std::uint64_t{lookupTableHeaderSize});
        else
            data.put(solana::addressLookupTableProgram);
        Invocation::Call call{solana::systemProgram, {{*address, true, true}}, data.take(), {*address}};
        auto accounts = m_invocation.resolve(call);
        if (!accounts)
            return std::unexpected(accounts.error());
        if (const Status done = m_invocation.run(call, std::move(*accounts)); !done)
            return done;
    }
    LookupTableState table;
    table.authority = authority;
    return m_frame.setData(0, table.encode());
}

std::expected<LookupTableState, InstructionError> LookupTables::writableTable(std::size_t accounts)
{
    if (!m_frame.has(accounts))
        return failure(InstructionErrorKind::NotEnoughAccountKeys);
    if (m_frame.view(0).owner != solana::addressLookupTableProgram)
        return failure(InstructionErrorKind::InvalidAccountOwner);
    if (!m_frame.isSigner(1)) {
        m_invocation.log("Authority account must be a signer");
        return failure(InstructionErrorKind::MissingRequiredSignature);
    }
    std::optional<LookupTableState> table = LookupTableState::decode(m_frame.view(0).data);
    if (!table)
        return failure(InstructionErrorKind::UninitializedAccount);
    if (!table->authority) {
        m_invocation.log("Lookup table is frozen");
        return failure(InstructionErrorKind::Immutable);
    }
    if (*table->authority != m_frame.key(1))
        return failure(InstructionErrorKind::IncorrectAuthority);
    return std::move(*table);
}

Status LookupTables::freeze()
{
    auto table = writableTable(2);
    if (!table)
        return std::unexpected(table.error());
    if (table->deactivatedAt.value != never)
        return fail("Deactivated tables cannot be frozen", InstructionErrorKind::InvalidArgument);
    if (table->addresses.empty())
        return fail("Empty lookup tables cannot be frozen", InstructionErrorKind::InvalidInstructionData);
    table->authority.reset();
    return m_frame.setData(0, table->encode());
}

Status LookupTables::extend()
{
    const std::uint64_t count = m_reader.take<std::uint64_t>();
    std::vector<PublicKey> added;
    for (std::uint64_t i = 0; i < count && m_reader.ok(); ++i)
        added.push_back(m_reader.take<PublicKey>());
    if (!m_reader.ok())
        return failure(InstructionErrorKind::InvalidInstructionData);
    auto table = writableTable(2);
    if (!table)
        return std::unexpected(table.error());
    if (table->deactivatedAt.value != never)
        return fail("Deactivated tables cannot be extended", InstructionErrorKind::InvalidArgument);
    if (table->addresses.size() >= lookupTableAddressesMax)
        return fail("Lookup table is full and cannot contain more addresses", InstructionErrorKind::InvalidArgument);
    if (added.empty())
        return fail("Must extend with at least one address", InstructionErrorKind::InvalidInstructionData);
    if (table->addresses.size() + added.size() > lookupTableAddressesMax)
        return fail("Extended lookup table length " + std::to_string(table->addresses.size() + added.size()) +
                        " would exceed max capacity of 256",
                    InstructionErrorKind::InvalidInstructionData);
    const Slot slot = m_invocation.slot().slot;
    if (table->lastExtendedAt != slot) {
        table->lastExtendedAt = slot;
        table->lastExtendedFrom = static_cast<std::uint8_t>(table->addresses.size());
    }
    table->addresses.insert(table->addresses.end(), added.begin(), added.end());
    const Bytes data = table->encode();
    if (const Status written = m_frame.setData(0, data); !written)
        return written;
    if (m_frame.view(0).lamports >= rentExemptMinimum(data.size(), m_invocation.slot().fees))
        return {};
    if (!m_frame.has(3))
        return failure(InstructionErrorKind::NotEnoughAccountKeys);
    if (!m_frame.isSigner(2))
        return fail("Payer account must be a signer", InstructionErrorKind::MissingRequiredSignature);
    return payRent(2, data.size());
}

Status LookupTables::deactivate()
{
    auto table = writableTable(2);
    if (!table)
        return std::unexpected(table.error());
    if (table->deactivatedAt.value != never)
        return fail("Lookup table is already deactivated", InstructionErrorKind::InvalidArgument);
    table->deactivatedAt = m_invocation.slot().slot;
    return m_frame.setData(0, table->encode());
}

Status LookupTables::close()
{
    auto table = writableTable(3);
    if (!table)
        return std::unexpected(table.error());
    if (m_frame.accounts[0].index == m_frame.accounts[2].index)
        return fail("Lookup table cannot be the recipient of reclaimed lamports",
                    InstructionErrorKind::InvalidArgument);
    if (table->deactivatedAt.value == never)
        return fail("Lookup table is not deactivated", InstructionErrorKind::InvalidArgument);
    if (isUsable(*table, m_invocation.slot()))
        return fail("Table cannot be closed until it's fully deactivated", InstructionErrorKind::InvalidArgument);
    if (const Status paid = m_frame.transfer(0, 2, m_frame.view(0).lamports); !paid)
        return paid;
    return m_frame.resize(0, 0);
}

} // namespace

std::optional<LookupTableState> LookupTableState::decode(ByteSpan data)
{
    solana::BorshReader reader(data);
    if (data.size() < lookupTableHeaderSize || reader.take<std::uint32_t>() != tableState)
        return std::nullopt;
    LookupTableState table;
    table.deactivatedAt = {reader.take<std::uint64_t>()};
    table.lastExtendedAt = {reader.take<std::uint64_t>()};
    table.lastExtendedFrom = reader.take<std::uint8_t>();
    if (reader.take<std::uint8_t>() != 0)
        table.authority = reader.take<PublicKey>();
    const ByteSpan addresses = data.subspan(lookupTableHeaderSize);
    if (addresses.size() % PublicKey::size != 0)
        return std::nullopt;
    for (std::size_t at = 0; at < addresses.size(); at += PublicKey::size)
        table.addresses.push_back(*PublicKey::from(addresses.subspan(at, PublicKey::size)));
    return table;
}

Bytes LookupTableState::encode() const
{
    solana::BorshWriter writer;
    writer.put(tableState).put(deactivatedAt.value).put(lastExtendedAt.value).put(lastExtendedFrom);
    writer.put(static_cast<std::uint8_t>(authority ? 1 : 0));
    if (authority)
        writer.put(*authority);
    Bytes bytes = writer.take();
    bytes.resize(lookupTableHeaderSize);
    for (const PublicKey &address : addresses)
        bytes.insert(bytes.end(), address.bytes.begin(), address.bytes.end());
    return bytes;
}

std::expected<LoadedAddresses, TransactionError> loadAddresses(const solana::Message &message, const SlotView &view)
{
    LoadedAddresses loaded;
    for (const solana::TableLookup &lookup : message.lookups) {
        const AccountRef account = view.accounts.load(lookup.table);
        if (!account)
            return std::unexpected(TransactionError{TransactionErrorKind::AddressLookupTableNotFound});
        if (account->owner != solana::addressLookupTableProgram)
            return std::unexpected(TransactionError{TransactionErrorKind::InvalidAddressLookupTableOwner});
        const std::optional<LookupTableState> table = LookupTableState::decode(account->data);
        if (!table)
            return std::unexpected(TransactionError{TransactionErrorKind::InvalidAddressLookupTableData});
        if (!isUsable(*table, view))
            return std::unexpected(TransactionError{TransactionErrorKind::AddressLookupTableNotFound});
        const std::size_t usable =
            table->lastExtendedAt < view.slot ? table->addresses.size() : table->lastExtendedFrom;
        for (const auto &[indexes, keys] : {std::pair(&lookup.writableIndexes, &loaded.writable),
                                            std::pair(&lookup.readonlyIndexes, &loaded.readonly)}) {
            for (const std::uint8_t index : *indexes) {
                if (index >= usable)
                    return std::unexpected(TransactionError{TransactionErrorKind::InvalidAddressLookupTableIndex});
                keys->push_back(table->addresses[index]);
            }
        }
    }
    return loaded;
}

Status runLookupTableProgram(Invocation &invocation)
{
    return LookupTables(invocation).run();
}

} // namespace paradox::ledger
