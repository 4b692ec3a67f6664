#!/usr/bin/env bash
# Installs packages of Debian that tests need: tests/install.sh PACKAGE...
set -euo pipefail
sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "wanted: apt-get install $*" >&2; exit 1; }
  sudo=(sudo -n)
fi
command -v apt-get >/dev/null || { echo "wanted, of this system's own packages: $*" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1; }
if ! install "$@"; then
  "${sudo[@]}" apt-get update -qq >"$log" 2>&1 || true
  install "$@" || { tail -n 5 "$log" >&2; exit 1; }
fi
