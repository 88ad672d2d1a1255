#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu: what apt brings (the part of Python that makes environments and, unless
# SERVERS=no, RabbitMQ, curl, a browser for tests, the libraries and typefaces that mongod, file types and certificates load), then the
# Python environment from the locks with hashes. Root is asked for the first alone; who cannot be root is told the one line that
# root runs, before anything is changed.
set -Eeuo pipefail
# shellcheck source=deploy/strict.sh
source "$(dirname "$0")/../strict.sh"
cd "$(dirname "$0")/../.."

servers=${SERVERS:-yes}
python=${PYTHON:-python3}
system=$PWD/deploy/local/apt.sh

say() { printf '%s\n' "install: $*" >&2; }

# A browser for the tests of the pages. CHROMIUM names one that is elsewhere.
browser() {
  local name
  for name in "${CHROMIUM:-chromium-headless-shell}" chromium google-chrome google-chrome-stable; do
    ! command -v "$name" >/dev/null || return 0
  done
  return 1
}

# Its chromium is a snap, which cannot be had without its daemon.
ubuntu() { grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null; }

# What of the system is not there, as the names of packages.
missing() {
  local libraries version
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    printf '%s\n' "python$version-venv"
  fi
  [[ $servers == yes ]] || return 0
  # The tours of README.md and docs/ are told with it.
  command -v curl >/dev/null || printf 'curl\n'
  # Ordinary users have no /sbin on their PATH.
  libraries=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || printf 'rabbitmq-server\n'
  command -v mongod >/dev/null || [[ $libraries == *libcurl.so.4* ]] || printf 'libcurl4\n'
  [[ $libraries == *libmagic.so.1* ]] || printf 'libmagic1\n'
  # WeasyPrint lays out certificates with these; the typefaces of common Chinese come with the Python packages.
  [[ $libraries == *libpango-1.0.so.0* ]] || printf 'libpango-1.0-0\n'
  [[ $libraries == *libpangoft2-1.0.so.0* ]] || printf 'libpangoft2-1.0-0\n'
  [[ $libraries == *libharfbuzz-subset.so.0* ]] || printf 'libharfbuzz-subset0\n'
  # Rare characters; Tibetan, Mongolian, Uyghur and others (gateway/documents/typefaces.py).
  [[ -e /usr/share/fonts/truetype/hanazono/HanaMinB.ttf ]] || printf 'fonts-hanazono\n'
  [[ -e /usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf ]] || printf 'fonts-noto-core\n'
  # shellcheck disable=SC2310 # that there is none is an answer
  browser || ubuntu || printf 'chromium-headless-shell\n'
}

# Whether sudo lets us, by itself or by a password that somebody is there to type.
sudo_lets_us() {
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null && return 0
  [[ -t 0 && -t 2 ]] || return 1
  say "sudo may ask for your password"
  sudo -v
}

install_packages() {
  if [[ $EUID == 0 ]]; then
    "$system" "$@"
    return
  fi
  say "root is needed to install by apt: $*"
  # shellcheck disable=SC2310 # that sudo does not let us is an answer
  if sudo_lets_us; then
    sudo "$system" "$@"
  else
    say "as root, run: $(printf '%q ' "$system")$*"
    exit 1
  fi
}

# Whether .venv can take packages: one that was interrupted, or whose Python the system has replaced, cannot.
environment_works() { .venv/bin/python -m pip --version >/dev/null 2>&1; }

make_environment() {
  local lock locks=(requirements/base.txt requirements/dev.txt) arguments=()
  [[ $servers != yes ]] || locks+=(requirements/local.txt)
  # shellcheck disable=SC2310 # that it does not work is an answer
  if ! environment_works; then
    say "making .venv"
    "$python" -m venv --clear .venv
  fi
  say "installing the locked packages (${locks[*]})"
  for lock in "${locks[@]}"; do arguments+=(-r "$lock"); done
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps "${arguments[@]}"
  # `jingmei` on the environment's path, without building a package.
  install -m 755 deploy/local/jingmei .venv/bin/jingmei
}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "Python 3.11 or newer is needed; $python is not (set PYTHON=...)"
  exit 1
fi
packages=$(missing)
# shellcheck disable=SC2086 # names of packages
[[ -z $packages ]] || install_packages $packages
make_environment
# shellcheck disable=SC2310 # that there is none is an answer
if [[ $servers == yes ]] && ! browser; then
  say "there is no browser for the tests of the pages, and Ubuntu's chromium is a snap: before 'make test' install Google Chrome,"
  say "or a Chromium anywhere and set CHROMIUM to its path"
fi
