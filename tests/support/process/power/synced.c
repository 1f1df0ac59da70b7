/*
 * LD_PRELOAD: what of the files below POWER_ROOT has been made to reach the disk is kept in POWER_SHADOW, and nothing else:
 *   content-INODE   what the file held when it was synced last
 *   names-INODE     what the folder held when it was synced last: a line for each entry, INODE and name
 * A power cut leaves this, where the page cache (which SIGKILL spares) is gone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static void keep_names(int folder, FILE *copy) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
  DIR *entries = opendir(path);
  if (entries == NULL) fail("synced.c: opendir");
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
    if (entry->d_name[0] != '.') fprintf(copy, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
  closedir(entries);
}

static void keep(int file) {
  struct stat stat;
  char path[4096], beside[4160];
  if (!is_watched(file) || fstat(file, &stat) != 0) return;
  int is_folder = S_ISDIR(stat.st_mode);
  snprintf(path, sizeof path, "%s/%s-%lu", shadow(), is_folder ? "names" : "content", (unsigned long)stat.st_ino);
  snprintf(beside, sizeof beside, "%s.%d", path, gettid());
  FILE *copy = fopen(beside, "w");
  if (copy == NULL) fail("synced.c: fopen");
  if (is_folder) keep_names(file, copy);
  else keep_content(file, copy);
  fclose(copy);
  if (REAL(rename)(beside, path) != 0) fail("synced.c: rename");
}

int fsync(int file) {
  keep(file);
  return REAL(fsync)(file);
}

int fdatasync(int file) {
  keep(file);
  return REAL(fdatasync)(file);
}

/* The inode of what goes is not given to another file: what was synced of one would pass for the other's. */
static void pin(const char *path) { (void)!open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC); }

int rename(const char *from, const char *to) {
  pin(to);
  return REAL(rename)(from, to);
}

int unlink(const char *path) {
  pin(path);
  return REAL(unlink)(path);
}
