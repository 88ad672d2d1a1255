#!/usr/bin/env bash
# The first process of namespaces of its own (mounts, processes, names): mounts what a system has, then plays a role's part.
# Whatever it started and mounted is gone when it ends. Takes: root, role, part, what of the tests (see check.sh).
set -Eeuo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/strict.sh
source "$here/../strict.sh"
# shellcheck source=deploy/fresh/host.sh
source "$here/host.sh"
# shellcheck source=deploy/fresh/roles.sh
source "$here/roles.sh"

root=$1
role=$2
part=$3
tests=$4

mount_devices() {
  local node
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for node in null zero full random urandom tty; do
    touch "$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  for node in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${node%:*}" "$root/dev/${node#*:}"; done
}

mount_folders() {
  local folder folders
  folders=$(package_folders)
  for folder in $folders; do
    mkdir -p "$root$folder"
    mount --bind -o ro "$folder" "$root$folder"
  done
}

printf 'fresh\n' >/proc/sys/kernel/hostname
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount_devices
mount_folders
play
