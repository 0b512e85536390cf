#include "programs/energy_token/metadata.h"

namespace paradox::program::energy_token {

namespace {

constexpr u32 textSizeMax = 800;
constexpr u64 callSizeMax = 2 + 3 * 4 + textSizeMax + 32;

Status checkAddress(const Call<CreateTokenMint> &call)
{
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("metadata"), 8},
                           sliceOf(metaplexProgram),
                           sliceOf(call.key(CreateTokenMint::mint))};
    Pubkey address;
    u8 bump = 0;
    const bool isFound = sol_try_find_program_address(seeds, countOf(seeds), &metaplexProgram, &address, &bump) == 0;
    PROGRAM_ENSURE(isFound && address == call.key(CreateTokenMint::metadata), InvalidMetadataAccount);
    return Status::Ok;
}

/// Create (42) in its first form: a fungible token without royalties, creators, collection or uses, mutable.
void writeCreate(Writer &out, const CreateTokenMint::Args &args)
{
    const u8 fungible = 2;
    out("instruction", u8{42});
    out("version", u8{0});
    out("name", args.name);
    out("symbol", args.symbol);
    out("uri", args.uri);
    out("seller_fee_basis_points", u16{0});
    out("creators", u8{0});
    out("primary_sale_happened", false);
    out("is_mutable", true);
    out("token_standard", fungible);
    out("collection", u8{0});
    out("uses", u8{0});
    out("collection_details", u8{0});
    out("rule_set", u8{0});
    out("decimals", Option<u8>{true, energyDecimals});
    out("print_supply", Option<u8>{true, 0}); // none
}

__attribute__((noinline)) Status invokeCreate(const Call<CreateTokenMint> &call, const Slice &data)
{
    // The optional master edition is absent: the program's own id stands in its place.
    Cpi cpi;
    cpi.add(call[CreateTokenMint::metadata], CpiRole::Writes)
        .add(call[CreateTokenMint::metadataProgram], CpiRole::Reads)
        .add(call[CreateTokenMint::mint], CpiRole::SignsAndWrites)
        .add(call[CreateTokenMint::authority], CpiRole::Signs)
        .add(call[CreateTokenMint::payer], CpiRole::SignsAndWrites)
        .add(call[CreateTokenMint::authority], CpiRole::Signs)
        .add(call[CreateTokenMint::system], CpiRole::Reads)
        .add(call[CreateTokenMint::sysvarInstructions], CpiRole::Reads)
        .add(call[CreateTokenMint::tokenProgram], CpiRole::Reads);
    return cpi.call(metaplexProgram, data, nullptr);
}

} // namespace

Status createMetadata(const Call<CreateTokenMint> &call)
{
    if (!call[CreateTokenMint::metadataProgram].isExecutable()) {
        LogLine line;
        line << "this cluster has no metadata program: the mint has no metadata";
        line.write();
        return Status::Ok;
    }
    PROGRAM_REQUIRE(call.key(CreateTokenMint::metadataProgram) == metaplexProgram, Status::InvalidProgramId);
    PROGRAM_TRY(checkAddress(call));
    const u64 textSize = u64{call.args.name.size} + call.args.symbol.size + call.args.uri.size;
    PROGRAM_ENSURE(textSize <= textSizeMax, MetadataTooLong);
    u8 data[callSizeMax];
    Writer writer(data, sizeof data);
    writeCreate(writer, call.args);
    return invokeCreate(call, {data, writer.size()});
}

} // namespace paradox::program::energy_token
