#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"

// The largest element, none of which is NaN.
TRELLIS_INLINE double largest_of(const doubles *value) {
    __auto_type four = LARGER(value->lo, value->hi);
    __auto_type two = LARGER(four.lo, four.hi);
    return LARGER(two.lo, two.hi);
}

// The last position at which `value` is the largest, where each lane has it at the vector of place `place`.
TRELLIS_INLINE ptrdiff_t last_at(const doubles *value, double largest, const doubles *place) {
    doubles lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    doubles positions = *value == largest ? TRELLIS_LANES * *place + lanes : (doubles)-1;
    return (ptrdiff_t)largest_of(&positions);
}

TRELLIS_CLONES
trellis_extremes trellis_step(
    const trellis_examples *examples, const float *row_i, double change_i, const float *row_j, double change_j) {
    doubles *gradient = (doubles *)examples->gradient;
    const doubles *growth = (const doubles *)examples->growth, *fall = (const doubles *)examples->fall;
    const floats *kernel_i = (const floats *)row_i, *kernel_j = (const floats *)row_j;
    // By lane: the largest of each, and the last place at which the former was found.
    doubles most = -INFINITY, falls = -INFINITY, found = 0, place = 0;
    for (ptrdiff_t index = 0; index < examples->vectors; index++) {
        doubles g = gradient[index]
            + (__builtin_convertvector(kernel_i[index], doubles) * change_i
               + __builtin_convertvector(kernel_j[index], doubles) * change_j);
        gradient[index] = g;
        doubles to_grow = growth[index] - g, to_fall = fall[index] + g;
        found = to_grow >= most ? place : found;
        most = LARGER(to_grow, most);
        falls = LARGER(to_fall, falls);
        place += 1;
    }
    double largest = largest_of(&most);
    return (trellis_extremes){largest, last_at(&most, largest, &found), largest_of(&falls)};
}

// The best example so far, by lane: the square of b and a, whose quotient is what the objective falls by, and the place
// of its vector.
typedef struct {
    doubles square, curvature, place;
} best_examples;

// Takes the examples of a vector that are no worse than the best so far. Quotients are compared by products, crosswise,
// which takes no division.
TRELLIS_INLINE void take_better(
    best_examples *best, const trellis_examples *examples, const float *row, ptrdiff_t index, const doubles *place,
    double diagonal_i, double most_to_grow, double least_curvature) {
    const doubles *gradient = (const doubles *)examples->gradient, *fall = (const doubles *)examples->fall;
    const doubles *diagonal = (const doubles *)examples->diagonal;
    doubles b = most_to_grow + (gradient[index] + fall[index]);
    doubles a = (diagonal_i + diagonal[index]) - 2 * __builtin_convertvector(((const floats *)row)[index], doubles);
    a = a > 0 ? a : (doubles)least_curvature;
    doubles square = b * b;
    __auto_type is_better = (b > 0) & (square * best->curvature >= best->square * a);
    best->square = is_better ? square : best->square;
    best->curvature = is_better ? a : best->curvature;
    best->place = is_better ? *place : best->place;
}

TRELLIS_CLONES
ptrdiff_t trellis_partner(
    const trellis_examples *examples, const float *row, double diagonal_i, double most_to_grow,
    double least_curvature) {
    // Even and odd vectors by themselves, so that one comparison need not wait for the other.
    best_examples none = {0, 1, -1}, even = none, odd = none;
    doubles place = 0, next = 1;
    ptrdiff_t index = 0;
    for (; index + 2 <= examples->vectors; index += 2) {
        take_better(&even, examples, row, index, &place, diagonal_i, most_to_grow, least_curvature);
        take_better(&odd, examples, row, index + 1, &next, diagonal_i, most_to_grow, least_curvature);
        place += 2;
        next += 2;
    }
    if (index < examples->vectors)
        take_better(&even, examples, row, index, &place, diagonal_i, most_to_grow, least_curvature);

    // Lane by lane the better of the two, the later one where they tie.
    doubles of_even = even.square * odd.curvature, of_odd = odd.square * even.curvature;
    __auto_type is_odd = (of_odd > of_even) | ((of_odd == of_even) & (odd.place > even.place));
    doubles square = is_odd ? odd.square : even.square, curvature = is_odd ? odd.curvature : even.curvature;
    doubles best = is_odd ? odd.place : even.place;
    doubles gains = best < 0 ? (doubles)-1 : square / curvature;
    double largest = largest_of(&gains);
    return largest < 0 ? -1 : last_at(&gains, largest, &best);
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
