#!/usr/bin/env bash
# Runs a test program in a D-Bus session of its own with folders of its own and, on request, an unlocked gnome-keyring.
#   keychain_session.sh unlocked|locked|absent PROGRAM ARGUMENT...
set -euo pipefail
mode=$1
shift
home=$(mktemp -d)
keyring=
cleanup() {
    [ -n "$keyring" ] && kill "$keyring" 2>/dev/null
    rm -rf "$home"
}
trap cleanup EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home/run
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
mkdir -m 0700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
case $mode in
absent) exec_in=() ;;
*) exec_in=(dbus-run-session --) ;;
esac
if [ "$mode" = unlocked ]; then
    # The daemon outlives the session's bus: its pid is noted, so that exactly this one is ended.
    status=0
    "${exec_in[@]}" bash -c '
        printf test-pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        "$@" && status=0 || status=$?
        dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets |
            sed "s/.* //" >"$HOME/keyring.pid"
        exit "$status"' _ "$@" || status=$?
    keyring=$(cat "$home/keyring.pid" 2>/dev/null || true)
    exit $status
fi
"${exec_in[@]}" "$@"
