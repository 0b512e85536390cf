#pragma once

#include "domain/bytes.h"

namespace paradox::ledger::spl {

extern const PublicKey memoProgram;  ///< MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr
extern const PublicKey memoProgram1; ///< Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo, the first version

} // namespace paradox::ledger::spl
