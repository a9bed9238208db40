#!/usr/bin/env bash
# The whole test suite: test.sh OUT [SUITE ...], inside `pg-temp.sh with`, with everything built in OUT.
# FILES="reload hostile" runs only these files of the suites rules, score and api.
# Each suite writes TAP to OUT/test/SUITE.log; a suite without a single test has failed. Last line: `N passed, N failed`.
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/../.." || exit 2
out=${1:?build folder}; shift
all="lint selftest openapi unit db rules score api"
suites=${*:-$all}
logs=$out/test
mkdir -p "$logs"
export ASSAYD_BIN=$PWD/$out/assayd
export ASSAYD_TEMPLATE=assayd_demo
export ASAN_OPTIONS=${ASAN_OPTIONS:-strict_string_checks=1:detect_stack_use_after_return=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-suppressions=$here/tsan.supp:second_deadlock_stack=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export CMOCKA_MESSAGE_OUTPUT=TAP
passed=0 failed=0
program_seconds=300 # no single program may hang the suite

# One check as TAP: ok_if NAME COMMAND ...; the command's output is shown when it fails.
ok_if() {
	local name=$1 found; shift
	if found=$("$@" 2>&1); then echo "ok - $name"; else printf 'not ok - %s\n' "$name"; printf '%s\n' "$found" | sed 's/^/# /'; return 1; fi
}

# Runs a program that speaks TAP; ending badly without a failed test (a crash) is a failed test of its own.
tap() {
	local name=$1 status log started=$SECONDS; shift
	log=$(mktemp)
	timeout -k 10 "$program_seconds" "$@" >"$log" 2>&1; status=$?
	[ $status != 124 ] || echo "not ok - $name is not done after $program_seconds s" >>"$log"
	sed "s|^\(not \)\{0,1\}ok \(.*\)|&   [$name]|" "$log"
	if [ $status != 0 ] && ! grep -q '^not ok' "$log"; then echo "not ok - $name ended with status $status"; fi
	grep -qE '^(not )?ok' "$log" || echo "not ok - $name ran no test"
	echo "# $name took $((SECONDS - started)) s"
	rm -f "$log"
}

# node_modules as the lock file has it; npm only when that changed.
node_modules() {
	[ tests/node_modules/.package-lock.json -nt tests/package-lock.json ] && return 0
	npm ci --prefix tests --no-audit --no-fund --loglevel=error --fetch-retries=3 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000
}

# A database with the schema and the demo, copied by whoever needs one.
demo_database() {
	local f
	[ -z "$(psql -XqAt -d postgres -c "select 1 from pg_database where datname = '$ASSAYD_TEMPLATE'")" ] || return 0
	createdb "$ASSAYD_TEMPLATE" && PGDATABASE=$ASSAYD_TEMPLATE "$ASSAYD_BIN" migrate || return 1
	for f in sql/demo/*.sql; do
		psql -Xq -v ON_ERROR_STOP=1 -o /dev/null -d "$ASSAYD_TEMPLATE" -f "$f" || { dropdb "$ASSAYD_TEMPLATE"; return 1; }
	done
}

suite_lint() { tap lint "$here/lint.sh" "$ASSAYD_BIN"; }
suite_selftest() { tap lint-selftest "$here/lint-selftest.sh"; }

suite_openapi() {
	ok_if "npm packages as locked" node_modules || return
	ok_if "openapi.yaml has no fault" tests/node_modules/.bin/spectral lint --quiet --ruleset tests/api/spectral.yaml \
		--fail-severity=warn api-docs/openapi.yaml
}

suite_unit() {
	local t
	for t in tests/unit/test_*.c; do t=$(basename "$t" .c); tap "$t" "$out/unit/$t"; done
}

suite_db() { # each on a copy of its own
	local t
	ok_if "schema and demo load" demo_database || return
	for t in tests/unit/db_*.c; do
		[ -e "$t" ] || continue
		t=$(basename "$t" .c)
		createdb -T "$ASSAYD_TEMPLATE" "unit_$t" || continue
		ASSAYD_TEST_DB="host=$PGHOST user=$PGUSER dbname=unit_$t" PGDATABASE=unit_$t tap "$t" "$out/unit/$t"
		dropdb --force "unit_$t"
	done
}

suite_rules() {
	tap rules "$here/rules.sh" "$ASSAYD_BIN"
	tap rules/tests "$ASSAYD_BIN" test --format tap --coverage --threshold 90 rules/tests
	node_files tests/rules/*.test.js
}
suite_score() { node_suite tests/score/*.test.js; }

suite_api() {
	export ASSAYD_API_SEEN=$PWD/$logs/api-seen.txt
	: >"$ASSAYD_API_SEEN"
	node_suite tests/api/*.test.js || return
	[ -z "${FILES:-}" ] || return 0
	ok_if "every documented answer was seen" node tests/api/lib/coverage.js "$ASSAYD_API_SEEN"
}

node_suite() {
	ok_if "schema and demo load" demo_database || return
	node_files "$@"
}

# One file at a time: they measure memory, CPU and deadlines.
node_files() {
	local f
	ok_if "npm packages as locked" node_modules || return
	for f in "$@"; do
		case " ${FILES:-$(basename "$f" .test.js)} " in
		*" $(basename "$f" .test.js) "*) tap "$(basename "$f" .test.js)" node --test-reporter=tap "$f" ;;
		esac
	done
}

for suite in $suites; do
	case " $all " in *" $suite "*) ;; *) echo "no suite '$suite'; there are: $all" >&2; exit 2 ;; esac
	started=$SECONDS
	log=$logs/$suite.log
	"suite_$suite" >"$log" 2>&1
	good=$(grep -E '^ok' "$log" | grep -vc '# SKIP') bad=$(grep -c '^not ok' "$log")
	if [ $((good + bad)) = 0 ]; then echo "not ok - $suite ran no test" >>"$log"; bad=1; fi
	passed=$((passed + good)) failed=$((failed + bad))
	printf '%-9s %4d passed, %d failed  (%d s)\n' "$suite" "$good" "$bad" $((SECONDS - started))
	[ "$bad" = 0 ] || grep -A 14 '^not ok' "$log" | cut -c1-400 | head -n 150
done
[ $failed = 0 ] || echo "logs: $logs"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
