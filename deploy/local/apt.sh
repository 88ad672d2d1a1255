#!/usr/bin/env bash
# Run by root: installs packages by apt, such as rabbitmq-server, and starts nothing. The package would start a broker
# and epmd of its own on the machine, now and at every boot; what was not running or not enabled before is not so after.
set -Eeuo pipefail
# shellcheck source=deploy/strict.sh
source "$(dirname "$0")/../strict.sh"

policy=/usr/sbin/policy-rc.d
units=(rabbitmq-server.service epmd.service epmd.socket)
saved=

say() { printf '%s\n' "install: $*" >&2; }

forbid_starts() {
  if [[ -e $policy ]]; then
    saved=$(mktemp)
    cp -p "$policy" "$saved"
  fi
  trap allow_starts EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

allow_starts() {
  trap - EXIT
  if [[ -n $saved ]]; then
    cp -p "$saved" "$policy"
    rm -f "$saved"
  else
    rm -f "$policy"
  fi
}

enabled() {
  local unit
  command -v systemctl >/dev/null || return 0
  for unit in "${units[@]}"; do
    ! systemctl is-enabled --quiet "$unit" 2>/dev/null || printf '%s ' "$unit"
  done
}

# Those of the packages' own users; what others run is theirs. Read from /proc: a small system has no ps.
system_epmd() {
  local name owner
  for name in /proc/[0-9]*/comm; do
    # A process may end between two looks.
    [[ $(cat "$name" 2>/dev/null || true) == epmd ]] || continue
    owner=$(stat -c %U "${name%/comm}" 2>/dev/null || true)
    [[ $owner != epmd && $owner != rabbitmq ]] || printf '%s ' "$(basename "${name%/comm}")"
  done
}

# Takes the units that were enabled and the processes of epmd that ran before apt did its work.
restore_services() {
  local now unit pid
  now=$(enabled)
  for unit in $now; do
    [[ " $1 " == *" $unit "* ]] || systemctl disable --quiet "$unit" || say "$unit stays enabled"
  done
  now=$(system_epmd)
  for pid in $now; do
    [[ " $2 " == *" $pid "* ]] || kill "$pid" 2>/dev/null || say "epmd $pid ended by itself"
  done
}

if [[ $# == 0 || $EUID != 0 ]]; then
  say "as root: $0 <package> ..."
  exit 2
fi
if ! command -v apt-get >/dev/null; then
  say "there is no apt-get here; install what these packages of Debian have: $*"
  exit 1
fi
say "apt brings: $*"
enabled_before=$(enabled)
running_before=$(system_epmd)
export DEBIAN_FRONTEND=noninteractive
forbid_starts
apt-get -qq update
apt-get -qq install -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >&2
allow_starts
restore_services "$enabled_before" "$running_before"
