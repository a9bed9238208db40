#include "metrics/facts.h"

#include <string.h>

static void
grid_columns(struct fact_grid *g, struct arena *arena)
{
	g->value = arena_array(arena, g->columns, sizeof(*g->value));
	g->known = arena_array(arena, g->columns, sizeof(*g->known));
	for (uint16_t c = 0; c < g->columns; c++) {
		g->value[c] = arena_array(arena, g->rows, sizeof(**g->value));
		g->known[c] = arena_array(arena, g->rows, sizeof(**g->known));
	}
}

void
facts_grid(struct facts *f, enum grain grain, uint16_t columns, uint32_t rows, struct arena *arena)
{
	struct fact_grid *g = &f->grid[grain];

	*g = (struct fact_grid){ .rows = rows, .columns = columns };
	g->first = arena_array(arena, (size_t)f->n + 1, sizeof(*g->first));
	g->entity = arena_array(arena, rows, sizeof(*g->entity));
	g->name = arena_array(arena, rows, sizeof(*g->name));
	grid_columns(g, arena);
}

void
facts_init(struct facts *f, const struct scheme *s, uint32_t n, struct arena *arena)
{
	struct fact_grid *own = &f->grid[GRAIN_CONTRACT];

	memset(f, 0, sizeof(*f));
	f->n = n;
	f->contract = arena_array(arena, n, sizeof(*f->contract));
	f->found = arena_array(arena, n, sizeof(*f->found));
	f->since = arena_array(arena, n, sizeof(*f->since));
	f->until = arena_array(arena, n, sizeof(*f->until));
	for (int g = 0; g < GRAIN_COUNT; g++)
		facts_grid(f, (enum grain)g, s->n_columns[g], g == GRAIN_CONTRACT ? n : 0, arena);
	own->entity = f->contract;
	for (uint32_t i = 0; i <= n; i++)
		own->first[i] = i;
}

static void
copy_columns(struct fact_grid *to, const struct fact_grid *from, struct arena *arena)
{
	*to = *from;
	grid_columns(to, arena);
	for (uint16_t c = 0; c < from->columns && from->rows > 0; c++) {
		memcpy(to->value[c], from->value[c], from->rows * sizeof(**from->value));
		memcpy(to->known[c], from->known[c], from->rows * sizeof(**from->known));
	}
}

struct facts
facts_copy(const struct facts *f, struct arena *arena)
{
	struct facts own = *f;

	for (int g = 0; g < GRAIN_COUNT; g++)
		copy_columns(&own.grid[g], &f->grid[g], arena);
	return own;
}
