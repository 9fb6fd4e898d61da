#!/bin/sh
# Makes .venv from a lock file, whose hashes pip checks, and installs this folder into it as it is (editable).
# Usage: sh scripts/env.sh LOCK. What is wrong is said in one line; what pip said is in .venv/pip.log.
set -eu

lock=$1
log=.venv/pip.log

fail() {
    echo "wirewatch: $*" >&2
    exit 1
}

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choose() {
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if command -v "$name" >/dev/null && fits "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "no Python 3.11 or later${PYTHON:+ at $PYTHON}; install one, or name it: make demo PYTHON=/path/to/python3.11"
}

# pip's last word on what went wrong, without the addresses in it.
reason() {
    if grep -q 'No space left on device' "$log"; then
        echo "the disk is full ($(df -Ph . | awk 'NR == 2 {print $4}') free here)"
    elif line=$(grep -E '^ *(ERROR|error): ' "$log" | grep -v -i 'notice' | head -n 1) && [ -n "$line" ]; then
        echo "$line" | sed -E 's/^ *(ERROR|error): //; s#https?://[^ )]*#…#g' | cut -c 1-200
    else
        echo "pip failed"
    fi
}

# On a terminal, which package pip is at; nothing elsewhere. (A pipe's status in sh is its last command's, hence the file.)
install() {
    { .venv/bin/python -m pip --disable-pip-version-check --no-input install "$@" 2>&1; echo $? >.venv/pip.status; } |
        tee -a "$log" | follow
    [ "$(cat .venv/pip.status)" = 0 ] || fail "a package cannot be had: $(reason); see $log, and run make again"
}

follow() {
    if [ -t 2 ]; then
        awk '/^Collecting/ {printf "\r\033[K  %d %s", ++n, $2} /^Installing/ {printf "\r\033[K  unpacking"} {fflush()}
             END {printf "\r\033[K"}' >&2
    else
        cat >/dev/null
    fi
}

if ! { [ -x .venv/bin/python ] && fits .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    python=$(choose)
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$python cannot make environments (no venv or ensurepip); on Debian and Ubuntu install its package python3-venv"
    rm -rf .venv
    said=$("$python" -m venv .venv 2>&1) || fail ".venv cannot be made: $(echo "$said" | tail -n 1)"
fi
: >"$log"
echo "Installing $(grep -c '==' "$lock") packages from $lock into .venv, once: a minute or two …" >&2
install --require-hashes --requirement "$lock"
# Its build tools are in the lock, so nothing is fetched without a hash.
install --no-build-isolation --no-deps --editable .
echo "  done" >&2
