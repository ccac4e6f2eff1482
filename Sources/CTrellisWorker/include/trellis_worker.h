/*
 * The interface of a Trellis worker library: what a process that knows no Swift (a Dask worker, by ctypes) calls to
 * run pieces of a task graph and to move values.
 *
 * Handles. A value is known outside the library by its handle, a number that is never 0. Whoever gets a handle from
 * tk_run or tk_decode owns one reference to the value and gives it up with tk_release; arguments are borrowed. A
 * handle that was released to its last reference, and a number that never was a handle, must not be passed: nothing
 * can check them. 0 is refused.
 *
 * Texts and reports that a function gives (char **, uint8_t **) belong to the caller, who frees them with tk_free.
 * Pointers to results may be NULL where it says so; then that result is not given. An error text is given only with
 * an error, is UTF-8, and ends in a zero byte.
 *
 * Every function may be called on any thread, at the same time as any other.
 */
#ifndef TRELLIS_WORKER_H
#define TRELLIS_WORKER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised with every change of this file that a caller could notice. */
#define TK_ABI_VERSION 1

/* What functions return. */
enum {
    TK_OK = 0,
    /* The arguments do not fit together, a handle is 0, or a value cannot be encoded. */
    TK_FAILED = 1,
    /* The library lacks the operation or the type of value, or has another version of it. */
    TK_UNKNOWN_OPERATION = 2,
    /* The bytes are not what was encoded. */
    TK_BAD_FRAME = 3,
    /* The caller raised its flag. */
    TK_CANCELLED = 4,
};

/* TK_ABI_VERSION of the library. Every version of it has this function. */
uint32_t tk_abi_version(void);

/*
 * What the library is, as JSON: {"abi":1,"names":["fit-pca",...],"operations":"<32 hexadecimal digits>",
 * "trellis":"0.1.0"}. `operations` is a hash over the names and versions of all operations and types of value:
 * libraries with equal hashes understand one another. To be freed with tk_free.
 */
char *tk_describe(void);

/*
 * Runs a piece of a graph on this thread.
 *
 * graph, length    the encoded piece.
 * inputs           the values of its inputs, in the order the piece has them; borrowed.
 * cancel           may be NULL; set to anything but 0 by anybody, it ends the run with TK_CANCELLED within
 *                  milliseconds. It is read while the function runs.
 * outputs          room for as many handles as the piece has outputs; filled, in the order the piece has them, if
 *                  the function returns TK_OK, else untouched.
 * report           may be NULL; gets bytes that tell the client when each task ran and which failed.
 * error            may be NULL.
 *
 * A task whose operation throws is no error of the piece. It, and what depends on it, has a value that tells of the
 * failure, which has a handle and moves like any other; a piece that reads one passes it on. Everything that does
 * not depend on it is computed.
 */
int32_t tk_run(const uint8_t *graph, size_t length, const uint64_t *inputs, size_t input_count, const int32_t *cancel,
               uint64_t *outputs, size_t output_count, uint8_t **report, size_t *report_length, char **error);

/*
 * Encodes a value: a few bytes, `meta`, and its large parts, `frames`, which are not copied.
 *
 * meta             room for meta_capacity bytes; may be NULL if that is 0.
 * frames, lengths  room for frame_capacity addresses and lengths in bytes; may be NULL if that is 0.
 * frame_count      gets the number of frames.
 * error            may be NULL.
 *
 * Returns the size of meta, or 0 for an error. If it exceeds meta_capacity, or *frame_count frame_capacity, nothing
 * else is written: the caller makes room and calls again. The frames are borrowed: they stay where they are, and as
 * they are, as long as the caller holds a reference to the handle.
 */
size_t tk_encode(uint64_t handle, uint8_t *meta, size_t meta_capacity, const void **frames, uint64_t *lengths,
                 size_t frame_capacity, size_t *frame_count, char **error);

/* Makes the value that was encoded, the same to the bit. What is passed is copied, and may go once it returns. */
int32_t tk_decode(const uint8_t *meta, size_t meta_length, const void *const *frames, const uint64_t *lengths,
                  size_t frame_count, uint64_t *handle, char **error);

/* How many bytes the parts of a value take; 0 for handle 0. Parts that values share are counted for each. */
size_t tk_nbytes(uint64_t handle);

/* Adds a reference to a value; gives one up. Handle 0 is ignored. */
void tk_retain(uint64_t handle);
void tk_release(uint64_t handle);

/* Frees a text or a report that the library gave; NULL is ignored. */
void tk_free(void *memory);

/*
 * How many cores a single product of matrices may use while nothing else runs in the process; 1 until set. It
 * changes no result.
 */
void tk_set_blas_threads(int32_t count);

/*
 * Not called by users of a library but defined by its makers, once, in Swift: what the library knows. Returns a
 * retained WorkerLibrary (module TrellisWorkerInterface).
 */
void *tk_make_library(void);

#ifdef __cplusplus
}
#endif

#endif
