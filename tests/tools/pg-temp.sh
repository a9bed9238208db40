#!/usr/bin/env bash
# A private PostgreSQL cluster: unix socket only, peer authentication, never root.
#
#   pg-temp.sh with COMMAND ...       throw-away cluster for one command; PGHOST PGUSER PGDATABASE are set for it
#
# or sourced, by run.sh:
#   pg_open DIR [OPTION ...]          makes DIR on first use, starts the server, exports PGHOST PGUSER PGDATABASE
#   pg_close                          stops it; safe to call twice
#
# The server is our child and dies with us, whatever kills us (PDEATHSIG), but sits in a session of its own,
# so that Ctrl-C reaches the daemon first and the server only through pg_close.
# shellcheck disable=SC2317

pg_child=

pg_bin() {
	local b
	b=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
	[ -n "$b" ] || b=$(dirname "$(command -v initdb || command -v postgres)" 2>/dev/null)
	[ -x "$b/initdb" ] || { echo "no PostgreSQL server here (package postgresql)" >&2; return 1; }
	echo "$b"
}

# Runs a command as the cluster's owner: postgres when we are root, else ourselves.
pg_as() {
	if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi
}

# Each OS user who may be us is mapped to the roles that log in; other users of the machine are refused by peer.
pg_init() {
	local dir=$1 bin=$2 u
	pg_as "$bin/initdb" -D "$dir/pg" -E UTF8 --locale=C.UTF-8 --auth-local=peer --auth-host=reject \
		-U postgres --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; return 1; }
	rm -f "$dir/initdb.log"
	echo 'local all all peer map=assayd' | pg_as tee "$dir/pg/pg_hba.conf" >/dev/null
	for u in $(printf '%s\n' root postgres "$(id -un)" "${SUDO_USER:-root}" | sort -u); do
		printf "assayd $u %s\n" postgres assayd
	done | pg_as tee "$dir/pg/pg_ident.conf" >/dev/null
}

pg_open() {
	local dir=$1 bin owner fresh= run; shift
	bin=$(pg_bin) || return 1
	owner=$(id -un); [ "$owner" != root ] || owner=postgres
	install -d -m 0711 "$dir"; dir=$(readlink -f "$dir")
	install -d -m 0755 -o "$owner" "$dir/run"
	[ -s "$dir/pg/PG_VERSION" ] || { install -d -m 0700 -o "$owner" "$dir/pg"; fresh=1; }
	if [ -n "$fresh" ]; then pg_init "$dir" "$bin" || return 1; fi

	# A socket's path may have 107 bytes; a deep checkout gets a short folder elsewhere.
	run=$dir/run; pg_short=
	if [ ${#run} -gt 80 ]; then pg_short=$(mktemp -d /tmp/assayd-run.XXXXXX); chown "$owner" "$pg_short"; chmod 0755 "$pg_short"; run=$pg_short; fi

	touch "$dir/postgres.log"; chown "$owner" "$dir/postgres.log"
	local drop=(); [ "$(id -u)" != 0 ] || drop=(--reuid postgres --regid postgres --init-groups)
	(cd / && exec setsid setpriv "${drop[@]}" --pdeathsig INT "$bin/postgres" -D "$dir/pg" -c listen_addresses= \
		-c unix_socket_directories="$run" -c port=5432 "$@" >>"$dir/postgres.log" 2>&1 </dev/null) &
	pg_child=$!
	export PGHOST=$run PGUSER=assayd PGDATABASE=assayd
	unset PGPORT PGHOSTADDR PGSERVICE PGPASSWORD PGOPTIONS PGSSLMODE
	local i
	for ((i = 0; i < 300; i++)); do
		if "$bin/pg_isready" -q; then break; fi
		kill -0 "$pg_child" 2>/dev/null || break
		sleep 0.1
	done
	"$bin/pg_isready" -q || { tail -n 20 "$dir/postgres.log" >&2; echo "PostgreSQL did not start" >&2; return 1; }
	[ "$(pg_admin postgres -c "select count(*) from pg_database where datname = 'assayd'")" = 1 ] || pg_owner
}

pg_admin() { psql -XqAt -v ON_ERROR_STOP=1 -U postgres -d "$@"; }

# Role assayd owns the database and is no superuser. What its migrations may not do themselves an administrator does
# once, in template1, so that it holds for every database made later (005_roles.sql says why).
pg_owner() {
	pg_admin template1 <<-'SQL'
		create role assayd login createrole createdb;
		create role assayd_reader nologin;
		create role assayd_writer nologin;
		grant assayd_reader, assayd_writer to assayd;
		revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
		grant execute on function pg_catalog.set_config(text, text, boolean) to assayd_writer;
		grant execute on function pg_catalog.set_config(text, text, boolean) to assayd with grant option;
	SQL
	pg_admin postgres -c 'create database assayd owner assayd'
}

pg_close() {
	[ -n "$pg_child" ] || return 0
	kill -INT "$pg_child" 2>/dev/null || true # fast shutdown
	wait "$pg_child" 2>/dev/null || true
	pg_child=
	[ -z "$pg_short" ] || rm -rf "$pg_short"
}

pg_with_end() {
	if [ -n "$with_child" ]; then kill -TERM "$with_child" 2>/dev/null || true; wait "$with_child" || true; fi
	pg_close
	rm -rf "$with_dir"
}

pg_with() {
	local base=${TMPDIR:-/tmp} status=0
	# postgres must be able to reach the folder
	if [ "$(id -u)" = 0 ] && ! pg_as test -x "$base"; then base=/tmp; fi
	with_child=
	with_dir=$(mktemp -d "$base/assayd-test.XXXXXX")
	trap pg_with_end EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	# Nothing here has to survive a power cut.
	pg_open "$with_dir" -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 \
		-c log_min_messages=fatal
	setpriv --pdeathsig TERM "$@" &
	with_child=$!
	wait "$with_child" || status=$?
	with_child=
	return $status
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	set -euo pipefail
	[ "${1:-}" = with ] && [ $# -ge 2 ] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
	shift
	pg_with "$@"
fi
