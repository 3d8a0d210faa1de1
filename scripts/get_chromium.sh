#!/bin/sh
# Sees to a Chromium for the browser tests: uses the one that is there, else installs Debian's when the user is root.
# Without one the browser tests skip; with REQUIRE_BROWSER=1 that is an error.
set -u

present() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

install_with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing Chromium with apt-get"
    log=$(mktemp)
    if (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-liberation) \
        </dev/null >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
    return 1
}

present && exit 0
install_with_apt && present && exit 0
echo "No Chromium: the browser tests will be skipped. Install it (Debian, as root: apt-get install chromium)." >&2
[ "${REQUIRE_BROWSER:-}" != 1 ]
