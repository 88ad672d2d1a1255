# shellcheck shell=sh
# For the tours of docs/: sourced in the project's folder after `make demo`, by bash, zsh or sh.
# 供 docs/ 的命令使用：`make demo` 之后在项目文件夹中执行 `. deploy/demo/tour.sh`。
api="http://127.0.0.1:$(sed -n 's/^JINGMEI_HTTP_PORT=//p' .jingmei/local/env)/v1"
json="Content-Type: application/json"
# What runs on this machine is not asked for through a proxy.
export no_proxy="127.0.0.1${no_proxy:+,$no_proxy}"

# An answer of curl for people, or with an expression (`it` is the answer, `headers` what came before it) one value.
show() { .venv/bin/python deploy/demo/show.py "$@"; }

password() { awk -v login="$1" '$1 == login { print $2 }' .jingmei/local/demo-passwords; }

# An access token of somebody of the demo; it lasts for 15 minutes.
sign_in() {
  secret=$(password "$1")
  curl -s --retry 3 "$api/sessions" -H "$json" \
    -d "{\"bureau\": \"330108\", \"login\": \"$1\", \"password\": \"$secret\"}" | show "it['access_token']"
}
