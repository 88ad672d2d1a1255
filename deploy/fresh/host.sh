# shellcheck shell=bash
# Sourced: how this machine reaches packages, carried into a fresh system: names, certificates, what pip is told.
# All of it is optional, and none of it is known here by name.

# The variables that pip and TLS go by, as an array `settings` of NAME=value.
read_settings() {
  local name
  settings=()
  for name in $(compgen -e); do
    case $name in
      PIP_CACHE_DIR) ;; # a folder of ours
      PIP_* | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE) settings+=("$name=${!name}") ;;
      http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY) settings+=("$name=${!name}") ;;
      *) ;;
    esac
  done
}

# pip's files: the machine's, the user's in its two places.
pip_files=(/etc/pip.conf "${HOME-}/.config/pip/pip.conf" "${HOME-}/.pip/pip.conf")

# Folders that pip is told to look into. An index of files (…/simple) points to what lies beside it.
package_folders() {
  local file word words='' folder
  for word in $(compgen -e -X '!PIP_*' || true); do words+=" ${!word}"; done
  for file in "${pip_files[@]}"; do
    [[ ! -f $file ]] || words+=" $(<"$file")"
  done
  for word in $words; do
    folder=${word#file://}
    [[ $word == /* ]] || folder=$(dirname "$folder")
    [[ $folder != /?* || ! -d $folder ]] || printf '%s\n' "$folder"
  done
}

# Takes: the root of the fresh system, the home in it of who will run pip.
carry_settings() {
  local root=$1 home=$2 file
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 fresh\n' >"$root/etc/hosts"
  printf 'fresh\n' >"$root/etc/hostname"
  for file in /usr/local/share/ca-certificates/*.crt; do
    [[ ! -e $file ]] || cp -L "$file" "$root/usr/local/share/ca-certificates/"
  done
  chroot "$root" update-ca-certificates >/dev/null 2>&1
  [[ ! -f /etc/pip.conf ]] || cp -L /etc/pip.conf "$root/etc/pip.conf"
  for file in "${pip_files[@]:1}"; do
    [[ ! -f $file ]] || install -D -m 644 "$file" "$root$home/.config/pip/pip.conf"
  done
}
