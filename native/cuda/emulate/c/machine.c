// A stand-in for a GPU: memory and kernels behind pipes. Commands come on stdin,
// answers go to stdout, numbers as uint64 in the machine's order:
//
//	a size          -> address, 0 if there is no memory
//	f address
//	u address size bytes
//	d address size  -> bytes
//	l kernel gridX gridY arguments...  -> 0
//
// The threads of a block take turns: each runs to its next barrier. That all wait at
// the same one is checked. Compiled with -DPARALLEL they are threads of the system,
// for its sanitizers; the environment variable WITHOUT_BARRIER is then the line of a
// barrier to leave out. With -DLIBRARY there are no pipes: driver.c is before it.

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>
#ifdef PARALLEL
#include <pthread.h>
#endif

#define ARGUMENTS 13
typedef uint64_t Word;
typedef void Kernel(Word, Word, Word, Word, Word, Word, Word, Word, Word, Word, Word, Word, Word);

extern Kernel *const kernels[]; // written by package emulate
extern const int threads;

static int blockX, blockY;
static Kernel *kernel;
static Word arguments[ARGUMENTS];

int emulated_block_x(void) { return blockX; }
int emulated_block_y(void) { return blockY; }

static void call(void) {
	Word *a = arguments;
	kernel(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12]);
}

#ifdef PARALLEL

// Threads wait at one barrier after the other of several: the sanitizer takes a thread
// that is slow to leave a barrier to know what others did before they came to the
// same one again.
enum { BARRIERS = 16 };
static pthread_barrier_t barriers[BARRIERS];
static __thread int thread, round;
static int removed;

int emulated_thread(void) { return thread; }
void emulated_barrier(int line) {
	if (line != removed) pthread_barrier_wait(&barriers[round++ % BARRIERS]);
}

static void *one(void *number) {
	thread = (int)(intptr_t)number;
	call();
	return NULL;
}

static void block(void) {
	const char *without = getenv("WITHOUT_BARRIER");
	removed = without ? atoi(without) : 0;
	pthread_t all[threads];
	for (int i = 0; i < BARRIERS; i++) pthread_barrier_init(&barriers[i], NULL, threads);
	for (int i = 0; i < threads; i++) pthread_create(&all[i], NULL, one, (void *)(intptr_t)i);
	for (int i = 0; i < threads; i++) pthread_join(all[i], NULL);
	for (int i = 0; i < BARRIERS; i++) pthread_barrier_destroy(&barriers[i]);
}

#else

enum { STACK = 1 << 17, FINISHED = -1 };

struct fiber {
	ucontext_t start;
	jmp_buf at;
	int line; // of the barrier where it waits
	int begun;
};
static struct fiber *fibers;
static jmp_buf scheduler;
static int current;

int emulated_thread(void) { return current; }

static void leave(int line) {
	fibers[current].line = line;
	if (!_setjmp(fibers[current].at)) _longjmp(scheduler, 1);
}
void emulated_barrier(int line) { leave(line); }

// A fiber lives on: after a block it waits for the next.
static void body(void) {
	for (;;) {
		call();
		leave(FINISHED);
	}
}

static void resume(int i) {
	struct fiber *f = &fibers[i];
	current = i;
	if (_setjmp(scheduler)) return;
	if (f->begun) _longjmp(f->at, 1);
	f->begun = 1;
	setcontext(&f->start);
}

// Threads go in opposite orders from barrier to barrier, so that whatever two of
// them race for is seen by one of the two orders.
static void block(void) {
	if (!fibers) {
		fibers = calloc(threads, sizeof *fibers);
		for (int i = 0; i < threads; i++) {
			getcontext(&fibers[i].start);
			fibers[i].start.uc_stack.ss_sp = malloc(STACK);
			fibers[i].start.uc_stack.ss_size = STACK;
			makecontext(&fibers[i].start, body, 0);
		}
	}
	for (int round = 0;; round++) {
		for (int k = 0; k < threads; k++) resume(round & 1 ? threads - 1 - k : k);
		for (int i = 1; i < threads; i++) {
			if (fibers[i].line != fibers[0].line) {
				fprintf(stderr, "threads 0 and %d of a block wait at different barriers, %d and %d\n", i, fibers[0].line, fibers[i].line);
				exit(3);
			}
		}
		if (fibers[0].line == FINISHED) return;
	}
}

#endif

// emulated_launch runs kernel number k on a grid of blocks.
void emulated_launch(int k, int x, int y, const uint64_t *with) {
	kernel = kernels[k];
	for (int i = 0; i < ARGUMENTS; i++) arguments[i] = with[i];
	for (blockY = 0; blockY < y; blockY++)
		for (blockX = 0; blockX < x; blockX++) block();
}

#ifndef LIBRARY

static void get(void *to, size_t size) {
	if (fread(to, 1, size, stdin) != size) exit(0);
}
static Word word(void) {
	Word w;
	get(&w, sizeof w);
	return w;
}
static void put(const void *from, size_t size) {
	if (fwrite(from, 1, size, stdout) != size) exit(0);
	fflush(stdout);
}

int main(void) {
	for (;;) {
		char command;
		Word address, size, answer = 0;
		get(&command, 1);
		switch (command) {
		case 'a':
			answer = (Word)malloc(word());
			put(&answer, sizeof answer);
			break;
		case 'f':
			free((void *)word());
			break;
		case 'u':
			address = word();
			size = word();
			get((void *)address, size);
			break;
		case 'd':
			address = word();
			size = word();
			put((void *)address, size);
			break;
		case 'l': {
			int k = (int)word(), x = (int)word(), y = (int)word();
			Word with[ARGUMENTS];
			get(with, sizeof with);
			emulated_launch(k, x, y, with);
			put(&answer, sizeof answer);
			break;
		}
		default:
			return 2;
		}
	}
}

#endif
