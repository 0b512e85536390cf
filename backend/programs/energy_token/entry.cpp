#include "programs/energy_token/energy_token.h"

PROGRAM_ENTRYPOINT(energy_token)
