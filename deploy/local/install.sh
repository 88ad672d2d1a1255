#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu: the Python environment from the locks with hashes and, unless
# SERVERS=no, what apt brings: RabbitMQ, and the libraries that mongod and the type detection load.
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
if [ "${SERVERS:-yes}" = yes ]; then
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || packages+=(rabbitmq-server)
  command -v mongod >/dev/null || ldconfig -p | grep -q 'libcurl\.so\.4' || packages+=(libcurl4)
  ldconfig -p | grep -q 'libmagic\.so\.1' || packages+=(libmagic1)
fi

# The package would start a broker of its own on the machine. It is left as it was: neither running nor enabled,
# unless it was so before.
keep_services_down() {
  policy=/usr/sbin/policy-rc.d
  saved=
  if [ -e "$policy" ]; then
    saved=$(mktemp)
    as_root cp -p "$policy" "$saved"
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
}

let_services_be() {
  if [ -n "$saved" ]; then
    as_root cp -p "$saved" "$policy"
    as_root rm -f "$saved"
  else
    as_root rm -f "$policy"
  fi
}

if [ ${#packages[@]} -gt 0 ]; then
  say "apt brings: ${packages[*]}"
  fresh_broker=no
  case " ${packages[*]} " in *" rabbitmq-server "*) fresh_broker=yes ;; esac
  epmd_before=$(pgrep -x epmd | tr '\n' ' ' || true)
  keep_services_down
  trap let_services_be EXIT
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${packages[@]}" >&2
  let_services_be
  trap - EXIT
  if [ "$fresh_broker" = yes ] && command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
    as_root systemctl disable --now --quiet rabbitmq-server epmd.socket epmd.service 2>/dev/null || true
  fi
  for pid in $(pgrep -x epmd || true); do
    case " $epmd_before " in *" $pid "*) ;; *) as_root kill "$pid" || true ;; esac
  done
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
printf '#!/bin/sh\nroot=$(cd "$(dirname "$0")/../.." && pwd)\nPYTHONPATH="$root" exec "$root/.venv/bin/python" -m jingmei "$@"\n' > .venv/bin/jingmei
chmod 755 .venv/bin/jingmei
