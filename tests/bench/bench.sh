#!/usr/bin/env bash
# What `make bench` does once all is built: bench.sh FOLDER-OF-BINARIES
#
# One run on one data set (data.sql) in a cluster of its own, kept for the next run in $BENCH_VAR:
#   - fresh score of a random contract at 1 and at 32 connections: the daemon, fastify + node-postgres (peer/), and the
#     bare statement through libpq; the totals of daemon and peer are compared first. And the daemon asked again for contracts
#     that have not changed since, which is not what the targets are about
#   - full re-score of all contracts on one and two connections: the daemon's code with and without storing, and SQL by hand
#   - the same pass under every other shipped scheme: its metrics over the same contracts, whose programme is renamed meanwhile
#   - the checker: all shipped rules, and 1 MiB of nonsense in every shape (bench_rules.sh, also `make bench-rules`)
#   - the engine against a C loop of the same tree, and that tree in three rule engines of others (peer/engines.js)
# Rounds are interleaved, so that noise hits all alike; the table shows medians (and the best), the targets are judged by medians.
#
#   BENCH_CONTRACTS 40000  BENCH_ROWS 5000000    size of the data
#   BENCH_ROUNDS 5  BENCH_SECONDS 4              HTTP rounds, seconds of each measurement
#   BENCH_VAR out/bench/var                      the cluster
#   BENCH_CHECK 500                              contracts whose totals are compared
# Exit status: 0 when everything ran and the totals are equal, whether or not the targets are reached; else 1.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
# shellcheck source=tests/tools/pg-temp.sh
. "$root/tests/tools/pg-temp.sh"

bin=$(readlink -f "${1:?folder of the binaries}")
contracts=${BENCH_CONTRACTS:-40000} rows=${BENCH_ROWS:-5000000}
rounds=${BENCH_ROUNDS:-5} seconds=${BENCH_SECONDS:-4} checked=${BENCH_CHECK:-500}
as_of=2018-06-30
var=${BENCH_VAR:-$root/out/bench/var}
work= daemon= again= peer= postmaster=

