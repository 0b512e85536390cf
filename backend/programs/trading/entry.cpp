#include "programs/trading/trading.h"

PROGRAM_ENTRYPOINT(trading)
