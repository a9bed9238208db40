#!/usr/bin/env bash
# fuzz.sh FOLDER SECONDS [TARGET…]: builds and runs every tests/fuzz/fuzz_*.c, or those named, for so long; a finding stays in
# FOLDER and ends with status 1. Seeds are the rule tests, or tests/fuzz/seeds/TARGET.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
out=${1:?folder} seconds=${2:?seconds}
mkdir -p "$out/seeds" "$out/obj"
printf '{"contract":6,"facts":{"a(b: [c])":-12.50,"d":"\\u4e2d\\n"},"e":[true,false,null,{}]}' >"$out/seeds/body.json"
for f in rules/*.yaml tests/rules/{good,bad,overlay}/*.yaml; do cp "$f" "$out/seeds/${f//\//-}"; done
flags="-std=gnu17 -D_GNU_SOURCE -Idaemon -g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
for f in daemon/base/*.c daemon/rules/*.c daemon/api/json_*.c; do
	# shellcheck disable=SC2086
	printf '%s\0' "clang $flags -c -o $out/obj/$(basename "$f" .c).o $f"
done | xargs -0 -P "$(nproc)" -n 1 sh -c
passed=0 failed=0
shift 2
[ $# -gt 0 ] || set -- tests/fuzz/fuzz_*.c
for f; do
	name=$(basename "$f" .c) f=tests/fuzz/$(basename "$f" .c).c
	# shellcheck disable=SC2086
	clang $flags -fsanitize=fuzzer -o "$out/$name" "$f" "$out"/obj/*.o -lyaml -lcjson -lcrypto
	mkdir -p "$out/corpus-$name"
	seeds=$out/seeds
	[ ! -d "tests/fuzz/seeds/$name" ] || seeds=tests/fuzz/seeds/$name
	if "$out/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -dict=tests/fuzz/rules.dict \
		-artifact_prefix="$out/$name-" "$out/corpus-$name" "$seeds" >"$out/$name.log" 2>&1; then
		passed=$((passed + 1)); echo "ok - $name: $(tail -n 1 "$out/$name.log")"
	else
		failed=$((failed + 1)); echo "not ok - $name"; tail -n 40 "$out/$name.log"
	fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
