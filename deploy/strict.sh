# shellcheck shell=bash
# Sourced by every script: none ends without saying which command failed, where, and with what exit code.
set -Eeuo pipefail
shopt -s inherit_errexit
trap 'printf "%s, line %s: exit code %s of: %s\n" "${BASH_SOURCE[0]}" "$LINENO" "$?" "$BASH_COMMAND" >&2' ERR
