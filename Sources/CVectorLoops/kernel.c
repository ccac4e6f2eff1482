#include "include/vector_loops.h"

#include "functions.h"

// -gamma × max(0, norm + norms - 2 products) of the elements from `index` on, at most a vector of the `count`.
TRELLIS_INLINE void to_exponents(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t index, ptrdiff_t count,
    doubles *value) {
    doubles product, other;
    load(&product, products + index, count - index);
    load(&other, norms + index, count - index);
    doubles distance = (norm + other) - 2 * product;
    *value = -gamma * (distance < 0 ? (doubles)0 : distance);
}

TRELLIS_CLONES
void trellis_radial_basis(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t count, double *target) {
    for (ptrdiff_t index = 0; index < count; index += TRELLIS_LANES) {
        doubles value;
        to_exponents(products, norm, norms, gamma, index, count, &value);
        to_exponential(&value);
        store(&value, target + index, count - index);
    }
}

TRELLIS_CLONES
_Bool trellis_rounded_radial_basis(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t count, float *target) {
    floats differences = 0;  // 0 - but for NaN, which minus itself is NaN
    for (ptrdiff_t index = 0; index < count; index += TRELLIS_LANES) {
        doubles value;
        to_exponents(products, norm, norms, gamma, index, count, &value);
        to_exponential(&value);
        floats rounded = __builtin_convertvector(value, floats);
        differences += rounded - rounded;
        if (count - index >= TRELLIS_LANES) {
            *(floats *)(target + index) = rounded;
        } else {
            for (ptrdiff_t lane = 0; lane < count - index; lane++) target[index + lane] = rounded[lane];
        }
    }
    return __builtin_reduce_and(differences == 0) != 0;
}
