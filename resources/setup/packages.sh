#!/usr/bin/env bash
# The one place that installs what the project needs on Debian 12: compilers, libraries, fonts and test servers.
# Nothing is downloaded by the build itself. Does nothing when every package is already there.
set -euo pipefail

build=(git ca-certificates cmake ninja-build ccache g++ clang-19 libclang-rt-19-dev pkg-config)
lint=(clang-format-19 clang-tidy-19)
libraries=(libboost-dev libsodium-dev libssl-dev libsqlite3-dev nlohmann-json3-dev libsimdjson-dev libmimalloc-dev libqrencode-dev)
desk=(qt6-base-dev libqt6websockets6-dev libqt6charts6-dev libqt6svg6-dev libqt6opengl6-dev qt6-tools-dev
    qt6-tools-dev-tools qt6-l10n-tools libqt6sql6-sqlite qtkeychain-qt6-dev fonts-inter fonts-jetbrains-mono)
tests=(libgtest-dev libgmock-dev xvfb xdotool x11-utils imagemagick openbox dbus gnome-keyring nodejs npm)

wanted=("${build[@]}" "${lint[@]}" "${libraries[@]}" "${desk[@]}" "${tests[@]}")
# A Node.js from elsewhere serves as well as Debian's, and the two do not install beside each other.
if command -v node >/dev/null && command -v npm >/dev/null; then
    wanted=("${wanted[@]/#nodejs/}")
    wanted=("${wanted[@]/#npm/}")
fi

missing=()
for package in "${wanted[@]}"; do
    [ -n "$package" ] || continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "packages.sh: needs root or sudo to install: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "packages.sh: installing ${#missing[@]} packages" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
