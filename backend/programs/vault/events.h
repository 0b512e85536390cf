#pragma once

// Every event without legs; those of settlement are in batch_events.h.
#include "programs/vault/events_item.h"
#include "programs/vault/events_player.h"
#include "programs/vault/events_venue.h"
