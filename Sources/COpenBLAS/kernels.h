// Which of OpenBLAS's kernels run, and on how many threads.
//
// OpenBLAS picks them by the processor's model when it is loaded. A release knows the models of its time; for a later
// one it takes the kernels of the first 64-bit processors, which know nothing of wide vectors and fused operations.
// What those processors can do is known all the same, from their instruction sets.
#ifndef TRELLIS_COPENBLAS_KERNELS_H
#define TRELLIS_COPENBLAS_KERNELS_H

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)

extern char **environ;

// What OpenBLAS calls when it is loaded and unloaded; absent where it was built for one model only.
void gotoblas_dynamic_init(void) __attribute__((weak));
void gotoblas_dynamic_quit(void) __attribute__((weak));

// The kernels for the processor's instruction sets, by the setting of OPENBLAS_CORETYPE that has them; NULL if it has
// none of those that are worth choosing by.
static inline const char *trellis_kernels_for_instructions(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl"))
        return "OPENBLAS_CORETYPE=SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "OPENBLAS_CORETYPE=Haswell";
    return NULL;
}

// Whether the kernels are among those that OpenBLAS takes for processors it does not know.
static inline _Bool trellis_has_fallback_kernels(void) {
    const char *fallbacks[] = {"Prescott", "Barcelona", "Nehalem", "Sandybridge"};
    for (size_t index = 0; index < sizeof fallbacks / sizeof *fallbacks; index++) {
        if (strcmp(openblas_get_corename(), fallbacks[index]) == 0) return 1;
    }
    return 0;
}

// Has OpenBLAS choose anew by instruction sets, if it did not know the processor and nobody chose by OPENBLAS_CORETYPE.
//
// To be called before anything in the process computes with OpenBLAS. The choice is handed over in a copy of the
// environment, for to change the environment itself while other threads read it is not safe.
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

// Ends the threads that OpenBLAS starts when it is loaded; absent where it was built without threads.
void blas_thread_shutdown_(void) __attribute__((weak));

// Has every call compute on the thread that makes it. OpenBLAS's own threads would look for work for a while, each on a
// core of its own, before they slept; they come back if somebody asks for several again.
static inline void trellis_hold_blas_at_one_thread(void) {
    openblas_set_num_threads(1);
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

#endif
