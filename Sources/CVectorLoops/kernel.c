#include "include/vector_loops.h"

#include "functions.h"

TRELLIS_CLONES
void trellis_radial_basis(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t count, double *target) {
    for (ptrdiff_t index = 0; index < count; index += TRELLIS_LANES) {
        doubles product, other;
        load(&product, products + index, count - index);
        load(&other, norms + index, count - index);
        doubles distance = (norm + other) - 2 * product;
        doubles value = -gamma * (distance < 0 ? (doubles)0 : distance);
        to_exponential(&value);
        store(&value, target + index, count - index);
    }
}
