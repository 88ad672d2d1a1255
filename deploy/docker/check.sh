#!/usr/bin/env bash
# Builds the image without an engine, on a base made with mmdebstrap in place of the one from the registry, and runs it
# once as compose does: its own user, no capabilities, a read-only root file system, a tmpfs on /tmp.
# Needs root and apt's buildah and mmdebstrap. Arguments go to `buildah bud`, such as --volume for a package mirror.
set -Eeuo pipefail
# shellcheck source=deploy/strict.sh
source "$(dirname "$0")/../strict.sh"
cd "$(dirname "$0")/../.."

base=localhost/jingmei-base:check
image=localhost/jingmei:check
say() { printf 'image-check: %s\n' "$*"; }
[[ $EUID == 0 ]] || { say "needs root: mounts and chroot"; exit 1; }
for tool in buildah mmdebstrap unshare; do
  command -v "$tool" >/dev/null || { say "apt-get install buildah mmdebstrap util-linux"; exit 1; }
done
scratch=$(mktemp -d)
container=
finish() {
  [[ -z $container ]] || buildah rm "$container" >/dev/null
  rm -rf "$scratch"
}
trap finish EXIT

if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  say "making a base of Debian 12 with its Python"
  mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$scratch/base.tar"
  empty=$(buildah from scratch)
  buildah add --quiet "$empty" "$scratch/base.tar" / >/dev/null
  buildah run --isolation chroot "$empty" -- ln -s python3 /usr/bin/python
  buildah commit --quiet --rm "$empty" "$base" >/dev/null
fi

say "building"
buildah bud --quiet --isolation chroot --pull-never --build-arg BASE="$base" -f deploy/docker/Dockerfile -t "$image" "$@" .

container=$(buildah from --pull-never "$image")
root=$(buildah mount "$container")
variables=$(buildah inspect --type image --format '{{range .OCIv1.Config.Env}}{{.}} {{end}}' "$image")
user=$(buildah inspect --type image --format '{{.OCIv1.Config.User}}' "$image")

# A mount namespace of its own: nothing stays mounted.
inside() {
  # shellcheck disable=SC2016,SC2086
  unshare --mount -- bash -c '
    root=$1; user=$2; shift 2
    mount --bind -o ro "$root" "$root" && mount -o remount,ro,bind "$root"
    mount -t tmpfs tmpfs "$root/tmp" && chmod 1777 "$root/tmp"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --bounding-set=-all \
      --no-new-privs env -C /srv/jingmei "$@"
  ' inside "$root" "$user" -i $variables "$@"
}

say "running as $user on a read-only root"
inside python -c '
import os, pathlib, gevent, magic, nameko, pymongo
assert os.getuid() == 10001 and magic.from_buffer(b"%PDF-1.7", mime=True) == "application/pdf"
pathlib.Path("/tmp/probe").write_text("a tmpfs is there")
for place in ("/srv/jingmei", "/opt/venv", "/etc", "/var"):
    try:
        pathlib.Path(place, "probe").write_text("")
    except OSError:
        continue
    raise SystemExit(f"{place} can be written")
print("libraries load; nothing but /tmp can be written")
'
found=$(inside find /srv /opt -perm /6022 -not -type l)
[[ -z $found ]] || { say "set-uid, or writable by others: $found"; exit 1; }
gateway=(gunicorn -c deploy/gunicorn_conf.py 'deploy.web:create_app()')
say "without settings a service and the gateway name all that are missing, and end with 2"
for program in "python -m shared.run outlet" "${gateway[*]}"; do
  code=0
  # shellcheck disable=SC2086,SC2310 # words of a command, whose exit code is looked at
  inside $program || code=$?
  [[ $code == 2 ]] || { say "$program: exit code $code"; exit 1; }
done
say "with settings the gateway loads"
zeros=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
inside env JINGMEI_AMQP_URI=amqp://127.0.0.1:1/ JINGMEI_MONGO_URI=mongodb://127.0.0.1:1/ \
  JINGMEI_FIELD_KEYS="k1:$zeros=" JINGMEI_AUDIT_KEYS="k1:$zeros=" JINGMEI_SIGNING_KEYS="k1:$zeros=" \
  JINGMEI_TOKEN_KEY="$zeros" JINGMEI_PUBLIC_URL=http://127.0.0.1:8080 timeout 30 "${gateway[@]}" --check-config
say "a certificate is rendered, with its fonts and nothing written outside /tmp"
inside python -c '
import re, zlib
from datetime import date
from gateway.documents import Certificate
from gateway.documents.rendering import Renderer
made = Renderer().render(Certificate("滨江融媒", "荣获第一名。", "〔2026〕1号", "7KQ4", "https://a.example/7KQ4", "公安局", date(2026, 1, 2)))
streams = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
objects = b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")
assert b"/FontFile" in made + objects, "no font in it"
'
# shellcheck disable=SC2310 # a refusal is what is hoped for
if inside python -c 'import sys; sys.path.insert(0, "deploy/docker"); import probe; sys.exit(probe.main())'; then
  say "the probe calls ready what does not run"
  exit 1
fi
built=$(buildah inspect --type image --format '{{.FromImageID}}' "$image")
say "fine: ${built:0:12}"
