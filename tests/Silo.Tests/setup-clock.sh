#!/usr/bin/env bash
# Prints where libfaketime is, with which tests set the clock of single silos: installs Debian's if it is missing.
set -euo pipefail
find_it() { find /usr/lib /usr/local/lib -name libfaketimeMT.so.1 -print -quit 2>/dev/null || true; }
[ -n "$(find_it)" ] || "$(dirname "$0")/../install.sh" libfaketime
find_it | grep .
