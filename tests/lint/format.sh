#!/usr/bin/env bash
# Every source file reads as clang-format writes it.
set -euo pipefail
find app backend models ui tests -path '*/node_modules' -prune -o \( -name '*.cpp' -o -name '*.h' \) -print0 |
    xargs -0 "$1" --dry-run -Werror
