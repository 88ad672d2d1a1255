# shellcheck shell=bash disable=SC2154 # root, role, part and tests are of enter.sh, which sources this
# Sourced: what somebody does who has just cloned the project: as root, as a user with sudo, as a user without.

tell() { printf '\nfresh-check: %s %s: %s\n' "$(basename "$root")" "$role" "$*" >&2; }

# Runs a shell's line as a user of the fresh system, from the user's home.
as() {
  local user=$1 home settings
  home=$(home_of "$user")
  read_settings
  chroot "$root" /usr/sbin/runuser -u "$user" -- /usr/bin/env -i -C "$home" HOME="$home" USER="$user" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" /bin/bash -c "$2"
}

home_of() { if [[ $1 == root ]]; then printf /root; else printf '/home/%s' "$1"; fi; }

timed() {
  local began=$SECONDS
  tell "$2"
  as "$1" "cd jingmei && $2"
  tell "$2: $((SECONDS - began)) s"
}

# Without sudo: nothing is changed, one line says what root must do, and that line does it from anywhere.
refused_until_root_has_helped() {
  local told line left
  tell "make demo, before root has helped"
  if told=$(as "$1" 'cd jingmei && make demo 2>&1'); then
    tell "make demo went through without root"
    return 1
  fi
  line=$(sed -n 's/^install: as root, run: //p' <<<"$told")
  if [[ -z $line || $line == *$'\n'* ]]; then
    tell "not one line that says what root must run: $told"
    return 1
  fi
  left=$(as "$1" 'cd jingmei && git status --porcelain --ignored')
  if [[ -n $left ]]; then
    tell "make demo left something behind: $left"
    return 1
  fi
  tell "as root: $line"
  as root "cd / && $line"
}

# apt's packages would run servers of their own; ours are down.
nothing_runs_or_is_forbidden() {
  local running
  running=$(as root 'cat /proc/[0-9]*/comm 2>/dev/null | sort -u')
  if grep -E 'beam|epmd|mongod|supervisord|gunicorn|python' <<<"$running"; then
    tell "left running: $running"
    return 1
  fi
  if [[ -e $root/usr/sbin/policy-rc.d ]]; then
    tell "services may not be started any more"
    return 1
  fi
}

play() {
  local user=jing each
  [[ $role != root ]] || user=root
  as "$user" "git clone --quiet /jingmei.bundle jingmei"
  [[ $role != nosudo ]] || refused_until_root_has_helped "$user"
  as root 'dpkg --purge git >/dev/null' # it is for cloning alone
  for each in $part; do
    case $each in
      install) timed "$user" "make up" ;;
      demo) timed "$user" "make demo" ;;
      test) timed "$user" "make test T='$tests'" ;;
      *) tell "PART is install, demo, test, or several of them, not $each" && return 2 ;;
    esac
  done
  timed "$user" "make down"
  nothing_runs_or_is_forbidden
}
