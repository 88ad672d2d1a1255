#!/usr/bin/env bash
# A minimal system as a tar file: what debootstrap's smallest variant has, and what the README says is needed, no more
# (apt is named since Ubuntu's would go without). sudo is in it for who has it; who has not loses it.
# Takes: the suite, the tar file to make. Run by root.
set -Eeuo pipefail
# shellcheck source=deploy/strict.sh
source "$(dirname "$0")/../strict.sh"

suite=$1
made=$2
scratch=$(mktemp -d)
# apt reads keys and settings as a user of its own.
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT

# Ubuntu's keys, of the machine or, signed by Debian, of the package that Debian has had since trixie.
ubuntu_keys() {
  local keys=usr/share/keyrings/ubuntu-archive-keyring.gpg
  if [[ -e /$keys ]]; then
    printf '%s' "/$keys"
    return
  fi
  mmdebstrap --quiet --variant=extract --include=ubuntu-keyring --aptopt="$scratch/apt.conf" trixie "$scratch/keys" >&2
  printf '%s' "$scratch/keys/$keys"
}

# How this machine reaches archives is how the new system does.
apt-config dump | { grep -E '^Acquire::(https?|Check-Valid-Until|Check-Date|Retries)\b' || true; } >"$scratch/apt.conf"
options=()
case $suite in
  bookworm | trixie) ;;
  # python3-venv is in universe, which every Ubuntu has.
  noble)
    keys=$(ubuntu_keys)
    options=("--components=main,universe" "--keyring=$keys")
    ;;
  *)
    printf 'fresh-check: DISTRO is bookworm, trixie or noble, not %s\n' "$suite" >&2
    exit 2
    ;;
esac
mmdebstrap --quiet --variant=minbase --include=apt,python3,make,ca-certificates,git,sudo --aptopt="$scratch/apt.conf" \
  "${options[@]}" "$suite" "$scratch/system.tar"
mkdir -p "$(dirname "$made")"
mv "$scratch/system.tar" "$made"
