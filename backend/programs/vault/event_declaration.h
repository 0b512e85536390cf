#pragma once

#include "programs/sdk/discriminator.h"

// Anchor events. They carry what an indexer needs to fold owners and balances without reading accounts.

/// Name and discriminator of an event, inside its struct.
#define VAULT_EVENT(title)                                                                                             \
    static constexpr char name[] = title;                                                                              \
    static constexpr u64 discriminator = program::discriminator("event", name)
