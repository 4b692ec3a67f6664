#!/usr/bin/env bash
# Sees to it that redis-server is there for the tests: installs Debian's if it is missing, and stops the service that comes with it.
set -euo pipefail
command -v redis-server >/dev/null && exit 0
sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "redis-server 7.0 or later is needed: apt-get install redis-server" >&2; exit 1; }
  sudo=(sudo -n)
fi
command -v apt-get >/dev/null || { echo "redis-server 7.0 or later is needed on the PATH" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server >"$log" 2>&1; }
if ! install; then
  "${sudo[@]}" apt-get update -qq >"$log" 2>&1 || true
  install || { tail -n 5 "$log" >&2; exit 1; }
fi
# The tests start servers of their own.
"${sudo[@]}" service redis-server stop >/dev/null 2>&1 || true
