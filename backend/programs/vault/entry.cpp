#include "programs/vault/vault.h"

PROGRAM_ENTRYPOINT(vault)
