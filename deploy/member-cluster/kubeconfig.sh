#!/usr/bin/env bash
# Writes a kubeconfig for Muster to standard output: the cluster's address and authority as your own kubeconfig has them, and
# a token of the service account that rbac.yaml makes. Nothing in it runs a program or names a file.
#   kubeconfig.sh [--context CONTEXT] [--duration 24h] >muster.kubeconfig
#   --context    context of your kubeconfig (default: the current one)
#   --duration   how long the token is good for (default 24h); the cluster may grant less. Write the file anew before that.
set -euo pipefail

fail() { echo "kubeconfig.sh: $*" >&2; exit 1; }

context=() duration=24h
while [ $# -gt 0 ]; do
  case $1 in
    --context) [ $# -gt 1 ] || fail "--context needs a name"; context=(--context "$2"); shift 2 ;;
    --duration) [ $# -gt 1 ] || fail "--duration needs a time, for example 24h"; duration=$2; shift 2 ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "$1 is not known; see --help" ;;
  esac
done
command -v kubectl >/dev/null || fail "kubectl is not there; install it"
# Whatever the caller writes it to is the caller's alone.
[ ! -t 1 ] || fail "the answer holds a token; write it to a file: (umask 077; $0 >muster.kubeconfig)"

kube() { kubectl "${context[@]}" "$@"; }
of_cluster() { kube config view --raw --minify --flatten -o "jsonpath={.clusters[0].cluster.$1}"; }

server=$(of_cluster server)
[ -n "$server" ] || fail "your kubeconfig names no server; choose a context with --context"
authority=$(of_cluster certificate-authority-data)
if [ -z "$authority" ]; then
  authority=$(kube -n muster-system get configmap kube-root-ca.crt -o 'jsonpath={.data.ca\.crt}' | base64 | tr -d '\n')
fi
[ -n "$authority" ] || fail "the cluster's authority is in neither your kubeconfig nor the ConfigMap kube-root-ca.crt"
name=$(of_cluster tls-server-name)
token=$(kube -n muster-system create token muster --duration "$duration") || fail "no token; has rbac.yaml been applied?"

cat <<EOF
apiVersion: v1
kind: Config
clusters:
- name: cluster
  cluster:
    server: $server
    certificate-authority-data: $authority
EOF
[ -z "$name" ] || echo "    tls-server-name: $name"
cat <<EOF
users:
- name: muster
  user:
    token: $token
contexts:
- name: muster
  context:
    cluster: cluster
    user: muster
current-context: muster
EOF
