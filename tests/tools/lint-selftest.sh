#!/usr/bin/env bash
# Shows that each rule of lint.sh can fail: a small good tree passes all, then one bad sample a case must be found.
# TAP on stdout.
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
n=0 failed=0

good_tree() {
	find "$tree" -mindepth 1 -delete; mkdir -p "$tree"/{daemon/{base,rules,engine,store,api,app},rules,sql,api-docs,tests/tools}
	cp "$here/../../.clang-format" "$tree/"
	touch "$tree/Makefile" "$tree/README.md"
	printf '#include <stdlib.h>\n\n#include "base/text.h"\n\nint\ntext_two(void)\n{\n\treturn 2;\n}\n' >"$tree/daemon/base/text.c"
	printf 'int text_two(void);\n' >"$tree/daemon/base/text.h"
	printf '#include <libpq-fe.h>\n\n#include "base/text.h"\n' >"$tree/daemon/store/pg.c"
	printf 'ERR(E_A, "a-word", 400, "标题", "Title", "关于{0}", "About {0}", "提示", "Hint")\n' >"$tree/daemon/base/errors.def"
	printf '#!/bin/sh\nfor p in "$@"; do :; done\necho "page $p"\n' >"$tree/tests/tools/fake.sh"
	chmod +x "$tree/tests/tools/fake.sh"
	for p in errors findings settings functions kinds language metrics coverage readings tests; do echo "page $p" >"$tree/api-docs/$p.md"; done
	mkdir -p "$tree/rules/schema"; echo "page schema" >"$tree/rules/schema/scheme.schema.json"
}

report() { # STATUS NAME [DETAIL]
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; return; fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	[ -z "${3:-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
}

lint() { LINT_ROOT=$tree LINT_ONLY=${1:-} "$here/lint.sh" "$tree/tests/tools/fake.sh"; }

# bad RULE PATTERN: the tree as it is now must fail RULE with a finding that matches PATTERN
bad() {
	local out
	out=$(lint "$1"); local status=$?
	if [ $status = 1 ] && grep -qE "^# .*$2" <<<"$out"; then report 0 "lint $1 finds: $2"; else report 1 "lint $1 finds: $2" "$out"; fi
	good_tree
}

good_tree
out=$(lint); report $? "lint passes a good tree" "$out"
cd "$tree" || exit 2

printf '#include "engine/engine.h"\n' >daemon/base/up.c; bad floors 'base includes the higher floor engine'
printf '#include "text.h"\n' >daemon/base/up.c; bad floors 'does not name its floor'
mkdir daemon/extra; printf '#include "base/text.h"\n' >daemon/extra/x.c; bad floors 'not a floor'
printf '#include <yaml.h>\n' >daemon/api/y.c; bad fences 'yaml.h> belongs to daemon/rules/yaml_tree.c'
printf '#include <event2/http.h>\n' >daemon/api/y.c; bad fences 'belongs to daemon/app/http.c'
printf '#include <curl/curl.h>\n' >daemon/app/y.c; bad fences 'fenced to no file'
printf '#include <pthread.h>\n' >daemon/engine/t.c; bad pure 'pure floor'
printf '#include <time.h>\n' >daemon/api/t.c; bad pure 'no clock'
for f in sprintf strcpy strcat strtok atoi strtol gmtime localtime rand alloca; do
	printf 'int f(void);\nint f(void) { return %s(0); }\n' $f >daemon/base/b.c; bad banned "b.c:2: banned function: .*$f"
done
printf 'static double x;\n' >daemon/engine/d.c; bad banned 'no floating point'
printf 'typedef struct s s_t;\n' >daemon/engine/d.h; bad banned 'no typedef'
printf '/* TO''DO later */\n' >daemon/engine/d.h; bad banned 'unfinished'
printf '/* double sprintf( typedef struct */ // atoi(\nstatic const char *s = "double strcpy(";\n' >daemon/base/ok.c
out=$(lint banned); report $? "lint banned is silent on comments and strings" "$out"; good_tree
{ printf 'int\nlong_one(void)\n{\n'; yes '	;' | head -n 80; printf '}\n'; } >daemon/base/l.c; bad function_length 'long_one has 8[0-9] lines'
{ printf 'int\nlong_one(void)\n{\n'; yes '	;' | head -n 80; printf '}\n'; } >daemon/base/l.c
echo 'function daemon/base/l.c:long_one # sample' >tests/tools/lint-allow.txt
out=$(lint function_length); report $? "lint function_length honours the allow list" "$out"; good_tree
yes '' | head -n 151 >daemon/base/l.h; bad file_length 'l.h:1: 151 lines'
yes '' | head -n 601 >daemon/base/l.c; bad file_length 'l.c:1: 601 lines'
echo 'file daemon/gone.c # was long' >tests/tools/lint-allow.txt; bad allow_list 'is gone'
echo 'file daemon/base/text.c' >tests/tools/lint-allow.txt; bad allow_list 'give a reason'
printf 'int  f( void );\n' >daemon/base/f.h; bad format 'should be clang-formatted'
touch NOTES.md; bad top_level 'NOTES.md'
sed 's/"About {0}"/"About it"/' -i daemon/base/errors.def; bad error_words 'as many arguments'
sed 's/"标题"/"Title"/' -i daemon/base/errors.def; bad error_words 'not Chinese'
sed 's/"Hint"/"提示"/' -i daemon/base/errors.def; bad error_words 'Chinese in the English'
sed 's/"Hint"/""/' -i daemon/base/errors.def; bad error_words 'empty text'
sed 's/400/200/' -i daemon/base/errors.def; bad error_words 'status 200'
sed 's/E_A/E_B/' daemon/base/errors.def >x && cat x >>daemon/base/errors.def && rm x; bad error_words 'used twice'
printf '/* see /wor''k/main */\n' >daemon/base/p.h; bad machine_paths '/wor[k]/'
echo changed >api-docs/errors.md; bad generated_pages 'errors.md: stale'
rm api-docs/kinds.md; bad generated_pages 'kinds.md: missing'
echo '{}' >rules/schema/scheme.schema.json; bad generated_pages 'scheme.schema.json: stale'
printf 'if\n' >tests/tools/s.sh; chmod +x tests/tools/s.sh; bad shell 'syntax error'
printf 'true\n' >tests/tools/s.sh; bad shell 'not executable'

# Every rule has a case above.
untried=$(LINT_ROOT=$tree "$here/lint.sh" | sed -n 's/.* - lint \([a-z_]*\).*/\1/p' | while read -r r; do grep -q "; bad $r " "$here/lint-selftest.sh" || echo "$r"; done)
[ -z "$untried" ]; report $? "each rule has a bad sample" "$untried"
echo "1..$n"
[ $failed = 0 ]
