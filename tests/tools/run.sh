#!/usr/bin/env bash
# What `make run` does once the daemon is built: run.sh PATH/TO/assayd
#
#   ASSAYD_VAR      folder of the private PostgreSQL cluster, the log and the token; ./var
#   ASSAYD_LISTEN   address; 127.0.0.1:8080
#   DATABASE_URL or PG*: use that server instead of a private one
#
# Last line, once it serves: `ready http://ADDRESS:PORT token TOKEN`. The daemon logs to $ASSAYD_VAR/assayd.log.
# Ctrl-C and SIGTERM stop the daemon, then the cluster.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/tools/pg-temp.sh
. "$here/pg-temp.sh"

assayd=$(readlink -f "${1:?path of assayd}")
var=${ASSAYD_VAR:-var}
export ASSAYD_LISTEN=${ASSAYD_LISTEN:-127.0.0.1:8080}
daemon=

stop() {
	trap '' INT TERM
	rm -f "$var/assayd.pid"
	if [ -n "$daemon" ]; then kill -TERM "$daemon" 2>/dev/null || true; wait "$daemon" || true; fi
	pg_close
}
trap stop EXIT
trap 'echo; exit 130' INT
trap 'exit 143' TERM

fail() { echo "make run: $*" >&2; exit 1; }

# User postgres cannot reach a checkout under /root: then the folder lives elsewhere and ./var points there.
reachable_var() {
	local real
	[ "$(id -u)" = 0 ] || return 0
	[ -e "$var" ] || mkdir -m 0711 -p "$var"
	real=$(readlink -f "$var")
	if pg_as test -x "$real"; then return 0; fi
	[ ! -L "$var" ] || fail "user postgres cannot reach $real; set ASSAYD_VAR to a folder that it can"
	rmdir "$var" 2>/dev/null || fail "user postgres cannot reach $real; move it or set ASSAYD_VAR"
	real=/var/lib/assayd-dev/$(printf %s "$real" | sha256sum | cut -c1-12)
	install -d -m 0711 /var/lib/assayd-dev "$real"
	ln -s "$real" "$var"
	echo "user postgres cannot reach this checkout: $var is a link to $real"
}

private=
if [ -z "${DATABASE_URL:-}${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-}${PGDATABASE:-}" ]; then
	private=1
	reachable_var
	[ -s "$var/pg/PG_VERSION" ] || rm -f "$var/token"
	pg_open "$var" || fail "no PostgreSQL"
	echo "PostgreSQL: private cluster in $var (psql -h $PGHOST -U assayd)"
else
	mkdir -p "$var"
	echo "PostgreSQL: the server of DATABASE_URL or PG*"
fi
sql() { psql -XqAt -v ON_ERROR_STOP=1 ${DATABASE_URL:+"$DATABASE_URL"} "$@"; }

"$assayd" migrate || fail "migrations failed"

if [ "$(sql -c 'select count(*) from (select 1 from contract limit 1) c')" = 0 ]; then
	for f in sql/demo/*.sql; do
		[ -e "$f" ] || continue
		sql -o /dev/null -f "$f" || fail "$f failed"
	done
	echo "demo data: loaded"
fi

# The private cluster keeps one token; a foreign server gets a new one each time.
if [ -n "$private" ] && [ -s "$var/token" ]; then
	token=$(cat "$var/token")
else
	token=$("$assayd" token create --name make-run | tail -n 1 | awk '{ print $NF }')
	[ -n "$token" ] || fail "assayd token create printed no token"
	[ -z "$private" ] || (umask 077 && echo "$token" >"$var/token")
fi

# Its stdout is one line, `ready URL`; a pipe of our own carries it here. A session of its own, because a signal to our
# whole group would reach it twice, and a second order to stop means: at once.
pipe=$(mktemp -u); mkfifo -m 0600 "$pipe"
setsid setpriv --pdeathsig TERM "$assayd" serve >"$pipe" 2>>"$var/assayd.log" &
daemon=$!
echo "$daemon" >"$var/assayd.pid"
exec 3<"$pipe"; rm -f "$pipe"
url=
while read -r word url <&3; do [ "$word" != ready ] || break; done
if [ -z "$url" ]; then
	tail -n 30 "$var/assayd.log" >&2
	fail "the daemon did not start (log: $var/assayd.log)"
fi
echo "log: $var/assayd.log; load rules and metrics again: kill -HUP \$(cat $var/assayd.pid)"
echo "ready $url token $token"

status=0
wait "$daemon" || status=$?
daemon=
[ $status = 0 ] || { tail -n 30 "$var/assayd.log" >&2; fail "the daemon ended with status $status"; }
