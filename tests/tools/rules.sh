#!/usr/bin/env bash
# Rule tests: rules.sh PATH/TO/assayd. TAP on stdout.
# rules/*.yaml and tests/rules/check/good/*.yaml must pass `assayd check` without a finding. Each tests/rules/check/bad/*.yaml names
# in its own lines what must be found there, and nothing else may be found:
#     weight: 11   # expect: ASY-R301
# A finding that belongs to another line is written at the head of the file: `# expect: ASY-R102 at 3`.
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

for f in tests/rules/check/bad/*.yaml; do
	[ -e "$f" ] || continue
	found=$("$assayd" check "$f" 2>&1); status=$?
	want=$(expected "$f")
	got=$(printf '%s\n' "$found" | findings)
	refused=0
	[[ $found != *': error['* ]] || refused=1 # warnings do not refuse a file
	if [ -n "$want" ] && [ "$want" = "$got" ] && [ $status = $refused ]; then
		report 0 "$f has just its faults"
	else
		report 1 "$f has just its faults" "status $status; expected:"$'\n'"$want"$'\n'"found:"$'\n'"$found"
	fi
done
echo "1..$n"
[ $failed = 0 ]
