# assayd: one Makefile, not recursive. `make help` lists the targets.
#
#   make run     installs what is missing, builds, starts PostgreSQL, loads the demo, serves
#   make test    the whole test suite, in a throw-away cluster
#
# Variables: CC, SAN=address,undefined|thread, WERROR=1, OUT=folder, JOBS=compilers at once

CC      ?= gcc
SAN     ?=
WERROR  ?= 1
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
OUT     ?= out/$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)
comma   := ,
VERSION := 0.1.0

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wvla -Wformat=2 -Wundef -Wcast-qual -Wpointer-arith \
        -Wwrite-strings $(if $(filter 1,$(WERROR)),-Werror)
HARD := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE -fstack-clash-protection
OPT  := $(if $(SAN),-O1 -fno-omit-frame-pointer -fsanitize=$(SAN) -fno-sanitize-recover=all,-O2 $(HARD))
CFLAGS  ?= -g $(OPT)
ALL_CFLAGS = -std=gnu17 -D_GNU_SOURCE -DASSAYD_VERSION='"$(VERSION)"' -Idaemon -I/usr/include/postgresql \
        $(WARN) $(CFLAGS) -MMD -MP -pthread
LDLIBS  := -levent_core -levent_extra -lpq -lcjson -lyaml -lcrypto -pthread
LDFLAGS += $(if $(SAN),-fsanitize=$(SAN),-pie -Wl,-z,relro -Wl,-z,now)

SRC  := $(wildcard daemon/*.c daemon/*/*.c)
OBJ  := $(SRC:daemon/%.c=$(OUT)/obj/%.o)
LIBOBJ := $(filter-out $(OUT)/obj/main.o,$(OBJ))
UNIT := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/test_*.c))
DBUNIT := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/db_*.c))
BENCH := $(patsubst tests/bench/%.c,$(OUT)/bench/%,$(wildcard tests/bench/*.c))
TOOLS := tests/tools
SCHEMA := rules/schema/scheme.schema.json
DOC_PAGES := errors findings settings functions kinds language metrics coverage readings tests

build: $(OUT)/assayd ## build the daemon

$(OUT)/assayd: $(OBJ)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/obj/%.o: daemon/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Unit tests link the whole library archive; a test pulls in only what it names.
$(OUT)/libassayd.a: $(LIBOBJ)
	@rm -f $@
	ar rcs $@ $^

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libassayd.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(OUT)/libassayd.a -lcmocka $(LDLIBS)

$(OUT)/bench/%: tests/bench/%.c $(OUT)/libassayd.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(OUT)/libassayd.a $(LDLIBS)

tests-build: $(UNIT) $(DBUNIT) $(OUT)/assayd # what tests/tools/test.sh runs

# Both commands install packages before the compiler is asked for anything, so the build is a second make.
# A shell that starts us in the background has SIGINT ignored; here it always means stop.
run: ## install what is missing, build, serve the demo on 127.0.0.1:8080
	@$(TOOLS)/deps.sh run
	@+$(MAKE) --no-print-directory -s -j$(JOBS) build
	@exec env --default-signal=INT $(TOOLS)/run.sh $(OUT)/assayd

test: ## install what is missing, build with sanitizers, run every test; ONLY="lint unit ..." runs some
	@$(TOOLS)/deps.sh test
	@+$(MAKE) --no-print-directory -s -j$(JOBS) SAN=address,undefined OUT=out/asan tests-build
	@exec $(TOOLS)/pg-temp.sh with $(TOOLS)/test.sh out/asan $(ONLY)

bench-build: $(BENCH) $(OUT)/assayd
	@ln -sf ../assayd $(OUT)/bench/assayd

bench: ## measure: scores against fastify + node-postgres, bare SQL and a C loop; data made once, then about 5 minutes
	@$(TOOLS)/deps.sh bench
	@+$(MAKE) --no-print-directory -s -j$(JOBS) bench-build
	@exec tests/bench/bench.sh $(OUT)/bench

bench-rules: ## measure the checker: all shipped rules, 1 MiB of nonsense in every shape; a few seconds, no database
	@+$(MAKE) --no-print-directory -s -j$(JOBS) bench-build
	@exec tests/bench/bench_rules.sh $(OUT)/bench

# One program a target of tests/fuzz; seeds are the rule tests (a target that reads something else throws most of them away soon).
fuzz: ## fuzz rules files, overlays, decision tables and expressions with libFuzzer, T seconds each (60)
	@$(TOOLS)/deps.sh fuzz
	@$(TOOLS)/fuzz.sh out/fuzz $(or $(T),60)

race: ## ThreadSanitizer over the unit tests and the API tests in which threads meet
	@$(TOOLS)/deps.sh test
	@+$(MAKE) --no-print-directory -s -j$(JOBS) SAN=thread OUT=out/thread tests-build
	@exec env FILES="$(or $(FILES),reload score database process)" $(TOOLS)/pg-temp.sh with $(TOOLS)/test.sh out/thread unit api

unit: $(UNIT) ## build and run the C unit tests
	@for t in $(UNIT); do $$t || exit 1; done

lint: build ## check the house rules
	@$(TOOLS)/lint.sh $(OUT)/assayd

docs: build ## write the generated pages of api-docs/ and the JSON Schema of rules again
	@for p in $(DOC_PAGES); do \
		$(OUT)/assayd docs $$p >api-docs/$$p.md.new && mv api-docs/$$p.md.new api-docs/$$p.md || exit 1; \
	done
	@$(OUT)/assayd docs schema >$(SCHEMA).new && mv $(SCHEMA).new $(SCHEMA)

coverage-clauses: build ## how many clauses of each document are implemented, and how
	@page=$$($(OUT)/assayd docs coverage) && printf '%s\n' "$$page" | sed -n '/^## /q;/^|/p'

format: ## clang-format the C files
	clang-format -i $(wildcard daemon/*.[ch] daemon/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch] tests/bench/*.[ch])

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

clean: ## remove what was built
	rm -rf out

.PHONY: build tests-build run test race bench bench-build bench-rules fuzz unit lint docs coverage-clauses format help clean
-include $(OBJ:.o=.d) $(addsuffix .d,$(UNIT) $(DBUNIT) $(BENCH))
