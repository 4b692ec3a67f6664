#!/usr/bin/env bash
# Sees to it that redis-server 7.0 or later is there for the tests: installs Debian's if it is missing, and stops the service that comes with it.
set -euo pipefail
command -v redis-server >/dev/null && exit 0
"$(dirname "$0")/../install.sh" redis-server
# The tests start servers of their own.
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
"${sudo[@]}" service redis-server stop >/dev/null 2>&1 || true
