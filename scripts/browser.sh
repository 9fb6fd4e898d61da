#!/bin/sh
# Sees to it that the tests of the desk's pages find a browser: the one that WIREWATCH_BROWSER names, a Chromium or Chrome
# on PATH, or else, for root on Debian and Ubuntu, the package chromium. Prints nothing where there is one.
# It never fails: without a browser those tests say so themselves, and fail in CI.
set -u

for name in "${WIREWATCH_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing the package chromium, once: the tests of the desk's pages drive it …" >&2
    export DEBIAN_FRONTEND=noninteractive
    if { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null 2>&1; then
        exit 0
    fi
    echo "wirewatch: apt-get cannot install chromium" >&2
fi
echo "wirewatch: no browser for the tests of the desk's pages; install chromium, or name one: WIREWATCH_BROWSER=/path/to/chrome" >&2
