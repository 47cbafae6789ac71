#!/bin/sh
# The browser tests need Debian's Chromium. Installed where it is missing and we may; else said clearly.
set -eu
if command -v chromium >/dev/null 2>&1 || [ -x "${KHOBAO_CHROMIUM:-}" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing chromium for the browser tests ..." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
    exit 0
fi
echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or set KHOBAO_CHROMIUM to the path" \
    "of one. Without it: make test ARGS='-m \"not browser\"'" >&2
exit 1
