// OpenBLAS's C interfaces: cblas.h (products) and lapacke.h (factorisations).
#ifndef TRELLIS_COPENBLAS_H
#define TRELLIS_COPENBLAS_H

#include <cblas.h>
#include <lapacke.h>

#endif
