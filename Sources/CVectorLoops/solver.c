#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"

// How many vectors go by between two looks at where the best example is.
enum { BLOCK = 8 };

// The largest element, none of which is NaN.
TRELLIS_INLINE double largest_of(const doubles *value) {
    __auto_type four = LARGER(value->lo, value->hi);
    __auto_type two = LARGER(four.lo, four.hi);
    return LARGER(two.lo, two.hi);
}

// The last position at which it is.
TRELLIS_INLINE ptrdiff_t last_of(const doubles *value, double largest) {
    ptrdiff_t lane = TRELLIS_LANES - 1;
    while (lane > 0 && (*value)[lane] != largest) lane--;
    return lane;
}

TRELLIS_CLONES
trellis_extremes trellis_step(
    trellis_examples examples, const float *row_i, double change_i, const float *row_j, double change_j) {
    doubles *gradient = (doubles *)examples.gradient;
    const doubles *growth = (const doubles *)examples.growth, *fall = (const doubles *)examples.fall;
    const floats *kernel_i = (const floats *)row_i, *kernel_j = (const floats *)row_j;
    // By lane: the largest of each, and the last block in which the former was found.
    doubles most = -INFINITY, falls = -INFINITY, found = 0;
    for (ptrdiff_t block = 0; block < examples.vectors; block += BLOCK) {
        ptrdiff_t end = block + BLOCK < examples.vectors ? block + BLOCK : examples.vectors;
        doubles grows = -INFINITY;
        for (ptrdiff_t index = block; index < end; index++) {
            doubles g = gradient[index]
                + (__builtin_convertvector(kernel_i[index], doubles) * change_i
                   + __builtin_convertvector(kernel_j[index], doubles) * change_j);
            gradient[index] = g;
            doubles to_grow = growth[index] - g, to_fall = fall[index] + g;
            grows = LARGER(to_grow, grows);
            falls = LARGER(to_fall, falls);
        }
        found = grows >= most ? (doubles)block : found;
        most = LARGER(grows, most);
    }
    double largest = largest_of(&most);
    doubles candidates = most == largest ? found : (doubles)0;
    ptrdiff_t last_block = (ptrdiff_t)largest_of(&candidates) + BLOCK;
    ptrdiff_t last = TRELLIS_LANES * (last_block < examples.vectors ? last_block : examples.vectors) - 1;
    while (last > 0 && examples.growth[last] - examples.gradient[last] != largest) last--;
    return (trellis_extremes){largest, last, largest_of(&falls)};
}

TRELLIS_CLONES
ptrdiff_t trellis_partner(
    trellis_examples examples, const float *row, double diagonal_i, double most_to_grow, double least_curvature) {
    const doubles *gradient = (const doubles *)examples.gradient, *fall = (const doubles *)examples.fall;
    const doubles *diagonal = (const doubles *)examples.diagonal;
    const floats *kernel = (const floats *)row;
    // Most examples are told from the best so far by comparing b² with a times its gain, which takes no division; the
    // slack is for those that tie with it.
    const double slack = 1 - 1e-14;
    double best_gain = 0, threshold = 0;
    ptrdiff_t best = -1;
    for (ptrdiff_t index = 0; index < examples.vectors; index++) {
        doubles b = most_to_grow + (gradient[index] + fall[index]);
        doubles a = (diagonal_i + diagonal[index]) - 2 * __builtin_convertvector(kernel[index], doubles);
        __auto_type is_better = a * threshold < b * __builtin_elementwise_abs(b);
        if (__builtin_reduce_or(is_better) == 0) continue;
        doubles gains = b * b / (a > 0 ? a : (doubles)least_curvature);
        gains = b > 0 ? gains : (doubles)-1;
        double gain = largest_of(&gains);
        if (gain < best_gain) continue;
        best = TRELLIS_LANES * index + last_of(&gains, gain);
        best_gain = gain;
        threshold = gain * slack;
    }
    return best;
}

TRELLIS_CLONES
void trellis_add_row(const float *row, double factor, ptrdiff_t count, double *sums) {
    ptrdiff_t index = 0;
    for (; index + TRELLIS_LANES <= count; index += TRELLIS_LANES) {
        *(doubles *)(sums + index) += __builtin_convertvector(*(const floats *)(row + index), doubles) * factor;
    }
    for (; index < count; index++) sums[index] += row[index] * factor;
}

void trellis_take(float *row, const int32_t *positions, ptrdiff_t count) {
    for (ptrdiff_t index = 0; index < count; index++) row[index] = row[positions[index]];
}

TRELLIS_CLONES
_Bool trellis_round(const double *source, float *target, ptrdiff_t count) {
    floats differences = 0;  // 0 - but for infinity and NaN, of which either minus itself is NaN
    ptrdiff_t index = 0;
    for (; index + TRELLIS_LANES <= count; index += TRELLIS_LANES) {
        floats rounded = __builtin_convertvector(*(const doubles *)(source + index), floats);
        *(floats *)(target + index) = rounded;
        differences += rounded - rounded;
    }
    for (; index < count; index++) {
        target[index] = (float)source[index];
        differences[0] += target[index] - target[index];
    }
    return __builtin_reduce_and(differences == 0) != 0;
}
