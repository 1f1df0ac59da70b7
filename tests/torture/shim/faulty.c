/*
 * LD_PRELOAD: errors of the disk and a wrong clock, for the files below FAULTY_ROOT, as the file FAULTY_ORDERS says at the moment:
 * two 64-bit numbers in the order of the machine, so that each changes at once: nanoseconds that the clock is ahead, and what fails,
 * 12 bits for each of `enum order`.
 *
 * Bun makes system calls without the C library, too. So a filter (seccomp) stops each call that reads, writes, syncs, or takes a
 * name, whoever makes it, with SIGSYS; the handler fails it, or makes it again with a mark that lets it pass. The filter outlives execve(2), which the
 * handler does not, and which the server calls as it starts: so it is set with the first order.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* The real function of that name. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* FILES: those that fail, of `enum files`. The others: an errno, or 0. */
enum order { FILES, READING, WRITING, SYNCING, NAMING };
enum files { ALL, DATABASE, OTHERS };

struct orders {
  int64_t ahead;
  uint64_t failing;
};

static const volatile struct orders none;
static const volatile struct orders *orders = &none;
static char root[4096];

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define ARGUMENT(context, index) ((context)->uc_mcontext.gregs[(int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8}[index]])
#define RESULT(context) ((context)->uc_mcontext.gregs[REG_RAX])
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#define ARGUMENT(context, index) ((context)->uc_mcontext.regs[index])
#define RESULT(context) ((context)->uc_mcontext.regs[0])
#endif

/* The sixth argument of a call that passes: none of these calls has one. */
enum { MARK = 0x5eed1e55 };

/* The first argument is a file; of calls that are NAMING, a folder, with a name in it as the next one, or a name alone. */
enum place { FILE_FIRST, FOLDER_FIRST, NAME_FIRST };

static const struct { int number; enum order order; enum place place; } calls[] = {
    {SYS_read, READING},      {SYS_pread64, READING},  {SYS_readv, READING},  {SYS_preadv, READING},
    {SYS_write, WRITING},     {SYS_pwrite64, WRITING}, {SYS_writev, WRITING}, {SYS_pwritev, WRITING},
    {SYS_ftruncate, WRITING}, {SYS_fsync, SYNCING},    {SYS_fdatasync, SYNCING},
    {SYS_openat, NAMING, FOLDER_FIRST},    {SYS_openat2, NAMING, FOLDER_FIRST}, {SYS_mkdirat, NAMING, FOLDER_FIRST},
    {SYS_renameat2, NAMING, FOLDER_FIRST},
#if defined(__x86_64__)
    {SYS_open, NAMING, NAME_FIRST},        {SYS_mkdir, NAMING, NAME_FIRST},     {SYS_rename, NAMING, NAME_FIRST},
#endif
#if defined(SYS_renameat)
    {SYS_renameat, NAMING, FOLDER_FIRST},
#endif
};
enum { CALLS = sizeof calls / sizeof calls[0] };

/* The path of a file, or of the current folder. Returns its length, or -1. */
static ssize_t path_of(int file, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, file == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, size - 1);
  if (length >= 0) path[length] = 0;
  return length;
}

/* The errno that a call fails with, or 0. Without a `name` the file itself is meant. */
static int failure(enum order order, int file, const char *name) {
  char path[4096] = "";
  uint64_t failing = orders->failing;
  int number = failing >> 12 * order & 0xfff, files = failing >> 12 * FILES & 0xfff;
  if (number == 0) return 0;
  ssize_t length = name != NULL && name[0] == '/' ? 0 : path_of(file, path, sizeof path);
  if (length < 0) return 0;
  if (name != NULL) snprintf(path + length, sizeof path - length, "%s%s", length > 0 ? "/" : "", name);
  size_t below = strlen(root);
  if (strncmp(path, root, below) != 0 || (path[below] != '/' && path[below] != 0)) return 0;
  /* SQLite's shared memory is no file of the disk's. */
  if (strstr(path, "-shm") != NULL) return 0;
  int is_database = strstr(path, "/data.sqlite") != NULL;
  return files == ALL || is_database == (files == DATABASE) ? number : 0;
}

static void stopped(int signal, siginfo_t *info, void *place) {
  (void)signal;
  ucontext_t *context = place;
  int before = errno;
  long result = -ENOSYS;
  for (int index = 0; index < CALLS; index++) {
    if (calls[index].number != info->si_syscall) continue;
    enum place place = calls[index].place;
    const char *name = place == FILE_FIRST ? NULL : (const char *)ARGUMENT(context, place == FOLDER_FIRST);
    result = -failure(calls[index].order, place == NAME_FIRST ? AT_FDCWD : (int)ARGUMENT(context, 0), name);
    if (result == 0) {
      result = syscall(info->si_syscall, ARGUMENT(context, 0), ARGUMENT(context, 1), ARGUMENT(context, 2),
                       ARGUMENT(context, 3), ARGUMENT(context, 4), (long)MARK);
      if (result < 0) result = -errno;
    }
    break;
  }
  errno = before;
  RESULT(context) = result;
}

static void fail(const char *what) {
  perror(what);
  abort();
}

/* From now on these calls are stopped, for all threads. */
static void stop_calls(void) {
  struct sigaction action = {.sa_sigaction = stopped, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
  if (sigaction(SIGSYS, &action, NULL) != 0) fail("faulty.c: sigaction");
  struct sock_filter filter[CALLS + 8];
  unsigned short length = 0;
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 0, CALLS + 3);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]));
  filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MARK, CALLS + 1, 0);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (unsigned char index = 0; index < CALLS; index++)
    filter[length++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[index].number, CALLS - index, 0);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
  struct sock_fprog program = {.len = length, .filter = filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("faulty.c: no_new_privs");
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) fail("faulty.c: seccomp");
}

static void *wait_for_orders(void *nothing) {
  while (orders->failing == 0) usleep(1000);
  stop_calls();
  return nothing;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULTY_ORDERS"), *folder = getenv("FAULTY_ROOT");
  int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || folder == NULL) return;
  void *seen = mmap(NULL, sizeof none, PROT_READ, MAP_SHARED, file, 0);
  if (seen == MAP_FAILED) fail("faulty.c: mmap");
  orders = seen;
  close(file);
  snprintf(root, sizeof root, "%s", folder);
  pthread_t waiting;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&waiting, NULL, wait_for_orders, NULL) != 0) fail("faulty.c: pthread_create");
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += orders->ahead / 1000000000;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = REAL(gettimeofday)(now, zone);
  now->tv_sec += orders->ahead / 1000000000;
  return result;
}

time_t time(time_t *now) {
  time_t result = REAL(time)(NULL) + orders->ahead / 1000000000;
  if (now != NULL) *now = result;
  return result;
}
