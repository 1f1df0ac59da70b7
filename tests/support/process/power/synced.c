/*
 * LD_PRELOAD: what of the files below POWER_ROOT has been made to reach the disk is kept in POWER_SHADOW:
 *   content-FILE   what the file held when it was synced last
 *   names-FILE     what the folder held when it was synced last: a line for each entry, FILE and name
 * FILE is its inode and, since that may be given to another file later, the time of its birth in nanoseconds.
 * A power cut leaves this for certain, where the page cache (which SIGKILL spares) is gone. Nothing is synced in truth, but
 * it takes up to POWER_DELAY microseconds: meanwhile more is written.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The real function of that name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *shadow(void) { return getenv("POWER_SHADOW"); }

static int is_watched(int file) {
  char link[64], path[4096];
  const char *root = getenv("POWER_ROOT");
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0 || root == NULL || shadow() == NULL) return 0;
  path[length] = 0;
  return strncmp(path, root, strlen(root)) == 0;
}

static void fail(const char *what) {
  perror(what);
  abort();
}

static void keep_content(int file, FILE *copy) {
  char link[64], bytes[65536];
  int source = file;
  /* Who may only write is no file of SQLite's: closing another descriptor of one of those would drop its locks. */
  if ((fcntl(file, F_GETFL) & O_ACCMODE) == O_WRONLY) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    source = open(link, O_RDONLY | O_CLOEXEC);
    if (source < 0) fail("synced.c: open");
  }
  for (off_t at = 0;;) {
    ssize_t got = pread(source, bytes, sizeof bytes, at);
    if (got < 0) fail("synced.c: pread");
    if (got == 0) break;
    if (fwrite(bytes, 1, (size_t)got, copy) != (size_t)got) fail("synced.c: fwrite");
    at += got;
  }
  if (source != file) close(source);
}

/* Writes the name of a file in the shadow; false where there is no such file. */
static int identify(int folder, const char *name, char *id, size_t size) {
  struct statx found;
  int flags = AT_SYMLINK_NOFOLLOW | (name[0] == 0 ? AT_EMPTY_PATH : 0);
  if (statx(folder, name, flags, STATX_INO | STATX_BTIME, &found) != 0) return 0;
  long long birth = found.stx_btime.tv_sec * 1000000000LL + found.stx_btime.tv_nsec;
  snprintf(id, size, "%llu-%lld", (unsigned long long)found.stx_ino, birth);
  return 1;
}

static void keep_names(int folder, FILE *copy) {
  char path[64], id[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
  DIR *entries = opendir(path);
  if (entries == NULL) fail("synced.c: opendir");
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
        identify(folder, entry->d_name, id, sizeof id))
      fprintf(copy, "%s %s\n", id, entry->d_name);
  closedir(entries);
}

static void keep(int file) {
  struct stat stat;
  char path[4096], beside[4160], id[64];
  if (!is_watched(file) || fstat(file, &stat) != 0 || !identify(file, "", id, sizeof id)) return;
  int is_folder = S_ISDIR(stat.st_mode);
  snprintf(path, sizeof path, "%s/%s-%s", shadow(), is_folder ? "names" : "content", id);
  snprintf(beside, sizeof beside, "%s.%d", path, gettid());
  FILE *copy = fopen(beside, "w");
  if (copy == NULL) fail("synced.c: fopen");
  if (is_folder) keep_names(file, copy);
  else keep_content(file, copy);
  fclose(copy);
  if (rename(beside, path) != 0) fail("synced.c: rename");
}

static int sync_file(int file, int (*real)(int)) {
  if (!is_watched(file)) return real(file);
  keep(file);
  const char *delay = getenv("POWER_DELAY");
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (delay != NULL && atoi(delay) > 0) usleep((useconds_t)(now.tv_nsec % atoi(delay)));
  return 0;
}

int fsync(int file) { return sync_file(file, REAL(fsync)); }

int fdatasync(int file) { return sync_file(file, REAL(fdatasync)); }
