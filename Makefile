# assayd: one Makefile, not recursive. `make help` lists the targets.
#
#   make run     installs what is missing, builds, starts PostgreSQL, loads the demo, serves
#   make test    the whole test suite, in a throw-away cluster
#
# Variables: CC, SAN=address,undefined|thread, WERROR=1, OUT=folder

CC      ?= gcc
SAN     ?=
WERROR  ?= 1
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

unit: $(UNIT) ## build and run the C unit tests
	@for t in $(UNIT); do $$t || exit 1; done

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

clean: ## remove what was built
	rm -rf out

.PHONY: build unit help clean
-include $(OBJ:.o=.d)
