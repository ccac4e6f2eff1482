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
    ptrdiff_t block = (ptrdiff_t)largest_of(&candidates);
    // By lane: the last place in that block.
    doubles last = 0, places = {0, 1, 2, 3, 4, 5, 6, 7};
    places += TRELLIS_LANES * block;
    for (ptrdiff_t index = block; index < block + BLOCK && index < examples.vectors; index++) {
        last = growth[index] - gradient[index] == largest ? places : last;
        places += TRELLIS_LANES;
    }
    return (trellis_extremes){largest, (ptrdiff_t)largest_of(&last), largest_of(&falls)};
}

// The best example so far, by lane: the square of b and a, whose quotient is what the objective falls by, and the place
// of its vector.
typedef struct {
    doubles square, curvature, place;
} best_examples;

// Takes the examples of a vector that are no worse than the best so far. Quotients are compared by products, crosswise,
// which takes no division.
TRELLIS_INLINE void take_better(
    best_examples *best, const trellis_examples *examples, const float *row, ptrdiff_t index, double diagonal_i,
    double most_to_grow, double least_curvature) {
    const doubles *gradient = (const doubles *)examples->gradient, *fall = (const doubles *)examples->fall;
    const doubles *diagonal = (const doubles *)examples->diagonal;
    doubles b = most_to_grow + (gradient[index] + fall[index]);
    doubles a = (diagonal_i + diagonal[index]) - 2 * __builtin_convertvector(((const floats *)row)[index], doubles);
    a = a > 0 ? a : (doubles)least_curvature;
    doubles square = b * b;
    __auto_type is_better = (b > 0) & (square * best->curvature >= best->square * a);
    best->square = is_better ? square : best->square;
    best->curvature = is_better ? a : best->curvature;
    best->place = is_better ? (doubles)index : best->place;
}

// The larger of the first `count` elements' quotients, and the last example that has it; none is -1.
TRELLIS_INLINE void last_best(const best_examples *best, double *gain, ptrdiff_t *at) {
    doubles gains = best->place < 0 ? (doubles)-1 : best->square / best->curvature;
    double largest = largest_of(&gains);
    // Examples of one vector follow each other by lane.
    doubles last = gains == largest ? best->place : (doubles)-1;
    double place = largest_of(&last);
    doubles lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    lanes = last == place ? lanes : (doubles)0;
    *gain = largest;
    *at = place < 0 ? -1 : TRELLIS_LANES * (ptrdiff_t)place + (ptrdiff_t)largest_of(&lanes);
}

TRELLIS_CLONES
ptrdiff_t trellis_partner(
    trellis_examples examples, const float *row, double diagonal_i, double most_to_grow, double least_curvature) {
    // Even and odd vectors by themselves, so that one comparison need not wait for the other.
    best_examples none = {0, 1, -1}, even = none, odd = none;
    ptrdiff_t index = 0;
    for (; index + 2 <= examples.vectors; index += 2) {
        take_better(&even, &examples, row, index, diagonal_i, most_to_grow, least_curvature);
        take_better(&odd, &examples, row, index + 1, diagonal_i, most_to_grow, least_curvature);
    }
    if (index < examples.vectors)
        take_better(&even, &examples, row, index, diagonal_i, most_to_grow, least_curvature);
    double gain_even, gain_odd;
    ptrdiff_t at_even, at_odd;
    last_best(&even, &gain_even, &at_even);
    last_best(&odd, &gain_odd, &at_odd);
    if (gain_even == gain_odd) return at_even > at_odd ? at_even : at_odd;
    return gain_even > gain_odd ? at_even : at_odd;
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
