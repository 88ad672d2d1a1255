#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu: the Python environment from the locks with hashes and, unless
# SERVERS=no, what apt brings: RabbitMQ, and the libraries that mongod, type detection and certificates load.
# Asks for root only where apt needs it, and says so before.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '%s\n' "install: $*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    say "root is needed for: $*"
    sudo "$@"
  else
    say "root is needed and there is no sudo; as root, run: $*"
    exit 1
  fi
}

python=${PYTHON:-python3}
packages=()
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "Python 3.11 or newer is needed; $("$python" --version 2>&1) found (set PYTHON=...)"
  exit 1
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
# Read once: `ldconfig -p | grep -q` fails by chance under pipefail. Ordinary users have no /sbin on their PATH.
libraries=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)
if [ "${SERVERS:-yes}" = yes ]; then
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || packages+=(rabbitmq-server)
  command -v mongod >/dev/null || [[ $libraries == *libcurl.so.4* ]] || packages+=(libcurl4)
  [[ $libraries == *libmagic.so.1* ]] || packages+=(libmagic1)
  # WeasyPrint lays out certificates with these; the typefaces come with the Python packages.
  [[ $libraries == *libpango-1.0.so.0* ]] || packages+=(libpango-1.0-0)
  [[ $libraries == *libpangoft2-1.0.so.0* ]] || packages+=(libpangoft2-1.0-0)
  [[ $libraries == *libharfbuzz-subset.so.0* ]] || packages+=(libharfbuzz-subset0)
fi

# The package would start a broker and epmd of its own on the machine, now and at every boot. What was not running or
# not enabled before is not so after.
policy=/usr/sbin/policy-rc.d
units=(rabbitmq-server.service epmd.service epmd.socket)

forbid_starts() {
  saved=
  if [ -e "$policy" ]; then
    saved=$(mktemp)
    as_root cp -p "$policy" "$saved"
  fi
  trap allow_starts EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
}

allow_starts() {
  trap - EXIT
  if [ -n "$saved" ]; then
    as_root cp -p "$saved" "$policy"
    as_root rm -f "$saved"
  else
    as_root rm -f "$policy"
  fi
}

enabled() {
  command -v systemctl >/dev/null || return 0
  for unit in "${units[@]}"; do
    ! systemctl is-enabled --quiet "$unit" 2>/dev/null || printf '%s\n' "$unit"
  done
}

# Takes the units that were enabled and the processes of epmd that ran before apt did its work.
restore_services() {
  local unit pid
  for unit in $(enabled); do
    [[ " $1 " == *" $unit "* ]] || as_root systemctl disable --quiet "$unit" || true
  done
  for pid in $(system_epmd); do
    [[ " $2 " == *" $pid "* ]] || as_root kill "$pid" || true
  done
}

# The packages' own users; what others run is theirs.
system_epmd() {
  ps -C epmd -o user=,pid= | awk '$1 == "epmd" || $1 == "rabbitmq" {print $2}'
}

if [ ${#packages[@]} -gt 0 ]; then
  say "apt brings: ${packages[*]}"
  enabled_before=$(enabled | tr '\n' ' ')
  running_before=$(system_epmd | tr '\n' ' ')
  forbid_starts
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${packages[@]}" >&2
  allow_starts
  restore_services "$enabled_before" "$running_before"
fi

if [ ! -x .venv/bin/python ]; then
  say "making .venv"
  "$python" -m venv .venv
fi
locks=(requirements/base.txt requirements/dev.txt)
[ "${SERVERS:-yes}" = yes ] && locks+=(requirements/local.txt)
say "installing the locked packages (${locks[*]})"
arguments=()
for lock in "${locks[@]}"; do arguments+=(-r "$lock"); done
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps "${arguments[@]}"
# `jingmei` on the environment's path, without building a package.
# shellcheck disable=SC2016
printf '#!/bin/sh\nroot=$(cd "$(dirname "$0")/../.." && pwd)\nPYTHONPATH="$root" exec "$root/.venv/bin/python" -m jingmei "$@"\n' > .venv/bin/jingmei
chmod 755 .venv/bin/jingmei
