/*
 * The window that is evaluated, and those before it, as daemon/store/plan.c writes them in SQL.
 * Pure; any thread.
 */
#ifndef RULES_WINDOW_H
#define RULES_WINDOW_H

#include "rules/scheme.h"

/* The window of a contract that began on start_on, `back` windows before the one that ends with
 * `last`; an earlier one is whole. False: there was none, since the contract had not begun. */
bool window_of(enum window_mode mode, day_t start_on, day_t last, unsigned back, day_t *ret_since,
    day_t *ret_until) MUST_USE;

#endif
