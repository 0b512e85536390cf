#include "programs/registry/registry.h"

PROGRAM_ENTRYPOINT(registry)
