#!/usr/bin/env bash
# Builds and runs the tests. ./test.sh: everything. ./test.sh fast: what needs no other processes and little time.
# The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"
mode=${1:-all}
engine=${ENGINE:-Embedded}
case $mode in all|fast) ;; *) echo "usage: ./test.sh [all|fast]" >&2; exit 2 ;; esac
command -v dotnet >/dev/null || { echo "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
tests/Ledger.Tests/setup-redis.sh || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

properties=(-p:Engine="$engine")
[ -n "${ORLEANS_VERSION:-}" ] && properties+=(-p:OrleansVersion="$ORLEANS_VERSION")
[ -n "${ORLEANS_SOURCE:-}" ] && properties+=(-p:RestoreAdditionalProjectSources="$ORLEANS_SOURCE")

echo "== build ($engine) =="
dotnet build Orleans.sln -c Release -v quiet -nologo "${properties[@]}" || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

filter=()
[ "$mode" = fast ] && filter=(-trait- "Category=Slow")
passed=0 failed=0 skipped=0 names=""
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name =="
  output=$(dotnet "$project/bin/$engine/Release/net10.0/$name.dll" -noLogo -noColor "${filter[@]}" 2>&1)
  code=$?
  printf '%s\n' "$output" | grep -v '^  Starting:\|^  Finished:\|^  Discover' | tail -n 400
  totals=$(printf '%s\n' "$output" | grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' | tail -n 1)
  if [ -z "$totals" ]; then
    echo "$name ended with $code and without totals"
    failed=$((failed + 1))
    continue
  fi
  names+=$(printf '%s\n' "$output" | grep -F '[FAIL]' | sed 's/^ */  /; s/$/\\n/')
  read -r total errors bad skip <<<"$(grep -oE '[0-9]+' <<<"$totals" | tr '\n' ' ')"
  passed=$((passed + total - bad - skip)) failed=$((failed + bad + errors)) skipped=$((skipped + skip))
done
[ -n "$names" ] && printf '== failed ==\n%b' "$names"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
