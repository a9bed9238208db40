#!/usr/bin/env bash
# How long the checker takes: bench_rules.sh FOLDER-OF-BINARIES. All shipped rules with their metrics and calendars, read, proved and
# printed by one `assayd check`, and 1 MiB of nonsense in every shape. Processor time, medians: a busy machine doubles the wall clock.
set -euo pipefail
bin=$(readlink -f "${1:?folder of the binaries}")
cd "$(dirname "$(readlink -f "$0")")/../.."
TIMEFORMAT='%U %S'
for _ in 1 2 3 4 5 6 7 8 9; do
	{ time "$bin/assayd" check rules/*.yaml >/dev/null; } 2>&1 | awk '{ print ($1 + $2) * 1000 }'
done | sort -n | awk '{ v[NR] = $1 } END { printf "checking all shipped rules %.0f ms\n", v[int((NR + 1) / 2)] }'
"$bin/bench_nonsense" 7
