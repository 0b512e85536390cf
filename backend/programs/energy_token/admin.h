#pragma once

#include "programs/energy_token/state.h"
#include "programs/sdk/program.h"
#include "programs/sdk/token_state.h"

namespace paradox::program::energy_token {

constexpr AccountSpec theTokenInfo()
{
    return stateAt<TokenInfo>("token_info").at(text("token_info"));
}
constexpr AccountSpec splToken()
{
    return fixed("token_program", tokenProgram);
}

struct Initialize {
    PROGRAM_INSTRUCTION("initialize", "Initialize");
    enum : u8 { authority };
    static constexpr AccountSpec accounts[] = {signer("authority")};
    using Args = NoArgs;
};

/// The token that this program alone mints. Its first caller becomes its authority.
struct InitializeToken {
    PROGRAM_INSTRUCTION("initialize_token", "InitializeToken");
    enum : u8 { tokenInfo, mint, authority, system, tokenProgram, rent };
    static constexpr AccountSpec accounts[] = {
        fresh<TokenInfo>("token_info").at(text("token_info")),
        derived("mint").writable().at(text("mint")),
        signer("authority").writable(),
        systemAccount(),
        splToken(),
        rentAccount(),
    };
    using Args = NoArgs;
};

/// Without the accounts at the end nothing is recorded, as in the first version.
struct AddRecValidator {
    PROGRAM_INSTRUCTION("add_rec_validator", "AddRecValidator");
    enum : u8 { tokenInfo, authority, recValidator, payer, system };
    static constexpr AccountSpec accounts[] = {
        state<TokenInfo>("token_info").writable(),
        signer("authority"),
        stateOrFresh<RecValidator>("rec_validator")
            .at(text("rec_validator"), argument("validator_pubkey", 0, 32))
            .optional(),
        signer("payer").writable().optional(),
        systemAccount().optional(),
    };
    struct Args {
        Pubkey validator;
        TextView authorityName;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("validator_pubkey", self.validator);
            visit("authority_name", self.authorityName);
        }
    };
};

struct RemoveRecValidator {
    PROGRAM_INSTRUCTION("remove_rec_validator", "RemoveRecValidator");
    enum : u8 { tokenInfo, recValidator, authority, rentReceiver };
    static constexpr AccountSpec accounts[] = {
        state<TokenInfo>("token_info"),
        stateAt<RecValidator>("rec_validator")
            .writable()
            .at(text("rec_validator"), argument("validator_pubkey", 0, 32)),
        signer("authority"),
        any("rent_receiver").writable(),
    };
    struct Args {
        Pubkey validator;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("validator_pubkey", self.validator);
        }
    };
};

} // namespace paradox::program::energy_token
