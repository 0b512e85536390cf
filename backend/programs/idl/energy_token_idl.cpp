#include "programs/energy_token/energy_token.h"
#include "programs/energy_token/events.h"
#include "programs/idl/idl.h"
#include "programs/idl/idls.h"

namespace paradox::programs {

std::string energy_tokenIdl()
{
    namespace token = program::energy_token;
    using program::TypeList;
    idl::Writer writer({"energy_token", energy_tokenDefaultId, "Tokens of energy, minted from settled meters"});
    writer.accounts(TypeList<token::TokenInfo, token::RecValidator>());
    writer.events(TypeList<token::GridTokensMinted, token::TokensMintedDirect, token::TokensMinted,
                           token::TotalSupplySynced, token::RecValidatorAdded, token::RecValidatorRemoved>());
    writer.instructions<token::Instructions>();
#define ENERGY_TOKEN_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_ENERGY_TOKEN_ERRORS(ENERGY_TOKEN_IDL_ERROR)
#undef ENERGY_TOKEN_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs
