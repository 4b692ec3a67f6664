#!/usr/bin/env bash
# Muster on real Kubernetes API servers: two clusters with pretended nodes, a silo, and the example jobs.
#   ./demo-kubernetes.sh           goes on serving after the jobs have ended, until Ctrl-C
#   ./demo-kubernetes.sh --once    ends when they have: with 0 if all of them succeeded
# The first run builds a control plane from Debian's packages, some five minutes. KUBEBUILDER_ASSETS names another (envtest's).
set -euo pipefail
cd "$(dirname "$0")"
case ${1:-} in ''|--once) ;; *) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2 ;; esac
port=${PORT:-8080}

KUBEBUILDER_ASSETS=$(tests/ControlPlane/setup.sh)
export KUBEBUILDER_ASSETS
export PATH=$PATH:$KUBEBUILDER_ASSETS # kubectl
echo "== building"
dotnet build src/Silo -c Release -v quiet -nologo
dotnet build src/Cli -c Release -v quiet -nologo
dotnet build tests/ControlPlane -c Release -v quiet -nologo
muster() { dotnet src/Cli/bin/Embedded/Release/net10.0/muster.dll --server "http://127.0.0.1:$port" "$@"; }

work=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

echo "== starting two clusters"
dotnet tests/ControlPlane/bin/Embedded/Release/net10.0/Muster.ControlPlane.dll \
  up --clusters 2 --nodes 20 --cpu 96 --memory 1Ti --gpu 8 --directory "$work" >"$work/clusters.log" 2>&1 &
children+=($!)
waits() { # for a line in a log, while the process lives
  for _ in $(seq 600); do grep -q "$2" "$1" && return; kill -0 "$3" 2>/dev/null || break; sleep 0.2; done
  cat "$1" >&2; exit 1
}
waits "$work/clusters.log" '^Ready' $!
cat "$work/clusters.log"

echo "== starting the silo"
dotnet src/Silo/bin/Embedded/Release/net10.0/Muster.Silo.dll --Muster:Listen="http://127.0.0.1:$port" --Muster:Data="$work/data" --Muster:Simulation:Demo=false >"$work/silo.log" 2>&1 &
children+=($!)
waits "$work/silo.log" 'listens on' $!

show() { echo; echo "\$ $*"; "$@"; }
for cluster in east west; do show muster cluster add "$cluster" --kubeconfig "$work/$cluster.kubeconfig" --label "site=$cluster"; done
show muster wait --for=ready clusters 2>/dev/null || true
for file in training-gang parameter-sweep batch-job big-gang; do show muster submit -f "examples/$file.yaml"; done
sleep 4
show muster get jobs
for cluster in east west; do show kubectl --kubeconfig "$work/$cluster.admin.kubeconfig" get pods -L muster.dev/job,muster.dev/attempt -o wide; done
show muster explain big-gang || true
show muster wait train-llm sweep-summary render-frames big-gang --timeout 3m
show muster get jobs
[ "${1:-}" = --once ] && exit 0
echo
echo "The clusters and the silo are still there: muster --server http://127.0.0.1:$port get nodes; kubectl --kubeconfig $work/east.admin.kubeconfig get nodes. Ctrl-C ends them."
wait
