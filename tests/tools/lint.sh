#!/usr/bin/env bash
# The house rules, checked: lint.sh [PATH/TO/assayd]
# TAP on stdout: one test a rule, findings as `# file:line: ...`. LINT_ROOT checks another tree, LINT_ONLY one rule
# (lint-selftest.sh shows with both that each rule can fail). Without a daemon the generated pages are not compared.
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
assayd=${1:+$(readlink -f "$1")}
cd "${LINT_ROOT:-$here/../..}" || exit 2
export LC_ALL=C

function_ceiling=80 file_ceiling=600 header_ceiling=150
allow=tests/tools/lint-allow.txt # RULE PATH[:FUNCTION] # reason

allowed() { grep -qE "^$1[ 	]+$(printf %s "$2" | sed 's/[.[\*^$]/\\&/g')([ 	]|$)" "$allow" 2>/dev/null; }
c_files() { find daemon tests/unit tests/fuzz tests/bench -name '*.[ch]' 2>/dev/null | sort; }
daemon_files() { find daemon -name '*.[ch]' 2>/dev/null | sort; }
stripped() { xargs -r awk -f "$here/strip.awk"; } # file names in, FILE:LINE:code out

# Each rule prints its findings; none printed = passed.

rule_floors() { # a floor includes only itself and lower floors
	daemon_files | stripped | awk -F: '
	BEGIN { n = split("base rules metrics engine store api app", f, " "); for (i = 1; i <= n; i++) floor[f[i]] = i }
	match($3, /^[ \t]*#[ \t]*include[ \t]*"[^"]*"/) {
		split($1, p, "/"); from = (p[3] == "") ? 99 : floor[p[2]]
		inc = $3; sub(/^[^"]*"/, "", inc); sub(/".*/, "", inc)
		split(inc, q, "/"); to = floor[q[1]]
		if (from == "") print $1 ":" $2 ": folder " p[2] " is not a floor"
		else if (q[2] == "") print $1 ":" $2 ": include \"" inc "\" does not name its floor"
		else if (to == "") print $1 ":" $2 ": include of unknown floor " q[1]
		else if (to > from) print $1 ":" $2 ": " p[2] " includes the higher floor " q[1]
	}'
}

rule_fences() { # each foreign header in one file; all others are of the C library or the kernel
	daemon_files | stripped | awk -F: '
	BEGIN {
		fence["yaml.h"] = "daemon/rules/yaml_tree.c"; fence["libpq-fe.h"] = "daemon/store/pg.c"
		fence["cJSON.h"] = fence["cjson/cJSON.h"] = "daemon/api/json_in.c"
		fence["sanitizer/asan_interface.h"] = "daemon/base/arena.c"
		n = split("assert ctype dirent dlfcn endian err errno fcntl fnmatch getopt glob inttypes limits locale netdb poll " \
			"pthread regex sched signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn " \
			"string strings syslog termios time unistd malloc", c, " ")
		for (i = 1; i <= n; i++) libc[c[i] ".h"] = 1
	}
	match($3, /^[ \t]*#[ \t]*include[ \t]*<[^>]*>/) {
		inc = $3; sub(/^[^<]*</, "", inc); sub(/>.*/, "", inc)
		want = fence[inc]
		if (inc ~ /^event2?\//) want = "daemon/app/http.c"
		if (inc ~ /^openssl\//) want = "daemon/base/hash.c"
		if (inc in libc || inc ~ /^(sys|netinet|arpa|net|linux)\//) next
		if (want == "") print $1 ":" $2 ": <" inc "> is fenced to no file: add it to rule_fences"
		else if (want != $1) print $1 ":" $2 ": <" inc "> belongs to " want
	}'
}

rule_pure() { # rules, metrics and engine: no clock, no thread, no file; api: no clock
	daemon_files | stripped | awk -F: '
	match($3, /^[ \t]*#[ \t]*include[ \t]*<[^>]*>/) {
		if ($1 ~ /^daemon\/(base|rules|metrics|engine|api)\// && $3 ~ /<(time|sys\/time)\.h>/) print $1 ":" $2 ": no clock on this floor"
		if ($1 ~ /^daemon\/(rules|metrics|engine)\// && $3 ~ /<(pthread|unistd|fcntl|signal|poll|sys\/[a-z]*)\.h>/)
			print $1 ":" $2 ": pure floor, no " $3
	}'
}

rule_banned() {
	daemon_files | stripped |
		grep -nE '(^|[^A-Za-z0-9_])(v?sprintf|strcpy|strcat|strncpy|strncat|strtok|ato[ifl]|atoll|strto(l|ul|ll|ull|d|f|ld)|gmtime|localtime|rand|srand|alloca|gets|system|popen|setjmp|longjmp)[[:space:]]*\(' |
		sed -E 's/^[0-9]+:([^:]*:[0-9]+):(.*)/\1: banned function: \2/'
	daemon_files | stripped | grep -E '(^|[^A-Za-z0-9_])(double|float)([^A-Za-z0-9_]|$)' |
		sed -E 's/^([^:]*:[0-9]+):(.*)/\1: no floating point outside benchmarks: \2/'
	daemon_files | stripped | grep -E 'typedef[[:space:]]+(struct|union)' |
		sed -E 's/^([^:]*:[0-9]+):(.*)/\1: no typedef of structs: \2/'
	c_files | xargs -r grep -nwE 'TODO|FIXME|XXX|not implemented' | sed 's/$/ (unfinished)/'
}

rule_function_length() {
	command -v ctags >/dev/null || { echo "universal-ctags is missing"; return; }
	c_files | xargs -r ctags --languages=C --langmap=C:.c.h --kinds-C=f --fields=+ne -f - --sort=no 2>/dev/null | awk -F'\t' -v top=$function_ceiling '
	{ start = end = 0; for (i = 4; i <= NF; i++) { if ($i ~ /^line:/) start = substr($i, 6); if ($i ~ /^end:/) end = substr($i, 5) } }
	end - start + 1 > top { print $2 ":" $1 ":" start ":" (end - start + 1) }' |
		while IFS=: read -r file name line length; do
			allowed function "$file:$name" || echo "$file:$line: $name has $length lines (ceiling $function_ceiling)"
		done
}

rule_file_length() {
	local file lines top
	for file in $(c_files; find tests daemon -path '*/node_modules' -prune -o \( -name '*.sh' -o -name '*.js' -o -name '*.awk' \) -print 2>/dev/null); do
		case $file in daemon/*.h) top=$header_ceiling ;; *) top=$file_ceiling ;; esac
		lines=$(wc -l <"$file")
		[ "$lines" -le $top ] || allowed file "$file" || echo "$file:1: $lines lines (ceiling $top)"
	done
}

rule_allow_list() { # no stale exceptions
	[ -f "$allow" ] || return 0
	grep -vE '^(#|$)' "$allow" | while read -r rule path rest; do
		case $rule in file | function) ;; *) echo "$allow: unknown rule '$rule'" ;; esac
		[ -f "${path%%:*}" ] || echo "$allow: $path is gone"
		case $rest in '# '?*) ;; *) echo "$allow: $path: give a reason" ;; esac
	done
}

rule_format() {
	command -v clang-format >/dev/null || { echo "clang-format is missing"; return; }
	c_files | xargs -r clang-format --dry-run -Werror 2>&1 | grep -E 'error:' | awk -F: '!seen[$1]++'
}

rule_top_level() { # the closed list
	{ git ls-files 2>/dev/null | grep . || find . -mindepth 1 -maxdepth 1 -printf '%f\n' | grep -vxE 'out|var'; } | cut -d/ -f1 | sort -u |
		grep -vxE 'daemon|rules|sql|api-docs|tests|Makefile|README\.md|LICENSE|\..*' | sed 's/$/: not on the closed list of top-level names/'
}

# errors.def and faults.def, one row a line, as the preprocessor sees them: file, symbol, word, status, six texts
def_rows() {
	local def name
	for def in daemon/base/errors.def daemon/rules/faults.def; do
		[ -f "$def" ] || continue
		name=$(basename "$def" .def)
		echo '#define F(...) ASY_ROW __VA_ARGS__'
		echo "#define ERR(s,w,h,a,b,c,d,e,f) F($name ASY_TAB s ASY_TAB w ASY_TAB h ASY_TAB a ASY_TAB b ASY_TAB c ASY_TAB d ASY_TAB e ASY_TAB f)"
		echo "#define FAULT(s,w,h,c,d,e,f,...) ERR(s,w,h,\"题\",\"t\",c,d,e,f)"
		printf '#include "%s"\n#undef F\n#undef ERR\n#undef FAULT\n' "$PWD/$def"
	done | ${CC:-gcc} -E -P -x c - 2>&1 | tr '\n' ' ' | sed 's/ASY_ROW */\n/g; s/" *"//g; s/ *ASY_TAB */\t/g'
}

rule_error_words() { # both languages, as many arguments, unique words; a hint's second text stands behind a |
	def_rows | awk -F'\t' '
	function args(s,   n, i) { for (i = n = 0; i < 4; i++) n += index(s, "{" i "}") > 0; return n }
	function bare(s) { gsub(/^[ ]*"|"[ ]*$/, "", s); return s }
	/^[ ]*$/ { next }
	NF != 10 { print "def file: " $0; next }
	{
		where = $1 ".def: " $2 ": "; rows[$1]++
		if (seen[$1 $3]++) print where "word " $3 " is used twice"
		if ($1 == "errors" && ($4 < 400 || $4 > 599)) print where "status " $4
		for (i = 5; i <= 10; i++) { t[i] = bare($i); if (t[i] == "") print where "empty text" }
		for (i = 5; i <= 9; i += 2) if (t[i] ~ /[a-z][a-z]/ && t[i] !~ /[\343-\351]/) print where "not Chinese: " t[i]
		for (i = 6; i <= 10; i += 2) if (t[i] ~ /[\343-\351][\200-\277]/) print where "Chinese in the English text: " t[i]
		if (args(t[7]) != args(t[8])) own[where] = 1
		if (split(t[9], x, "|") != split(t[10], x, "|")) print where "hints: not as many texts in zh as in en"
	}
	END { for (w in own) print w "zh and en do not name as many arguments" }'
}

rule_machine_paths() { # no path, host or folder of one developer's machine
	local files
	files=$(git ls-files 2>/dev/null | grep . || find . -type f -not -path './out/*' -not -path './var/*' -not -path '*/node_modules/*')
	printf '%s\n' "$files" | grep -vE '^(\./)?tests/tools/lint(-selftest)?\.sh$' |
		xargs -r -d '\n' grep -nIE '/(wor[k]|farm)/|/tmp/team|/home/[a-z]+/|/Users/|"resolved": *"http' 2>/dev/null | head -n 20
}

rule_generated_pages() { # api-docs/*.md and the JSON Schema are what the tables say now; `make docs` writes them
	local page file want
	for page in errors findings settings functions kinds language metrics coverage readings tests schema; do
		file=api-docs/$page.md
		[ $page != schema ] || file=rules/schema/scheme.schema.json
		want=$("$assayd" docs $page 2>&1) || { echo "assayd docs $page fails: $want" | head -n 3; continue; }
		[ -f "$file" ] || { echo "$file: missing; run make docs"; continue; }
		[ "$want" = "$(cat "$file")" ] || echo "$file: stale; run make docs"
	done
}

rule_shell() { # every script parses and has its bit set
	local f
	for f in .ci/run $(find tests -path '*/node_modules' -prune -o -name '*.sh' -print 2>/dev/null); do
		[ -e "$f" ] || continue
		bash -n "$f" 2>&1
		[ -x "$f" ] || echo "$f: not executable"
	done
}

rules=$(declare -F | sed -n 's/^declare -f rule_//p')
[ -z "${LINT_ONLY:-}" ] || rules=$LINT_ONLY
n=0 failed=0
for rule in $rules; do
	n=$((n + 1))
	if [ $rule = generated_pages ] && [ -z "$assayd" ]; then
		echo "ok $n - lint $rule # SKIP no daemon given"
		continue
	fi
	found=$(rule_"$rule" 2>&1)
	if [ -z "$found" ]; then
		echo "ok $n - lint $rule"
	else
		failed=$((failed + 1))
		echo "not ok $n - lint $rule"
		printf '%s\n' "$found" | sed 's/^/# /'
	fi
done
echo "1..$n"
[ $failed = 0 ]
