#!/bin/sh
# What tests need of the machine, from Debian: Chromium for the browser tests, libfiu to break disks and libfaketime to
# set clocks under the real processes. Installed where it is missing and we may; else said clearly.
set -eu
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
