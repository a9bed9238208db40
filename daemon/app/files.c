#include "app/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err_code
unreadable(const char *path, int error, struct err *reterr)
{
	return err_set(reterr, E_FILE, path, path, strerror(error), NULL);
}

static enum err_code
too_large(const char *path, struct err *reterr)
{
	return err_set(reterr, E_LIMIT, path, path, "4 MiB", NULL);
}

/* Room for one byte more than the limit, so that a file that grows while it is read is seen too. */
static enum err_code
read_fd(int fd, const char *path, struct arena *arena, struct text *ret, struct err *reterr)
{
	struct stat st;
	size_t cap, len = 0;
	char *data;
	ssize_t n;

	if (fstat(fd, &st) != 0)
		return unreadable(path, errno, reterr);
	if (S_ISDIR(st.st_mode))
		return unreadable(path, EISDIR, reterr);
	if (st.st_size > FILE_BYTES_MAX)
		return too_large(path, reterr);
	cap = S_ISREG(st.st_mode) ? (size_t)st.st_size + 1 : (size_t)FILE_BYTES_MAX + 1;
	data = arena_alloc(arena, cap + 1);
	while (len < cap && (n = read(fd, data + len, cap - len)) != 0) {
		if (n < 0)
			return unreadable(path, errno, reterr);
		len += (size_t)n;
	}
	if (len == cap)
		return too_large(path, reterr);
	*ret = (struct text){ data, len };
	return ERR_OK;
}

enum err_code
file_read(const char *path, struct arena *arena, struct text *ret, struct err *reterr)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err_code rc;

	if (fd < 0)
		return unreadable(path, errno, reterr);
	rc = read_fd(fd, path, arena, ret, reterr);
	close(fd);
	return rc;
}

const char *
path_join(struct arena *arena, const char *folder, const char *name)
{
	size_t cap = strlen(folder) + strlen(name) + 2;
	char *path = arena_alloc(arena, cap);

	(void)snprintf(path, cap, "%s/%s", folder, name);
	return path;
}

static bool
name_fits(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return name[0] != '.' && n > k && strcmp(name + n - k, suffix) == 0;
}

/* By name without what follows the dot: cn.csv comes before cn-suzhou.csv, which stands on it. */
static int
by_name(const void *a, const void *b)
{
	const unsigned char *x = (const void *)((const struct catalogue_file *)a)->name;
	const unsigned char *y = (const void *)((const struct catalogue_file *)b)->name;

	while (*x != '\0' && *x == *y) {
		x++;
		y++;
	}
	return (*x == '.' ? 0 : *x) - (*y == '.' ? 0 : *y);
}

static enum err_code
list_folder(const char *folder, const char *suffix, struct arena *arena,
    struct catalogue_file *files, uint32_t *ret_n, struct err *reterr)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;
	uint32_t n = 0;

	if (dir == NULL) {
		int error = errno;

		if (fd >= 0)
			close(fd);
		return unreadable(folder, error, reterr);
	}
	while ((entry = readdir(dir)) != NULL && n < FILES_MAX)
		if (name_fits(entry->d_name, suffix))
			files[n++].name = path_join(arena, folder, entry->d_name);
	closedir(dir);
	if (n == FILES_MAX)
		return err_set(reterr, E_LIMIT, folder, folder, "1000", NULL);
	*ret_n = n;
	return ERR_OK;
}

enum err_code
files_read(const char *folder, const char *suffix, struct arena *arena, struct catalogue_file **ret,
    uint32_t *ret_n, struct err *reterr)
{
	struct catalogue_file *files = arena_array(arena, FILES_MAX, sizeof(*files));
	uint32_t n = 0;
	enum err_code rc = list_folder(folder, suffix, arena, files, &n, reterr);

	if (rc != ERR_OK)
		return rc;
	qsort(files, n, sizeof(*files), by_name);
	for (uint32_t i = 0; i < n; i++) {
		rc = file_read(files[i].name, arena, &files[i].text, reterr);
		if (rc != ERR_OK)
			return rc;
	}
	*ret = files;
	*ret_n = n;
	return ERR_OK;
}

/* Digits before the first '_' of the file's own name, or -1. */
static int
number_of(const char *name)
{
	int n = 0, digits = 0;

	for (; *name >= '0' && *name <= '9' && digits < 6; name++, digits++)
		n = n * 10 + (*name - '0');
	return digits > 0 && *name == '_' ? n : -1;
}

static int
by_number(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

enum err_code
migrations_read(const char *folder, struct arena *arena, struct migration **ret, uint32_t *ret_n,
    struct err *reterr)
{
	struct catalogue_file *files;
	struct migration *m;
	enum err_code rc;
	uint32_t n;

	rc = files_read(folder, ".sql", arena, &files, &n, reterr);
	if (rc != ERR_OK)
		return rc;
	m = arena_array(arena, n, sizeof(*m));
	for (uint32_t i = 0; i < n; i++) {
		m[i].name = strrchr(files[i].name, '/') + 1;
		m[i].sql = files[i].text;
		m[i].number = number_of(m[i].name);
		if (m[i].number < 0)
			return err_set(
			    reterr, E_FILE, files[i].name, files[i].name, "NNN_name.sql", NULL);
	}
	qsort(m, n, sizeof(*m), by_number);
	*ret = m;
	*ret_n = n;
	return ERR_OK;
}
