#include "programs/oracle/oracle.h"

PROGRAM_ENTRYPOINT(oracle)
