#ifndef TRELLIS_CLONES_H
#define TRELLIS_CLONES_H

// Compiles a function for each instruction set in the list, where the loader can choose between them. It chooses before
// the thread sanitizer has started, whose calls would crash there.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define TRELLIS_CLONES __attribute__((target_clones("avx512dq", "fma", "default")))
#else
#define TRELLIS_CLONES
#endif

// A product that is added is one operation where the processor has it. Like BLAS, the loops therefore give the same bits
// on processors of one kind, and differ in the last place between kinds.
#pragma STDC FP_CONTRACT ON

typedef double doubles __attribute__((ext_vector_type(8), aligned(8)));
typedef float floats __attribute__((ext_vector_type(8), aligned(4)));
typedef int integers __attribute__((ext_vector_type(8), aligned(4)));
typedef unsigned long long words __attribute__((ext_vector_type(8)));

// The larger of each two elements, none of which is NaN.
#define LARGER(a, b) ((a) > (b) ? (a) : (b))

// The sum of the elements, in an order that is the same everywhere.
#define SUM(a) (((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7])))

#endif
