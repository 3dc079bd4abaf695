/* A disk that breaks on command: preloaded into a test's child process (LD_PRELOAD), it stands between the process
 * and the C library's calls that change files, and counts those that touch files below one folder.
 *
 *   faults_arm(how, at, folder, journal)   from now on; `at` counts from 1
 *   faults_count()                         how many calls there were since
 *
 * how: 0 count only; 1 SIGKILL before call `at`; 2 do half of call `at`, then SIGKILL; 3 no space left from call `at`
 * on; 4 call `at` fails with an I/O error; 5 write every call into `journal`, to be played back without what was not
 * synced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF = -1, COUNT, KILL, TEAR, FULL, BROKEN, RECORD };

static int how = OFF, journal = -1;
static long at, count;
static char root[PATH_MAX];
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int faults_arm(int wanted, long from, const char *folder, const char *log) {
    how = OFF;
    at = from;
    count = 0;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    if (wanted == RECORD) journal = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    how = wanted;
    return 0;
}

long faults_count(void) { return count; }

static int below(const char *path) { return how != OFF && strncmp(path, root, root_length) == 0; }

static int whole(const char *path, char *out) {
    if (how == OFF) return 0;
    if (path[0] == '/') snprintf(out, PATH_MAX, "%s", path);
    else if (getcwd(out, PATH_MAX / 2)) snprintf(out + strlen(out), PATH_MAX / 2, "/%s", path);
    return below(out);
}

static int named(int fd, char *out) {
    char link[64];
    if (how == OFF) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out, PATH_MAX - 1);
    if (length <= 0) return 0;
    out[length] = 0;
    return below(out);
}

static void note(char op, const char *path, int64_t offset, const void *data, uint64_t length) {
    struct __attribute__((packed)) { char op; uint32_t path; int64_t offset; uint64_t data; } head;
    if (how != RECORD) return;
    head.op = op;
    head.path = strlen(path);
    head.offset = offset;
    head.data = length;
    pthread_mutex_lock(&lock);
    ssize_t done = REAL(write)(journal, &head, sizeof head);
    done += REAL(write)(journal, path, head.path);
    if (length) done += REAL(write)(journal, data, length);
    pthread_mutex_unlock(&lock);
    if (done != (ssize_t)(sizeof head + head.path + length)) abort();
}

/* 0: go on; 1: do half, then call die(); -1: fail with errno. */
static int meet(int takes_room) {
    long mine = __sync_add_and_fetch(&count, 1);
    if (how == KILL && mine == at) kill(getpid(), SIGKILL);
    if (how == TEAR && mine == at) return 1;
    if (how == FULL && mine >= at && takes_room) { errno = ENOSPC; return -1; }
    if (how == BROKEN && mine == at) { errno = EIO; return -1; }
    return 0;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    if (!named(fd, path)) return REAL(write)(fd, data, length);
    int said = meet(1);
    if (said < 0) return -1;
    off_t offset = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t done = REAL(write)(fd, data, said ? length / 2 : length);
    if (said) die();
    if (done > 0) note('w', path, offset, data, done);
    return done;
}

