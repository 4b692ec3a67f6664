#!/usr/bin/env bash
# Builds and runs the tests. ./test.sh: everything, on real control planes too (the first time, building them takes some minutes).
# ./test.sh fast: what needs no other processes and little time.
# The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")" || exit
mode=${1:-all}
engine=${ENGINE:-Embedded}
case $mode in all|fast) ;; *) echo "usage: ./test.sh [all|fast]" >&2; exit 2 ;; esac
command -v dotnet >/dev/null || { echo "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
tests/Ledger.Tests/setup-redis.sh || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

properties=(-p:Engine="$engine")
[ -n "${ORLEANS_VERSION:-}" ] && properties+=(-p:OrleansVersion="$ORLEANS_VERSION")
[ -n "${STACKEXCHANGE_REDIS_VERSION:-}" ] && properties+=(-p:StackExchangeRedisVersion="$STACKEXCHANGE_REDIS_VERSION")
[ -n "${ORLEANS_SOURCE:-}" ] && properties+=(-p:RestoreAdditionalProjectSources="$ORLEANS_SOURCE")

echo "== build ($engine) =="
dotnet build Orleans.sln -c Release -v quiet -nologo "${properties[@]}" || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

filter=()
if [ "$mode" = fast ]; then
  filter=(-trait- "Category=Slow")
else
  without="are skipped, or fail where CI is set"
  if assets=$(tests/ControlPlane/setup.sh); then export KUBEBUILDER_ASSETS=$assets; else echo "There is no control plane: tests that need one $without." >&2; fi
  if clock=$(tests/Silo.Tests/setup-clock.sh); then export MUSTER_TEST_CLOCK=$clock; else echo "There is no libfaketime: tests that set clocks $without." >&2; fi
fi
passed=0 failed=0 skipped=0 names=""
# run TITLE ASSEMBLY [arguments]: one pass of a test project, added to the totals.
run() {
  local title=$1 assembly=$2 output code totals total errors bad skip
  shift 2
  echo "== $title =="
  output=$(dotnet "$assembly" -noLogo -noColor "${filter[@]}" "$@" 2>&1)
  code=$?
  printf '%s\n' "$output" | grep -v '^  Starting:\|^  Finished:\|^  Discover' | tail -n 400
  totals=$(printf '%s\n' "$output" | grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' | tail -n 1)
  if [ -z "$totals" ]; then
    echo "$title ended with $code and without totals"
    failed=$((failed + 1))
    return
  fi
  names+=$(printf '%s\n' "$output" | grep -F '[FAIL]' | sed 's/^ */  /; s/$/\\n/')
  read -r total errors bad skip <<<"$(grep -oE '[0-9]+' <<<"$totals" | tr '\n' ' ')"
  passed=$((passed + total - bad - skip)) failed=$((failed + bad + errors)) skipped=$((skipped + skip))
}

for project in tests/*.Tests; do
  name=$(basename "$project")
  run "$name" "$project/bin/$engine/Release/net10.0/$name.dll" -trait- "Clusters=Real"
done
# The tests of jobs once more, on real clusters, where the programs of one are there.
if [ "$mode" = all ] && [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
  MUSTER_TEST_CLUSTERS=kubernetes run "Grains.Tests on real clusters" "tests/Grains.Tests/bin/$engine/Release/net10.0/Grains.Tests.dll" \
    -trait "Clusters=Any" -trait "Clusters=Real" -parallel none
fi
[ -n "$names" ] && printf '== failed ==\n%b' "$names"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
