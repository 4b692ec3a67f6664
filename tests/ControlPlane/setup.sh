#!/usr/bin/env bash
# Makes a Kubernetes control plane to test against, once, and prints the folder it is in: the value for KUBEBUILDER_ASSETS
# (the convention of envtest: a folder that holds etcd, kube-apiserver, kube-controller-manager and kubectl).
#   KUBEBUILDER_ASSETS   where it is set and holds the programs, it is used as it is
#   MUSTER_CACHE         where to keep what is built (default ~/.cache/muster)
# Debian's own source package of Kubernetes is built: some five minutes on two cores and 3 GB of disk while it builds.
set -euo pipefail

say() { echo "control plane: $*" >&2; }
fail() { say "$*"; exit 1; }

programs=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl)
has_all() { for program in "${programs[@]}"; do [ -x "$1/$program" ] || return 1; done; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
  [ -x "$KUBEBUILDER_ASSETS/kube-apiserver" ] && [ -x "$KUBEBUILDER_ASSETS/etcd" ] || # either is missing
    fail "KUBEBUILDER_ASSETS names $KUBEBUILDER_ASSETS, which holds no kube-apiserver and etcd; unset it to have them built"
  echo "$KUBEBUILDER_ASSETS"
  exit 0
fi

cache=${MUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/muster}/control-plane
assets=$cache/bin
if has_all "$assets"; then echo "$assets"; exit 0; fi

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9 # one builds; who came second finds it built
if has_all "$assets"; then echo "$assets"; exit 0; fi

command -v apt-get >/dev/null || fail "it is built from Debian's packages, and this is no Debian; set KUBEBUILDER_ASSETS to envtest's folder (setup-envtest use -p path)"
root=(); [ "$(id -u)" = 0 ] || root=(sudo)
log=$cache/setup.log
work=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
quietly() { "$@" >>"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "failed: $* (the whole log is $log)"; }; }
: >"$log"

say "installing etcd, Go and the tools to build with"
quietly "${root[@]}" apt-get update
quietly "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends etcd-server golang-go rsync make gcc libc6-dev dpkg-dev xz-utils
"${root[@]}" systemctl disable --now etcd >/dev/null 2>&1 || true # the package starts one of its own

say "fetching the source"
# The machine's own Debian sources, as sources of source packages, in lists that are ours alone.
mkdir -p "$work/lists/partial" "$work/sources"
cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n '/^Types:/,/^$/p' | sed 's/^Types:.*/Types: deb-src/' >"$work/sources/source.sources"
{ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true; } | sed -n 's/^deb \(.*debian.*\)/deb-src \1/p' >"$work/sources/source.list"
apt=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/sources" -o "Dir::State::lists=$work/lists" -o APT::Sandbox::User=root)
"${root[@]}" apt-get "${apt[@]}" update >>"$log" 2>&1 || true # a source without source packages does not matter
mkdir "$work/source"
cd "$work/source"
quietly apt-get "${apt[@]}" source --download-only kubernetes
tar -xf kubernetes_*.orig.tar.* --strip-components=1
tar -xf kubernetes_*.debian.tar.*
version=$(basename kubernetes_*.dsc .dsc | sed 's/kubernetes_//; s/[-+].*//')

say "building Kubernetes $version (some minutes)"
mkdir -p .go/src/k8s.io
ln -s ../../.. .go/src/k8s.io/kubernetes
export GOPATH=$PWD/.go GOCACHE=$work/go-cache CGO_ENABLED=0 KUBE_GIT_VERSION=v$version PATH=/usr/lib/go/bin:$PATH
quietly make WHAT="cmd/kube-apiserver cmd/kube-controller-manager cmd/kube-scheduler"

mkdir -p "$work/bin"
cp _output/local/bin/linux/*/kube-{apiserver,controller-manager,scheduler} "$work/bin"
ln -s "$(command -v etcd)" "$work/bin/etcd"
kubectl=$(command -v kubectl || true)
if [ -z "$kubectl" ]; then
  quietly "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends kubernetes-client
  kubectl=$(command -v kubectl)
fi
ln -s "$kubectl" "$work/bin/kubectl"
rm -rf "$assets"
mv "$work/bin" "$assets"
say "ready: $assets"
echo "$assets"
