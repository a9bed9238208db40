#!/usr/bin/env bash
# Rule tests: rules.sh PATH/TO/assayd. TAP on stdout.
# rules/*.yaml and tests/rules/check/good/*.yaml must pass `assayd check` without a finding. Each tests/rules/check/bad/*.yaml, and
# for `assayd test` each tests/rules/cases/bad/*.yaml, names in its own lines what must be found there, and nothing else may be found:
#     weight: 11   # expect: ASY-R301
# A finding that belongs to another line is written at the head of the file: `# expect: ASY-R102 at 3`.
# tests/rules/overlay/*.yaml are checked together with the scheme they extend.
# tests/rules/cases/fails/*.yaml: cases with wrong expectations; `# got: X` names what must be reported at that line.
set -uo pipefail # so no `printf | grep -q`: grep leaves early, and printf then ends the pipe with SIGPIPE
here=$(dirname "$(readlink -f "$0")")
assayd=$(readlink -f "${1:?path of assayd}")
cd "$here/../.." || exit 2
n=0 failed=0

report() { # STATUS NAME DETAIL
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; return; fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	printf '%s\n' "$3" | head -n 30 | sed 's/^/# /'
}

for f in rules/*.yaml tests/rules/check/good/*.yaml; do
	[ -e "$f" ] || continue
	found=$("$assayd" check "$f" 2>&1); status=$?
	[[ $found != *ASY-* ]] || status=1
	report $status "$f has no fault" "$found"
done

# LINE CODE, sorted
expected() {
	awk 'match($0, /# expect: ASY-[A-Z][0-9]+( at [0-9]+)?/) {
		split(substr($0, RSTART, RLENGTH), w, " "); print (w[4] == "at" ? w[5] : NR), w[3] }' "$1" | sort -n
}
findings() { sed -nE 's/^[^ :]+:([0-9]+):[0-9]+: [^[]*\[(ASY-[A-Z][0-9]+)\].*/\1 \2/p' | sort -n; }

# COMMAND FILE [BASE]: just its faults
just_faults() {
	local found status want got refused
	found=$("$assayd" "$1" ${3:+"$3"} "$2" 2>&1); status=$?
	want=$(expected "$2")
	got=$(printf '%s\n' "$found" | findings)
	refused=0
	[[ $found != *': error['* ]] || refused=1 # warnings do not refuse a file
	[ "$1$refused" != test1 ] || refused=2
	if [ -n "$want" ] && [ "$want" = "$got" ] && [ $status = $refused ]; then
		report 0 "assayd $1: $2 has just its faults"
	else
		report 1 "assayd $1: $2 has just its faults" "status $status; expected:"$'\n'"$want"$'\n'"found:"$'\n'"$found"
	fi
}
for f in tests/rules/check/bad/*.yaml; do just_faults check "$f"; done
for f in tests/rules/overlay/bad*.yaml; do just_faults check "$f" rules/suzhou-2017.yaml; done
found=$("$assayd" check rules/suzhou-2017.yaml tests/rules/overlay/district.yaml 2>&1)
report $? "tests/rules/overlay/district.yaml has no fault" "$found"
for f in tests/rules/cases/bad/*.yaml; do just_faults test "$f"; done

for f in tests/rules/cases/good/*.yaml; do
	found=$("$assayd" test "$f" 2>&1)
	report $? "$f passes" "$found"
done
for f in tests/rules/cases/fails/*.yaml; do
	found=$("$assayd" test "$f" 2>&1); status=$?
	want=$(awk 'match($0, /# got: .*/) { print NR, substr($0, RSTART + 7) }' "$f")
	got=$(printf '%s\n' "$found" | sed -nE 's/^  [^ :]+:([0-9]+):[0-9]+: .*: expected .*, got (.*)$/\1 \2/p')
	[ -n "$want" ] && [ "$want" = "$got" ] && [ $status = 1 ]
	report $? "$f fails just where it is wrong" "status $status; expected:"$'\n'"$want"$'\n'"found:"$'\n'"$found"
done

# STATUS NAME ARGUMENT...: assayd test ends with that status and last line
ends_with() {
	local want=$1 last=$2 found status; shift 2
	found=$("$assayd" test "$@" 2>&1); status=$?
	[ $status = "$want" ] && [[ $(printf '%s\n' "$found" | tail -n 1) == $last ]]
	report $? "assayd test $* ends with $want, $last" "status $status"$'\n'"$found"
}
cases=tests/rules/cases
ends_with 0 '1 passed, 0 failed' -r '^one of' $cases/good
ends_with 1 '1 passed, 1 failed' -r '^one of|^nothing' $cases/good $cases/fails
ends_with 0 '1 passed, 0 failed' --run=2017-07-15 $cases/good/tiny.yaml
ends_with 2 '*--help*' -r 'nothing of the kind' $cases/good
ends_with 2 '*--help*' -r '(' $cases/good
ends_with 2 '*--help*' --format xml $cases/good
ends_with 2 '*--help*'
ends_with 2 '*' $cases/good $cases/nowhere.yaml
ends_with 1 '# 0 passed, 1 failed' --format tap $cases/fails
# Worked by hand from the cases: what tests/rules/cases/good never reaches of the 38 branches of tiny.yaml.
never='adjustment bonus.brands does not hold [四]
condition room met [二]
indicator heads not passed [二]
indicator heads passed [二]
indicator reach not passed [一]
indicator small passed [二]
indicator trained not passed [一]
renewal renewal after the cycle [五]
tranche signing not yet [五]'
coverage=$("$assayd" test --lang en --coverage --threshold 76 $cases/good/tiny.yaml); status=$?
[ $status = 0 ] && [[ $coverage == *'clauses 5/5 100.0%  branches 29/38 76.3%; never reached:'* ]] &&
	[ "$(sed -n 's/^  //p' <<<"$coverage" | tr -s ' ' | sort)" = "$never" ]
report $? "assayd test --coverage says what no case reached" "status $status"$'\n'"$coverage"
ends_with 1 '*' --coverage --threshold 77 $cases/good/tiny.yaml
ends_with 2 '*--help*' --threshold 77 $cases/good
ends_with 2 '*--help*' --coverage --threshold 101 $cases/good
json=$("$assayd" test --coverage --format json $cases/good/tiny.yaml | node -e '
	const [c] = JSON.parse(require("fs").readFileSync(0, "utf8")).coverage;
	console.log(c.scheme, c.clauses.reached, c.branches.all, c.branch_list.filter((b) => b.hits === 0).length, c.clauses_never_reached.length);')
[ "$json" = 'tiny 5 38 9 0' ]
report $? "assayd test --coverage --format json" "$json"
tap=$("$assayd" test --format tap $cases/good $cases/fails)
[ "$(grep -c '^ok' <<<"$tap") $(grep -c '^not ok' <<<"$tap") $(head -n 1 <<<"$tap")" = "27 1 1..28" ]
report $? "assayd test --format tap: a line a case" "$tap"
json=$("$assayd" test --lang en --format json $cases/good $cases/fails | node -e '
	const r = JSON.parse(require("fs").readFileSync(0, "utf8"));
	const last = r.cases.at(-1);
	console.log(r.passed, r.failed, r.cases.length, last.name, last.passed, last.mismatches.length, JSON.stringify(last.mismatches[0]));')
[ "$json" = '27 1 28 nothing recorded false 26 {"line":18,"column":14,"path":"score","expected":"44.45","got":"44.44","explanation":"What cost most: reach 22.222222, small 22.222222, late 11.111111"}' ]
report $? "assayd test --format json: all of it" "$json"

echo "1..$n"
[ $failed = 0 ]
