#pragma once

// Every account of the vault.
#include "programs/vault/state_batch.h"
#include "programs/vault/state_player.h"
#include "programs/vault/state_session.h"
#include "programs/vault/state_venue.h"
