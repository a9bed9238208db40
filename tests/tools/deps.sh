#!/usr/bin/env bash
# Installs the Debian packages that are missing: deps.sh run | test | bench | fuzz
# As root, or through sudo; otherwise prints the command and stops. Asks apt nothing when all are there.
# ASSAYD_NO_APT=1 trusts that what is needed is there.
set -euo pipefail

run="gcc libc6-dev make pkg-config libevent-dev libpq-dev libcjson-dev libyaml-dev libssl-dev postgresql"
test="$run libcmocka-dev clang-format universal-ctags nodejs npm ca-certificates"
bench="$run nodejs npm ca-certificates wrk curl"
fuzz="$run clang libclang-rt-14-dev"

wanted=${1:?run, test, bench or fuzz}
case $wanted in
run) packages=$run ;;
test) packages=$test ;;
bench) packages=$bench ;;
fuzz) packages=$fuzz ;;
*) echo "deps.sh: run, test, bench or fuzz, not '$wanted'" >&2; exit 2 ;;
esac
[ -z "${ASSAYD_NO_APT:-}" ] || exit 0

if ! command -v dpkg-query >/dev/null; then
	echo "deps.sh: no Debian here; if the build fails, install what these packages hold: $packages" >&2
	exit 0
fi

# Present = installed, or (npm: other distributors put it into their nodejs) its command works.
present() {
	case $1 in
	npm | nodejs | ca-certificates) ;;
	*) dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; return ;;
	esac
	case $1 in
	npm) command -v npm >/dev/null ;;
	nodejs) command -v node >/dev/null ;;
	ca-certificates) [ -s /etc/ssl/certs/ca-certificates.crt ] ;;
	esac
}

missing=
for p in $packages; do present "$p" || missing="$missing $p"; done
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
	as=sudo
else
	printf 'Packages are missing, and there is neither root nor sudo here. As root, run:\n  apt-get update && %s\n' \
		"$install" >&2
	exit 1
fi

echo "installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { # stdout and stderr only when it fails
	"$@" >"$log" 2>&1 || { cat "$log" >&2; echo "failed: $*" >&2; exit 1; }
}

# We run a cluster of our own: keep Debian from making and starting one while PostgreSQL is installed.
# A file of our own in createcluster.d, gone afterwards, leaves the machine's configuration as it was.
no_cluster=/etc/postgresql-common/createcluster.d/assayd-install.conf
$as mkdir -p "${no_cluster%/*}"
echo 'create_main_cluster = false' | $as tee "$no_cluster" >/dev/null
trap 'rm -f "$log"; $as rm -f "$no_cluster"' EXIT

quietly $as apt-get update
# shellcheck disable=SC2086
quietly $as env DEBIAN_FRONTEND=noninteractive $install
