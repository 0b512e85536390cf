#include "programs/governance/governance.h"

PROGRAM_ENTRYPOINT(governance)