static ssize_t write_at(int fd, const void *data, size_t length, off64_t offset) {
    char path[PATH_MAX];
    if (!named(fd, path)) return REAL(pwrite64)(fd, data, length, offset);
    int said = meet(1);
    if (said < 0) return -1;
    ssize_t done = REAL(pwrite64)(fd, data, said ? length / 2 : length, offset);
    if (said) die();
    if (done > 0) note('w', path, offset, data, done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return write_at(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return write_at(fd, data, length, offset); }

ssize_t writev(int fd, const struct iovec *parts, int number) {
    char path[PATH_MAX];
    if (!named(fd, path)) return REAL(writev)(fd, parts, number);
    ssize_t done = 0; /* as separate writes: a short writev is allowed, and each part can be torn */
    for (int part = 0; part < number; part++) {
        ssize_t one = write(fd, parts[part].iov_base, parts[part].iov_len);
        if (one < 0) return done ? done : -1;
        done += one;
        if ((size_t)one < parts[part].iov_len) break;
    }
    return done;
}

size_t fwrite(const void *data, size_t size, size_t number, FILE *file) {
    char path[PATH_MAX];
    if (!named(fileno(file), path)) return REAL(fwrite)(data, size, number, file);
    int said = meet(1);
    if (said < 0) return 0;
    off_t offset = ftello(file);
    size_t done = REAL(fwrite)(data, size, said ? number / 2 : number, file);
    if (said) { fflush(file); die(); }
    if (done) note('w', path, offset, data, done * size);
    return done;
}

/* What is copied inside the kernel cannot be torn: refused, and the caller copies by hand. */
ssize_t sendfile64(int out, int in, off64_t *offset, size_t length) {
    char path[PATH_MAX];
    if (!named(out, path)) return REAL(sendfile64)(out, in, offset, length);
    errno = ENOTSOCK;
    return -1;
}
ssize_t sendfile(int out, int in, off_t *offset, size_t length) { return sendfile64(out, in, (off64_t *)offset, length); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    char path[PATH_MAX];
    if (!named(out, path)) return REAL(copy_file_range)(in, from, out, to, length, flags);
    errno = EXDEV;
    return -1;
}

static int cut(int fd, off64_t length) {
    char path[PATH_MAX];
    if (!named(fd, path)) return REAL(ftruncate64)(fd, length);
    int said = meet(0);
    if (said < 0) return -1;
    int done = REAL(ftruncate64)(fd, length);
    if (said) die();
    if (!done) note('t', path, length, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

/* Room that is only reserved would hide a full disk: SQLite and others go on without it. */
int posix_fallocate(int fd, off_t from, off_t length) {
    char path[PATH_MAX];
    return named(fd, path) ? EINVAL : REAL(posix_fallocate)(fd, from, length);
}
int posix_fallocate64(int fd, off64_t from, off64_t length) {
    char path[PATH_MAX];
    return named(fd, path) ? EINVAL : REAL(posix_fallocate64)(fd, from, length);
}
int fallocate(int fd, int mode, off_t from, off_t length) {
    char path[PATH_MAX];
    if (!named(fd, path)) return REAL(fallocate)(fd, mode, from, length);
    errno = EOPNOTSUPP;
    return -1;
}
int fallocate64(int fd, int mode, off64_t from, off64_t length) { return fallocate(fd, mode, from, length); }

static int sync_one(int fd, int data_only) {
    char path[PATH_MAX];
    int ours = named(fd, path);
    int said = ours ? meet(1) : 0;
    if (said < 0) return -1;
    if (said) die();
    int done = data_only ? REAL(fdatasync)(fd) : REAL(fsync)(fd);
    if (ours && !done) note('s', path, 0, NULL, 0);
    return done;
}
int fsync(int fd) { return sync_one(fd, 0); }
int fdatasync(int fd) { return sync_one(fd, 1); }

static int move(const char *from, const char *to) {
    char old[PATH_MAX], new[PATH_MAX];
    int ours = whole(from, old) | whole(to, new);
    int said = ours ? meet(1) : 0;
    if (said < 0) return -1;
    int done = REAL(rename)(from, to);
    if (said) die();
    if (ours && !done) note('r', old, 0, new, strlen(new));
    return done;
}
int rename(const char *from, const char *to) { return move(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
    return a == AT_FDCWD && b == AT_FDCWD ? move(from, to) : REAL(renameat)(a, from, b, to);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    return a == AT_FDCWD && b == AT_FDCWD && !flags ? move(from, to) : REAL(renameat2)(a, from, b, to, flags);
}

static int away(const char *path) {
    char full[PATH_MAX];
    int ours = whole(path, full);
    int said = ours ? meet(0) : 0;
    if (said < 0) return -1;
    int done = REAL(unlink)(path);
    if (said) die();
    if (ours && !done) note('u', full, 0, NULL, 0);
    return done;
}
int unlink(const char *path) { return away(path); }
int unlinkat(int folder, const char *path, int flags) {
    char full[PATH_MAX], base[PATH_MAX];
    if (flags) return REAL(unlinkat)(folder, path, flags);
    if (folder == AT_FDCWD || path[0] == '/') return away(path);
    if (!named(folder, base)) return REAL(unlinkat)(folder, path, flags);
    int length = snprintf(full, sizeof full, "%s/%s", base, path);
    return length < PATH_MAX ? away(full) : REAL(unlinkat)(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
    char full[PATH_MAX];
    int ours = whole(path, full);
    int said = ours ? meet(1) : 0;
    if (said < 0) return -1;
    int done = REAL(mkdir)(path, mode);
    if (said) die();
    if (ours && !done) note('m', full, 0, NULL, 0);
    return done;
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    int ours = (flags & (O_CREAT | O_TRUNC)) && folder == AT_FDCWD && whole(path, full);
    int said = ours ? meet(1) : 0;
    if (said < 0) return -1;
    int fd = REAL(openat)(folder, path, flags, mode);
    if (said) die();
    if (ours && fd >= 0) note('c', full, !!(flags & O_TRUNC), NULL, 0);
    return fd;
}
static mode_t mode_of(int flags, va_list more) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; }
#define OPEN(name, parameters, folder) \
    int name parameters { va_list more; va_start(more, flags); mode_t mode = mode_of(flags, more); va_end(more); \
        return opened(folder, path, flags, mode); }
OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int folder, const char *path, int flags, ...), folder)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder)

static FILE *open_stream(const char *path, const char *how_to, FILE *(*real)(const char *, const char *)) {
    char full[PATH_MAX];
    int ours = how_to[0] != 'r' && whole(path, full);
    int said = ours ? meet(1) : 0;
    if (said < 0) return NULL;
    FILE *file = real(path, how_to);
    if (said) die();
    if (ours && file) note('c', full, how_to[0] == 'w', NULL, 0);
    return file;
}
FILE *fopen(const char *path, const char *how_to) { return open_stream(path, how_to, REAL(fopen)); }
FILE *fopen64(const char *path, const char *how_to) { return open_stream(path, how_to, REAL(fopen64)); }
