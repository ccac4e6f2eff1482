// Selection of OpenBLAS's kernels and number of threads.
//
// OpenBLAS selects its kernels by processor model when it is loaded. On processors that are newer than the release, it
// falls back to kernels for the first 64-bit processors, without wide vectors and fused operations. The instruction sets of
// the processor are available nevertheless.
#ifndef TRELLIS_COPENBLAS_KERNELS_H
#define TRELLIS_COPENBLAS_KERNELS_H

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)

extern char **environ;

// The functions that OpenBLAS calls when it is loaded and unloaded; absent if it was built for a single processor model.
void gotoblas_dynamic_init(void) __attribute__((weak));
void gotoblas_dynamic_quit(void) __attribute__((weak));

// The setting of OPENBLAS_CORETYPE for the instruction sets of the processor; NULL if it has no suitable ones.
static inline const char *trellis_kernels_for_instructions(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl"))
        return "OPENBLAS_CORETYPE=SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "OPENBLAS_CORETYPE=Haswell";
    return NULL;
}

// Whether the kernels are among those that OpenBLAS falls back to for unknown processors.
static inline _Bool trellis_has_fallback_kernels(void) {
    const char *fallbacks[] = {"Prescott", "Barcelona", "Nehalem", "Sandybridge"};
    for (size_t index = 0; index < sizeof fallbacks / sizeof *fallbacks; index++) {
        if (strcmp(openblas_get_corename(), fallbacks[index]) == 0) return 1;
    }
    return 0;
}

// Selects the kernels by instruction sets, unless OpenBLAS knows the processor or OPENBLAS_CORETYPE is set.
//
// Call this function before any computation with OpenBLAS in the process. The choice is passed in a copy of the
// environment, because modifying the environment is unsafe while other threads read it.
static inline void trellis_choose_kernels(void) {
    const char *choice = trellis_kernels_for_instructions();
    if (!choice || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
    if (getenv("OPENBLAS_CORETYPE") || !trellis_has_fallback_kernels()) return;
    size_t count = 0;
    while (environ[count]) count++;
    char **extended = (char **)malloc((count + 2) * sizeof *extended);
    if (!extended) return;
    memcpy(extended + 1, environ, (count + 1) * sizeof *extended);
    extended[0] = (char *)choice;
    char **original = environ;
    environ = extended;
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    environ = original;
    // Not freed: another thread may be reading it.
}

#else

static inline void trellis_choose_kernels(void) {}

#endif

// Stops the threads that OpenBLAS starts when it is loaded; absent if it was built without threads.
void blas_thread_shutdown_(void) __attribute__((weak));

// Lets every call compute on the calling thread. OpenBLAS's own threads would each spin on a core before they sleep. They
// are started again if a larger number of threads is set.
static inline void trellis_hold_blas_at_one_thread(void) {
    openblas_set_num_threads(1);
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

#endif
