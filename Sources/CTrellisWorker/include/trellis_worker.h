/*
 * The C interface of a Trellis worker library. A process without Swift (such as a Dask worker, through ctypes) calls
 * it to run pieces of a task graph and to move values.
 *
 * Handles. A handle is a non-zero number that identifies a value. The caller owns one reference to each handle that
 * tk_run or tk_decode returns, and must release it with tk_release. Handles in arguments are borrowed. Do not pass a
 * handle after its last reference was released, or a number that is not a handle: the library cannot detect either.
 * 0 is an error.
 *
 * The caller owns texts and reports that a function returns (char **, uint8_t **), and must free them with tk_free.
 * Pointers to results may be NULL where documented; the result is then not returned. Error texts are null-terminated
 * UTF-8, and are returned only with an error.
 *
 * All functions are thread-safe.
 */
#ifndef TRELLIS_WORKER_H
#define TRELLIS_WORKER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Incremented with every change of the interface that affects callers. */
#define TK_ABI_VERSION 1

/* Status codes. */
enum {
    TK_OK = 0,
    /* The arguments are inconsistent, a handle is 0, or a value cannot be encoded. */
    TK_FAILED = 1,
    /* The library does not have the operation or the value type, or has a different version of it. */
    TK_UNKNOWN_OPERATION = 2,
    /* The bytes are damaged. */
    TK_BAD_FRAME = 3,
    /* The caller set the cancellation flag. */
    TK_CANCELLED = 4,
};

/* Returns TK_ABI_VERSION of the library. Every version of the interface has this function. */
uint32_t tk_abi_version(void);

/*
 * Describes the library as JSON: {"abi":1,"names":["fit-pca",...],"operations":"<32 hexadecimal digits>",
 * "trellis":"0.1.0"}. `operations` is a hash of the names and versions of all operations and value types: libraries
 * with equal hashes are compatible. Free the result with tk_free.
 */
char *tk_describe(void);

/*
 * Runs a piece of a graph on the calling thread.
 *
 * graph, length    the encoded piece.
 * inputs           the handles of its inputs, in the order of the piece; borrowed.
 * cancel           a cancellation flag; may be NULL. If any thread sets it to a non-zero value, the run ends with
 *                  TK_CANCELLED within milliseconds. It is read while the function runs.
 * outputs          an array with one element per output of the piece; filled in the order of the piece if the
 *                  function returns TK_OK, otherwise unchanged.
 * report           may be NULL; receives the report for the client: when each task ran, and which tasks failed.
 * error            may be NULL.
 *
 * If an operation throws an error, the piece does not fail. The results of the task and of the tasks that depend on
 * it are failure values, which have handles and move like other values. A piece that reads a failure value passes it
 * on. All other tasks run.
 */
int32_t tk_run(const uint8_t *graph, size_t length, const uint64_t *inputs, size_t input_count, const int32_t *cancel,
               uint64_t *outputs, size_t output_count, uint8_t **report, size_t *report_length, char **error);

/*
 * Encodes a value as a short description, `meta`, and large parts, `frames`, which are not copied.
 *
 * meta             a buffer of meta_capacity bytes; may be NULL if that is 0.
 * frames, lengths  arrays for frame_capacity addresses and lengths in bytes; may be NULL if that is 0.
 * frame_count      receives the number of frames.
 * error            may be NULL.
 *
 * Returns the size of meta, or 0 for an error. If the size exceeds meta_capacity, or *frame_count exceeds
 * frame_capacity, nothing else is written, and the caller must call again with larger buffers. The frames are
 * borrowed: they remain valid and unchanged while the caller holds a reference to the handle.
 */
size_t tk_encode(uint64_t handle, uint8_t *meta, size_t meta_capacity, const void **frames, uint64_t *lengths,
                 size_t frame_capacity, size_t *frame_count, char **error);

/* Decodes a value, bitwise identical to the encoded one. The arguments are copied and may be freed afterwards. */
int32_t tk_decode(const uint8_t *meta, size_t meta_length, const void *const *frames, const uint64_t *lengths,
                  size_t frame_count, uint64_t *handle, char **error);

/* Returns the size of a value in bytes; 0 for handle 0. Parts that values share are counted for each value. */
size_t tk_nbytes(uint64_t handle);

/* Retain or release a reference to a value. Handle 0 is ignored. */
void tk_retain(uint64_t handle);
void tk_release(uint64_t handle);

/* Frees a text or a report that the library returned; NULL is ignored. */
void tk_free(void *memory);

/*
 * Limits the number of cores of a matrix product while no other task runs in the process; 1 by default. The limit
 * does not affect results.
 */
void tk_set_blas_threads(int32_t count);

/*
 * Defined in Swift by the author of the library, not called by its users. Returns a retained WorkerLibrary (module
 * TrellisWorkerInterface) with the operations and value types of the library.
 */
void *tk_make_library(void);

#ifdef __cplusplus
}
#endif

#endif
