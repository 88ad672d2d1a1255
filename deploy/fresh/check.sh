#!/usr/bin/env bash
# Does `make demo` and `make test` go through on a system that has nothing but what the README says? In a minimal root
# made for it, on a clone of the last commit; network and kernel are this machine's, all else is new, and is removed.
#   DISTRO=bookworm|trixie|noble   the system
#   ROLE="root sudo nosudo"        who clones it: each in a root of its own
#   PART="demo test"               what is done there: `install` installs and starts, and stands for neither
#   T=...                          which tests, as for `make test`
# Exit codes: 0 fine, 1 not, 3 it cannot be found out here, which the last line says.
set -Eeuo pipefail
# shellcheck source=deploy/strict.sh
source "$(dirname "$0")/../strict.sh"
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/fresh/host.sh
source deploy/fresh/host.sh

distro=${DISTRO:-bookworm}
part=${PART:-demo test}
# Broker, database, supervised processes, the operator's command, file types, certificates.
tests=${T:-tests/deploy tests/jingmei tests/gateway/files tests/gateway/documents tests/integration/outlet}
read -ra roles <<<"${ROLE:-root sudo nosudo}"
cache=$PWD/.jingmei/fresh
report=()

say() { printf 'fresh-check: %s\n' "$*" >&2; }

# Nobody may take this for a check that went well.
impossible() {
  say "NOT CHECKED whether a fresh $distro can run the project: $*"
  exit 3
}

require() {
  [[ $EUID == 0 ]] || impossible "mounting and chroot need root"
  unshare --mount --pid --uts --fork true 2>/dev/null || impossible "this machine lets nobody mount (unshare)"
  command -v mmdebstrap >/dev/null || deploy/local/apt.sh mmdebstrap || impossible "there is no mmdebstrap"
}

# A base is kept for a week.
make_base() {
  local fresh
  fresh=$(find "$cache" -name "$distro.tar" -newer deploy/fresh/base.sh -mtime -7 2>/dev/null || true)
  [[ -z $fresh ]] || return 0
  say "making a minimal $distro"
  deploy/fresh/base.sh "$distro" "$cache/$distro.tar"
}

unpack() {
  local root=$1 role=$2 home=/home/jing
  [[ $role != root ]] || home=/root
  mkdir "$root"
  tar -xf "$cache/$distro.tar" -C "$root"
  # `-c`: who runs this as root on a folder of their own is meant to.
  git -c safe.directory="$PWD" bundle create --quiet "$root/jingmei.bundle" HEAD
  chmod 644 "$root/jingmei.bundle"
  chroot "$root" useradd --create-home --shell /bin/bash jing
  if [[ $role == sudo ]]; then
    printf 'jing ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/jing"
  else
    SUDO_FORCE_REMOVE=yes chroot "$root" dpkg --purge sudo >/dev/null 2>&1
  fi
  carry_settings "$root" "$home"
  chroot "$root" chown -R jing: /home/jing
}

# Of folders that are there or not.
megabytes() { { du -smc "$@" 2>/dev/null || true; } | tail -1 | cut -f1; }

measure() {
  local role=$1 root=$2 before=$3 seconds=$4 after apt
  after=$(megabytes "$root")
  apt=$(megabytes "$root"/var/cache/apt/archives "$root"/var/lib/apt/lists)
  report+=("$distro $role, $part: fine, $seconds s; apt brought $apt MB; $((after - before)) MB on disk")
}

check() {
  local role=$1 root=$scratch/$distro before began=$SECONDS
  unpack "$root" "$role"
  before=$(megabytes "$root")
  unshare --mount --pid --uts --fork --kill-child -- deploy/fresh/enter.sh "$root" "$role" "$part" "$tests" </dev/null || {
    say "a fresh $distro CANNOT run the project ($role, $part); what is above says why"
    exit 1
  }
  measure "$role" "$root" "$before" "$((SECONDS - began))"
  rm -rf --one-file-system "$root"
}

require
changed=$(git -c safe.directory="$PWD" status --porcelain)
[[ -z $changed ]] || say "what is not committed is not checked"
mkdir -p "$cache"
make_base
scratch=$(mktemp -d "$cache/root-XXXXXX")
chmod 755 "$scratch"
trap 'rm -rf --one-file-system "$scratch"' EXIT
for role in "${roles[@]}"; do check "$role"; done
for line in "${report[@]}"; do say "$line"; done