stop() {
	trap '' INT TERM
	local p
	for p in $daemon $again $peer; do kill -TERM "$p" 2>/dev/null || true; wait "$p" 2>/dev/null || true; done
	pg_close
	[ -z "$work" ] || rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
fail() { echo "make bench: $*" >&2; exit 1; }
say() { printf '%s\n' "$*" >&2; }

cd "$root"
work=$(mktemp -d)

# User postgres must reach the cluster; a checkout under /root is out of its reach.
mkdir -p "$var"; chmod 0711 "$var"
if [ "$(id -u)" = 0 ] && ! pg_as test -x "$var"; then
	var=/var/lib/assayd-dev/bench-$(printf %s "$var" | sha256sum | cut -c1-12)
	install -d -m 0711 /var/lib/assayd-dev "$var"
fi

# ---- the data ------------------------------------------------------------------------------------

buffers=$(awk '/^MemTotal/ { mb = int($2 / 1024 / 4); print (mb < 2048 ? mb : 2048) "MB" }' /proc/meminfo)
server=(-c shared_buffers="$buffers" -c max_wal_size=8GB -c max_connections=100 -c random_page_cost=1.1 -c jit=off -c log_min_messages=warning)
stamp=$(cat sql/migrations/*.sql "$here/data.sql" | sha256sum | cut -c1-16)-$contracts-$rows
if [ "$(cat "$var/stamp" 2>/dev/null || true)" != "$stamp" ]; then
	say "making the data: $contracts contracts, $rows service records (some minutes, once)"
	rm -rf "$var/pg" "$var/stamp"
	pg_open "$var" "${server[@]}" -c fsync=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off || fail "no PostgreSQL"
	"$bin/assayd" migrate >"$work/migrate" || fail "migrations failed"
	psql -XqAt -U postgres -v contracts="$contracts" -v rows="$rows" -f "$here/data.sql" >"$var/data" || fail "data.sql failed"
	pg_close
	echo "$stamp" >"$var/stamp"
fi
pg_open "$var" "${server[@]}" || fail "no PostgreSQL"
postmaster=$(head -n 1 <(pg_as cat "$var/pg/postmaster.pid"))

# ---- the servers ---------------------------------------------------------------------------------

# wait_ready FILE PID: the URL of the line `ready URL`
wait_ready() {
	local i url
	for ((i = 0; i < 600; i++)); do
		url=$(sed -n 's/^ready \(http[^ ]*\).*/\1/p' "$1")
		[ -z "$url" ] || { echo "$url"; return 0; }
		kill -0 "$2" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}

# ready URL LOG: waits until all contracts have their scores
ready() {
	local i
	for ((i = 0; i < 1200; i++)); do
		[ "$(curl -s -o /dev/null -w '%{http_code}' "$1/readyz")" != 200 ] || return 0
		sleep 0.1
	done
	cat "$2" >&2
	fail "a daemon did not become ready"
}

# Two daemons: one that keeps no documents ready, so that each of its answers reads the facts; and one as it comes, asked for
# so few contracts that they are soon all ready ("again": the facts have not changed, and the database is asked whether they have).
token=$("$bin/assayd" token create --name bench | tail -n 1 | awk '{ print $NF }')
ASSAYD_READY_BYTES=0 ASSAYD_LISTEN=127.0.0.1:0 "$bin/assayd" serve >"$work/daemon" 2>"$work/daemon.log" &
daemon=$!
daemon_url=$(wait_ready "$work/daemon" "$daemon") || { cat "$work/daemon.log" >&2; fail "the daemon did not start"; }
first=$(date +%s%N)
ready "$daemon_url" "$work/daemon.log"
say "daemon ready after $((($(date +%s%N) - first) / 1000000)) ms (its first full re-score included)"

ASSAYD_LISTEN=127.0.0.1:0 "$bin/assayd" serve >"$work/again" 2>"$work/again.log" &
again=$!
again_url=$(wait_ready "$work/again" "$again") || { cat "$work/again.log" >&2; fail "the second daemon did not start"; }
ready "$again_url" "$work/again.log"
few=$((contracts < 1000 ? contracts : 1000))

if [ ! -d "$here/peer/node_modules/json-rules-engine" ]; then
	(cd "$here/peer" && npm ci --no-audit --no-fund >"$work/npm" 2>&1) || { cat "$work/npm" >&2; fail "npm ci of the peer failed"; }
fi
PEER_TOKEN=$token PEER_POOL=${BENCH_PEER_POOL:-8} node "$here/peer/server.js" >"$work/peer" 2>"$work/peer.log" &
peer=$!
peer_url=$(wait_ready "$work/peer" "$peer") || { cat "$work/peer.log" >&2; fail "the peer did not start"; }

node "$here/compare.js" "$daemon_url" "$peer_url" "$token" "$as_of" "$contracts" "$checked" >"$work/compare" || {
	cat "$work/compare" >&2
	fail "daemon and peer differ"
}

# ---- measurements --------------------------------------------------------------------------------

ticks=$(getconf CLK_TCK)
# us of CPU that a process has used; that the backends of both servers have
cpu_of() { awk -v t="$ticks" '{ sub(/^.*\) /, ""); s += $12 + $13 } END { printf "%d\n", s * 1000000 / t }' "$@" 2>/dev/null || true; }
cpu_backends() {
	local p files=()
	for p in $(cat "/proc/$postmaster/task/$postmaster/children"); do
		if grep -aq '^postgres: assayd ' "/proc/$p/cmdline"; then files+=("/proc/$p/stat"); fi
	done
	cpu_of "${files[@]}"
}

rss() { awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }

# http NAME PID URL CONNECTIONS [CONTRACTS]: appends "req/s p50 p99 bad bytes server_cpu/req pg_cpu/req" to $work/NAME.CONNECTIONS
http() {
	local name=$1 pid=$2 url=$3 c=$4 upto=${5:-$contracts} t=1 s0 s1 g0 g1 line
	s0=$(cpu_of "/proc/$pid/stat"); g0=$(cpu_backends)
	line=$(wrk -t$t -c"$c" -d"${seconds}s" -s "$here/wrk.lua" "$url" -- "$token" "$as_of" 1 "$upto" | sed -n 's/^result //p')
	s1=$(cpu_of "/proc/$pid/stat"); g1=$(cpu_backends)
	[ -n "$line" ] || fail "wrk gave no result for $name"
	echo "$line" | awk -v s=$((s1 - s0)) -v g=$((g1 - g0)) -v d="$seconds" '{ n = $1 * d; print $0, s / n, g / n }' >>"$work/$name.$c"
}

say "warming up"
for c in 1 32; do
	wrk -t1 -c$c -d2s -s "$here/wrk.lua" "$daemon_url" -- "$token" "$as_of" 1 "$contracts" >/dev/null
	wrk -t1 -c$c -d2s -s "$here/wrk.lua" "$again_url" -- "$token" "$as_of" 1 "$few" >/dev/null
	wrk -t1 -c$c -d2s -s "$here/wrk.lua" "$peer_url" -- "$token" "$as_of" 1 "$contracts" >/dev/null
done
"$bin/bench_pg" full "$here/full.sql" 2 "$as_of" 1 "$contracts" >/dev/null

for ((r = 1; r <= rounds; r++)); do
	say "round $r of $rounds: requests"
	for c in 1 32; do
		if ((r % 2)); then
			http daemon "$daemon" "$daemon_url" $c
			http peer "$peer" "$peer_url" $c
		else
			http peer "$peer" "$peer_url" $c
			http daemon "$daemon" "$daemon_url" $c
		fi
	done
	for c in 1 32; do http again "$again" "$again_url" $c "$few"; done
	"$bin/bench_pg" one "$here/combined.sql" 4000 "$as_of" 1 "$contracts" >>"$work/bare"
done

again_rss=$(rss "$again")
kill -TERM "$again"; wait "$again" || true
again=

full_rounds=$((rounds < 3 ? rounds : 3))
for ((r = 1; r <= full_rounds; r++)); do
	say "round $r of $full_rounds: all contracts"
	for c in 1 2; do
		"$bin/bench_pg" full "$here/full.sql" $c "$as_of" 1 "$contracts" >>"$work/full_sql.$c"
		"$bin/bench_rescore" $c dry "$as_of" 1 "$contracts" >>"$work/full_dry.$c"
		"$bin/bench_rescore" $c store "$as_of" 1 "$contracts" >>"$work/full_store.$c"
	done
done

rename() { psql -XqAt -U postgres -v ON_ERROR_STOP=1 -c "update programme set code = '$1' where id = 1" || fail "programme $1"; }
for scheme in $(sed -n 's/^scheme: *//p' rules/*.yaml); do
	say "all contracts under $scheme"
	rename "$scheme"
	echo "$scheme $("$bin/bench_rescore" 2 dry "$as_of" 1 "$contracts" "$scheme")" >>"$work/per_scheme" || { rename suzhou-2017; fail "$scheme"; }
done
rename suzhou-2017

say "engine"
"$bin/bench_engine" >"$work/engine" || { cat "$work/engine" >&2; fail "engine and C loop differ"; }
"$here/bench_rules.sh" "$bin" >"$work/rules" || { cat "$work/rules" >&2; fail "a rules file with a fault, or nonsense that is not refused"; }
"$bin/bench_engine" dump 2000 | node "$here/peer/engines.js" >"$work/engines" || fail "an engine of others gives other scores"

# ---- the report ----------------------------------------------------------------------------------

# column FILE K median|least|most
column() {
	cut -d' ' -f"$2" "$1" | sort -g | awk -v how="$3" '{ v[NR] = $1 } END {
		print how == "least" ? v[1] : how == "most" ? v[NR] : NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
calc() { awk "BEGIN { printf \"%.2f\", $1 }"; }

cat "$var/data"
cat "$work/compare"
echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1-3 /proc/loadavg) at the end; shared_buffers $buffers"
echo
printf '%-34s %9s %9s %8s %8s %12s %12s %7s\n' "fresh score, median of $rounds" req/s best "p50 us" "p99 us" "server us/req" "pg us/req" bytes
for c in 1 32; do
	for name in daemon again peer; do
		f=$work/$name.$c
		[ "$(column "$f" 4 most)" = 0 ] || fail "$name: answers that were not 200 at $c connections"
		label=assayd
		case $name in again) label='assayd, again, unchanged' ;; peer) label='fastify + node-postgres' ;; esac
		printf '%-34s %9.0f %9.0f %8.0f %8.0f %12.0f %12.0f %7.0f\n' "$label, $c connections" "$(column "$f" 1 median)" "$(column "$f" 1 most)" \
			"$(column "$f" 2 median)" "$(column "$f" 3 median)" "$(column "$f" 6 median)" "$(column "$f" 7 median)" "$(column "$f" 5 median)"
	done
done
printf '%-34s %9s %9s %8.0f %8.0f %12s %12.0f\n' "bare statement, libpq, 1 connection" - - "$(column "$work/bare" 1 median)" \
	"$(column "$work/bare" 2 median)" - "$(column "$work/bare" 4 median)"
echo
printf '%-34s %9s %9s   %s\n' "all $contracts contracts, median of $full_rounds" ms best "parts, ms over all connections"
for c in 1 2; do
	printf '%-34s %9.0f %9.0f   backends %.0f\n' "SQL by hand, $c connections" "$(column "$work/full_sql.$c" 1 median)" \
		"$(column "$work/full_sql.$c" 1 least)" "$(column "$work/full_sql.$c" 2 median)"
	for how in dry store; do
		f=$work/full_$how.$c
		label="not stored"; [ $how = dry ] || label=stored
		printf '%-34s %9.0f %9.0f   fetch %.0f, score %.1f, store %.0f\n' "assayd, $label, $c connections" "$(column "$f" 1 median)" \
			"$(column "$f" 1 least)" "$(column "$f" 2 median)" "$(column "$f" 3 median)" "$(column "$f" 4 median)"
	done
done
echo
printf '%-34s %9s %9s   %s\n' "under each scheme, 2 connections" ms contracts "sum of scores"
while read -r scheme ms _ _ _ n sum; do printf '%-34s %9.0f %9d   %s\n' "$scheme" "$ms" "$n" "$sum"; done <"$work/per_scheme"
echo
cat "$work/engine" "$work/engines"
echo
cat "$work/rules"
echo
echo "peak RSS: assayd $(rss "$daemon") MB ($again_rss MB with documents kept ready), fastify + node-postgres $(rss "$peer") MB"
echo

# target TEXT VALUE ge|le LIMIT
target() {
	local verdict="NOT reached"
	if awk "BEGIN { exit !($2 $([ "$3" = ge ] && echo '>=' || echo '<=') $4) }"; then verdict=reached; fi
	printf '%-11s %s: %s (%s %s)\n' "$verdict" "$1" "$2" "$([ "$3" = ge ] && echo 'at least' || echo 'at most')" "$4"
}
engine=$(sed -n 's/^by hand, __int128.*engine is \([0-9.]*\) of it.*/\1/p' "$work/engine" | head -n 1)
target "fresh score at 32 connections / fastify + node-postgres, req/s" "$(calc "$(column "$work/daemon.32" 1 median) / $(column "$work/peer.32" 1 median)")" ge 3
target "p50 of a fresh score at 1 connection / the bare statement" "$(calc "$(column "$work/daemon.1" 2 median) / $(column "$work/bare" 1 median)")" le 1.25
target "full re-score on 1 connection / SQL by hand on 1" "$(calc "$(column "$work/full_dry.1" 1 median) / $(column "$work/full_sql.1" 1 median)")" le 1.3
target "full re-score on 2 connections / SQL by hand on 2" "$(calc "$(column "$work/full_dry.2" 1 median) / $(column "$work/full_sql.2" 1 median)")" le 1.3
target "engine, evaluations per second / C loop by hand" "$engine" ge 0.6
target "checking all shipped rules, ms of the processor" "$(sed -n 's/^checking all shipped rules \([0-9.]*\) ms/\1/p' "$work/rules")" le 200
target "1 MiB of nonsense refused, ms of the processor, slowest shape" "$(sed -n 's/^slowest \([0-9.]*\) ms/\1/p' "$work/rules")" le 100
