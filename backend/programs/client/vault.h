#pragma once

// The client half of the vault program: addresses, instructions both ways, accounts, events, errors. Pure, no I/O.
// How a batch settles, who must sign what and which limits the chain enforces: backend/programs/vault/README.md.

#include "programs/client/vault_accounts.h"
#include "programs/client/vault_addresses.h"
#include "programs/client/vault_errors.h"
#include "programs/client/vault_events.h"
#include "programs/client/vault_instructions.h"
#include "programs/client/vault_plan.h"
