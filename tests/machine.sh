#!/bin/sh
# What tests need of the machine, from Debian: Chromium for the browser tests, libfiu to break disks and libfaketime to
# set clocks under the real processes. Installed where it is missing and we may; else said clearly. And from npm, into
# tests/node: axe-core and html-validate, which the pages are held against; without npm those tests are skipped.
set -eu
node=$(dirname "$0")/node
if ! command -v npm >/dev/null 2>&1; then
    echo "npm is not installed: the tests of accessibility and of valid HTML are skipped." >&2
elif [ ! -e "$node/node_modules/.package-lock.json" ] || [ "$node/package-lock.json" -nt "$node/node_modules" ]; then
    (cd "$node" && npm ci --silent --no-audit --no-fund --ignore-scripts && touch node_modules)
fi
missing=""
command -v chromium >/dev/null 2>&1 || [ -x "${KHOBAO_CHROMIUM:-}" ] || missing="chromium fonts-dejavu-core"
command -v fiu-run >/dev/null 2>&1 || missing="$missing fiu-utils"
command -v faketime >/dev/null 2>&1 || missing="$missing faketime"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing for the tests: $missing ..." >&2
    apt-get update -qq
    # shellcheck disable=SC2086  a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "The tests need $missing: install it (Debian: apt-get install $missing); a Chromium elsewhere is named by" \
    "KHOBAO_CHROMIUM. Without them: make test ARGS='-m \"not browser and not disk and not clock\"'" >&2
exit 1
