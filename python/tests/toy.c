/* A worker library whose values are arrays of doubles: enough of the interface to test the Python side alone.
 *
 * A graph is text, one operation a line: "op a b", where a and b are places among the inputs and the results before it
 * (inputs first). The outputs are the last results, in order. Operations: "add a b"; "mul a b"; "ones n" (of which each is ONE, by which builds can differ); "size a"; "fail";
 * "trap"; "spin" (until cancelled); "pid". */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef ONE
#define ONE 1
#endif

typedef struct { atomic_int count; int failed; uint64_t length; double *data; } value;
static atomic_int living;
static atomic_int decoded;

static value *make(uint64_t length, int failed) {
    value *made = malloc(sizeof(value));
    atomic_init(&made->count, 1);
    made->length = length;
    made->failed = failed;
    made->data = malloc(8 * (length ? length : 1));
    living++;
    return made;
}
static value *of(uint64_t handle) { return (value *)(uintptr_t)handle; }
static int32_t refuse(char **error, const char *text, int32_t status) {
    if (error) *error = strdup(text);
    return status;
}

uint32_t tk_abi_version(void) { return 1; }
char *tk_describe(void) { return strdup("{\"abi\":1,\"operations\":\"" OPERATIONS "\"}"); }
int toy_living(void) { return living; }
int toy_decoded(void) { return decoded; }
void tk_retain(uint64_t handle) { of(handle)->count++; }
void tk_release(uint64_t handle) {
    value *held = of(handle);
    if (--held->count == 0) { free(held->data); free(held); living--; }
}
void tk_free(void *memory) { free(memory); }
void tk_set_blas_threads(int32_t count) { (void)count; }
size_t tk_nbytes(uint64_t handle) { return 16 + 8 * of(handle)->length; }

int32_t tk_run(const uint8_t *graph, size_t length, const uint64_t *inputs, size_t input_count, const int32_t *cancel,
               uint64_t *outputs, size_t output_count, uint8_t **report, size_t *report_length, char **error) {
    value *values[256];
    size_t count = 0;
    for (; count < input_count; count++) { values[count] = of(inputs[count]); tk_retain(inputs[count]); }
    char *text = strndup((const char *)graph, length), *rest = NULL;
    int32_t status = 0;
    for (char *line = strtok_r(text, "\n", &rest); line && !status; line = strtok_r(NULL, "\n", &rest)) {
        char name[16] = "";
        long a = 0, b = 0;
        sscanf(line, "%15s %ld %ld", name, &a, &b);
        value *made = NULL;
        if (!strcmp(name, "add") || !strcmp(name, "mul")) {
            value *x = values[a], *y = values[b];
            made = make(x->length, x->failed || y->failed);
            for (uint64_t i = 0; i < x->length; i++)
                made->data[i] = *name == 'a' ? x->data[i] + y->data[i] : x->data[i] * y->data[i];
        } else if (!strcmp(name, "ones")) {
            made = make((uint64_t)a, 0);
            for (long i = 0; i < a; i++) made->data[i] = ONE;
        } else if (!strcmp(name, "fail")) made = make(0, 1);
        else if (!strcmp(name, "size")) { made = make(1, 0); made->data[0] = (double)values[a]->length; }
        else if (!strcmp(name, "pid")) { made = make(1, 0); made->data[0] = getpid(); }
        else if (!strcmp(name, "trap")) __builtin_trap();
        else if (!strcmp(name, "spin")) {
            FILE *mark = fopen(getenv("TOY_MARK"), "a");
            if (mark) { fputs("begun\n", mark); fclose(mark); }
            while (!*(volatile const int32_t *)cancel) usleep(1000);
            mark = fopen(getenv("TOY_MARK"), "a");
            if (mark) { fputs("cancelled\n", mark); fclose(mark); }
            status = refuse(error, "cancelled", 4);
            continue;
        } else { status = refuse(error, "an unknown operation", 2); continue; }
        values[count++] = made;
    }
    free(text);
    if (!status) {
        for (size_t i = 0; i < output_count; i++) {
            outputs[i] = (uint64_t)(uintptr_t)values[count - output_count + i];
            tk_retain(outputs[i]);
        }
        *report = (uint8_t *)strdup("report");
        *report_length = 6;
    }
    for (size_t i = 0; i < count; i++) tk_release((uint64_t)(uintptr_t)values[i]);
    return status;
}

size_t tk_encode(uint64_t handle, uint8_t *meta, size_t meta_capacity, const void **frames, uint64_t *lengths,
                 size_t frame_capacity, size_t *frame_count, char **error) {
    (void)error;
    *frame_count = 1;
    if (meta_capacity < 300 || frame_capacity < 1) return 300;
    memset(meta, of(handle)->failed, 300);
    frames[0] = of(handle)->data;
    lengths[0] = 8 * of(handle)->length;
    return 300;
}

int32_t tk_decode(const uint8_t *meta, size_t meta_length, const void *const *frames, const uint64_t *lengths,
                  size_t frame_count, uint64_t *handle, char **error) {
    if (meta_length != 300 || frame_count != 1 || lengths[0] % 8) return refuse(error, "a damaged value", 3);
    value *made = make(lengths[0] / 8, meta[0]);
    memcpy(made->data, frames[0], lengths[0]);
    *handle = (uint64_t)(uintptr_t)made;
    decoded++;
    return 0;
}
