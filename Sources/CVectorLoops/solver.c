#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"

// The largest element, none of which is NaN.
TRELLIS_INLINE double largest_of(const doubles *value) {
    __auto_type four = LARGER(value->lo, value->hi);
    __auto_type two = LARGER(four.lo, four.hi);
    return LARGER(two.lo, two.hi);
}

typedef _Bool flags __attribute__((ext_vector_type(8)));

// The last position at which `value` is the largest, where each lane has it at the vector of place `place`.
TRELLIS_INLINE ptrdiff_t last_at(const doubles *value, double largest, const doubles *place) {
    flags is_largest = __builtin_convertvector(*value == largest, flags);
    uint8_t bits;
    __builtin_memcpy(&bits, &is_largest, sizeof bits);
    if (__builtin_expect((bits & (bits - 1)) == 0, 1)) {
        int lane = __builtin_ctz(bits | 1 << TRELLIS_LANES);
        return TRELLIS_LANES * (ptrdiff_t)(*place)[lane % TRELLIS_LANES] + lane;
    }
    doubles lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    doubles positions = *value == largest ? TRELLIS_LANES * *place + lanes : (doubles)-1;
    return (ptrdiff_t)largest_of(&positions);
}

// The extremes so far, by lane: the largest of to_grow, the last place at which it was found, the largest of to_fall.
typedef struct {
    doubles most_to_grow, found, most_to_fall;
} extremes;

static const extremes no_extremes = {-INFINITY, 0, -INFINITY};

TRELLIS_INLINE void take_extremes(extremes *most, const doubles *to_grow, const doubles *to_fall, const doubles *place) {
    most->found = *to_grow >= most->most_to_grow ? *place : most->found;
    most->most_to_grow = LARGER(*to_grow, most->most_to_grow);
    most->most_to_fall = LARGER(*to_fall, most->most_to_fall);
}

TRELLIS_INLINE void note_extremes(const extremes *most, trellis_progress *progress) {
    progress->most_to_grow = largest_of(&most->most_to_grow);
    progress->most_to_grow_at = last_at(&most->most_to_grow, progress->most_to_grow, &most->found);
    progress->most_to_fall = largest_of(&most->most_to_fall);
}

// Takes a position for that of the largest if it is as large and later in libsvm's order.
TRELLIS_INLINE void prefer(const trellis_problem *problem, ptrdiff_t position, trellis_progress *progress) {
    if (problem->to_grow[position] != progress->most_to_grow) return;
    const int32_t *order = problem->order, *examples = problem->examples;
    if (order[examples[position]] > order[examples[progress->most_to_grow_at]]) progress->most_to_grow_at = position;
}

TRELLIS_CLONES
void trellis_find_extremes(const trellis_problem *problem, trellis_progress *progress) {
    extremes most = no_extremes;
    doubles place = 0;
    for (ptrdiff_t index = 0; index < problem->vectors; index++) {
        take_extremes(&most, (doubles *)problem->to_grow + index, (doubles *)problem->to_fall + index, &place);
        place += 1;
    }
    note_extremes(&most, progress);
    if (progress->most_to_grow == -INFINITY) return;
    for (ptrdiff_t position = 0; position < TRELLIS_LANES * problem->vectors; position++) {
        prefer(problem, position, progress);
    }
}

// A vector of a row's elements.
TRELLIS_INLINE void read(doubles *elements, const void *row, ptrdiff_t index, _Bool is_double) {
    *elements = is_double ? ((const doubles *)row)[index]
                          : __builtin_convertvector(((const floats *)row)[index], doubles);
}

// Adds change_i times row_i and change_j times row_j to the gradient, and finds its extremes.
TRELLIS_INLINE void add_to_gradient(
    const trellis_problem *problem, const void *row_i, double change_i, const void *row_j, double change_j,
    trellis_progress *progress, _Bool is_double) {
    // Rounded as libsvm's are: whether two gradients are equal to the bit decides which example goes next.
#pragma clang fp contract(off)
    doubles *to_grow = (doubles *)problem->to_grow, *to_fall = (doubles *)problem->to_fall;
    extremes most = no_extremes;
    doubles place = 0;
    for (ptrdiff_t index = 0; index < problem->vectors; index++) {
        doubles kernel_i, kernel_j;
        read(&kernel_i, row_i, index, is_double);
        read(&kernel_j, row_j, index, is_double);
        doubles change = kernel_i * change_i + kernel_j * change_j;
        doubles grows = to_grow[index] - change, drops = to_fall[index] + change;
        to_grow[index] = grows;
        to_fall[index] = drops;
        take_extremes(&most, &grows, &drops, &place);
        place += 1;
    }
    note_extremes(&most, progress);
}

// What a curvature counts as that is not positive.
static const double flat = 1e-12;

// The best example so far, by lane: the square of b and a, whose quotient is what the objective falls by, and the place
// of its vector.
typedef struct {
    doubles square, curvature, place;
} best_examples;

// Takes the examples of a vector that are no worse than the best so far. Quotients are compared by products, crosswise,
// which takes no division.
TRELLIS_INLINE void take_better(
    best_examples *best, const trellis_problem *problem, const void *row, ptrdiff_t index, const doubles *place,
    double diagonal_i, double most_to_grow, _Bool has_diagonal, _Bool is_double) {
    doubles b = most_to_grow + ((const doubles *)problem->to_fall)[index];
    doubles sum = diagonal_i;
    sum += has_diagonal ? ((const doubles *)problem->diagonal)[index] : (doubles)problem->common_diagonal;
    doubles kernel;
    read(&kernel, row, index, is_double);
    doubles a = sum - 2 * kernel;
    a = a > 0 ? a : (doubles)flat;
    doubles square = b * b;
    __auto_type is_better = (b > 0) & (square * best->curvature >= best->square * a);
    best->square = is_better ? square : best->square;
    best->curvature = is_better ? a : best->curvature;
    best->place = is_better ? *place : best->place;
}

// The last position at which a step with one of diagonal_i makes the objective fall most; -1 if none does.
TRELLIS_INLINE ptrdiff_t partner(
    const trellis_problem *problem, const void *row, double diagonal_i, double most_to_grow, _Bool has_diagonal,
    _Bool is_double) {
    // Even and odd vectors by themselves, so that one comparison need not wait for the other.
    best_examples none = {0, 1, -1}, even = none, odd = none;
    doubles place = 0, next = 1;
    ptrdiff_t index = 0;
    for (; index + 2 <= problem->vectors; index += 2) {
        take_better(&even, problem, row, index, &place, diagonal_i, most_to_grow, has_diagonal, is_double);
        take_better(&odd, problem, row, index + 1, &next, diagonal_i, most_to_grow, has_diagonal, is_double);
        place += 2;
        next += 2;
    }
    if (index < problem->vectors) {
        take_better(&even, problem, row, index, &place, diagonal_i, most_to_grow, has_diagonal, is_double);
    }

    // Lane by lane the better of the two, the later one where they tie.
    doubles of_even = even.square * odd.curvature, of_odd = odd.square * even.curvature;
    __auto_type is_odd = (of_odd > of_even) | ((of_odd == of_even) & (odd.place > even.place));
    doubles square = is_odd ? odd.square : even.square, curvature = is_odd ? odd.curvature : even.curvature;
    doubles best = is_odd ? odd.place : even.place;
    doubles gains = best < 0 ? (doubles)-1 : square / curvature;
    double largest = largest_of(&gains);
    return largest < 0 ? -1 : last_at(&gains, largest, &best);
}

// Sets a multiplier, and whether it may grow and fall from there; `gradient` is that at its position.
TRELLIS_INLINE void move(const trellis_problem *problem, ptrdiff_t position, double multiplier, double gradient) {
    int32_t example = problem->examples[position];
    _Bool is_positive = example < problem->positives;
    problem->multipliers[example] = multiplier;
    double bound = problem->bounds[example];
    problem->to_grow[position] = multiplier < (is_positive ? bound : 0) ? -gradient : -INFINITY;
    problem->to_fall[position] = multiplier > (is_positive ? 0 : -bound) ? gradient : -INFINITY;
}

// A step that was chosen: its two positions and examples, their rows, and the kernel of each with itself.
typedef struct {
    ptrdiff_t i, j;
    int32_t example_i, example_j;
    const void *row_i, *row_j;
    double diagonal_i, diagonal_j;
} chosen_step;

// Chooses the next step, if there is one.
TRELLIS_INLINE trellis_end choose(
    trellis_problem *problem, trellis_progress *progress, ptrdiff_t limit, chosen_step *step, _Bool is_double) {
    const _Bool has_diagonal = problem->diagonal != NULL;
    if (progress->steps >= limit) return TRELLIS_STEPS_TAKEN;
    if (!(progress->most_to_grow + progress->most_to_fall >= problem->tolerance)) return TRELLIS_OPTIMAL;
    step->i = progress->most_to_grow_at;
    step->example_i = problem->examples[step->i];
    step->row_i = problem->rows[step->example_i];
    if (step->row_i == NULL) {
        progress->wanted = step->i;
        return TRELLIS_WANTS_ROW;
    }
    problem->used[step->example_i] = ++problem->clock;
    step->diagonal_i = has_diagonal ? problem->diagonal[step->i] : problem->common_diagonal;
    step->j = has_diagonal ? partner(problem, step->row_i, step->diagonal_i, progress->most_to_grow, 1, is_double)
                           : partner(problem, step->row_i, step->diagonal_i, progress->most_to_grow, 0, is_double);
    if (step->j < 0) return TRELLIS_OPTIMAL;
    step->example_j = problem->examples[step->j];
    step->row_j = problem->rows[step->example_j];
    if (step->row_j == NULL) {
        progress->wanted = step->j;
        return TRELLIS_WANTS_ROW;
    }
    problem->used[step->example_j] = ++problem->clock;
    step->diagonal_j = has_diagonal ? problem->diagonal[step->j] : problem->common_diagonal;
    return TRELLIS_GOES_ON;
}

// Takes the step that was chosen, unless it is one to end at.
TRELLIS_INLINE trellis_end take_step(
    trellis_problem *problem, trellis_progress *progress, const chosen_step *step, _Bool is_double) {
    double kernel =
        is_double ? ((const double *)step->row_i)[step->j] : (double)((const float *)step->row_i)[step->j];
    double curvature = step->diagonal_i + step->diagonal_j - 2 * kernel;
    double gradient_i = -problem->to_grow[step->i], gradient_j = problem->to_fall[step->j];
    double amount = (gradient_j - gradient_i) / (curvature > 0 ? curvature : flat);
    double old_i = problem->multipliers[step->example_i], old_j = problem->multipliers[step->example_j];
    double bound_i = problem->bounds[step->example_i], bound_j = problem->bounds[step->example_j];
    double upper = step->example_i < problem->positives ? bound_i : 0;
    double lower = step->example_j < problem->positives ? 0 : -bound_j;
    double new_i = old_i + amount, new_j = old_j - amount;
    // The sum stays; where i has less room than j, i meets its bound first. All without branches, which nobody foresees.
    double sum = old_i + old_j;
    _Bool is_i_first = sum > upper + lower;
    _Bool meets_i = is_i_first & (new_i > upper), meets_j = !is_i_first & (new_j < lower);
    new_i = meets_i ? upper : meets_j ? sum - lower : new_i;
    new_j = meets_i ? sum - upper : meets_j ? lower : new_j;
    if (problem->ends_at_bound) {
        _Bool is_i_at_bound = (step->example_i < problem->positives) & (new_i >= bound_i);
        _Bool is_j_at_bound = (step->example_j >= problem->positives) & (new_j <= -bound_j);
        if (is_i_at_bound | is_j_at_bound) return TRELLIS_AT_BOUND;
    }
    move(problem, step->i, new_i, gradient_i);
    move(problem, step->j, new_j, gradient_j);
    add_to_gradient(problem, step->row_i, new_i - old_i, step->row_j, new_j - old_j, progress, is_double);
    // A step makes its two equal, as a rule to the bit: which of them goes next, if one does, is a matter of order.
    if (progress->most_to_grow_at == step->i) {
        prefer(problem, step->j, progress);
    } else if (progress->most_to_grow_at == step->j) {
        prefer(problem, step->i, progress);
    }
    progress->steps++;
    return TRELLIS_GOES_ON;
}

// The loops are compiled for rows of float and for rows of double.
TRELLIS_INLINE trellis_end descend(
    trellis_problem *problem, trellis_progress *progress, ptrdiff_t limit, _Bool is_double) {
    for (;;) {
        chosen_step step;
        trellis_end end = choose(problem, progress, limit, &step, is_double);
        if (end == TRELLIS_GOES_ON) end = take_step(problem, progress, &step, is_double);
        if (end != TRELLIS_GOES_ON) return end;
    }
}

TRELLIS_CLONES
trellis_end trellis_descend(trellis_problem *problem, trellis_progress *progress, ptrdiff_t limit) {
    return problem->rows_are_double ? descend(problem, progress, limit, 1) : descend(problem, progress, limit, 0);
}

TRELLIS_CLONES
void trellis_descend_together(
    trellis_problem *first, trellis_progress *first_progress, ptrdiff_t first_limit, trellis_end *first_end,
    trellis_problem *second, trellis_progress *second_progress, ptrdiff_t second_limit, trellis_end *second_end) {
    if (first->rows_are_double | second->rows_are_double) {
        // Rarely wanted, and not worth more code: one after the other.
        *first_end = trellis_descend(first, first_progress, first_limit);
        *second_end = trellis_descend(second, second_progress, second_limit);
        return;
    }
    do {
        chosen_step first_step, second_step;
        *first_end = choose(first, first_progress, first_limit, &first_step, 0);
        *second_end = choose(second, second_progress, second_limit, &second_step, 0);
        if (*first_end == TRELLIS_GOES_ON) *first_end = take_step(first, first_progress, &first_step, 0);
        if (*second_end == TRELLIS_GOES_ON) *second_end = take_step(second, second_progress, &second_step, 0);
    } while (*first_end == TRELLIS_GOES_ON && *second_end == TRELLIS_GOES_ON);
}

TRELLIS_INLINE void add_row(const void *row, double factor, ptrdiff_t count, double *sums, _Bool is_double) {
    ptrdiff_t vectors = count / TRELLIS_LANES;
    for (ptrdiff_t index = 0; index < vectors; index++) {
        doubles elements;
        read(&elements, row, index, is_double);
        ((doubles *)sums)[index] += elements * factor;
    }
    for (ptrdiff_t index = TRELLIS_LANES * vectors; index < count; index++) {
        sums[index] += (is_double ? ((const double *)row)[index] : ((const float *)row)[index]) * factor;
    }
}

TRELLIS_CLONES
void trellis_add_row(const float *row, double factor, ptrdiff_t count, double *sums) {
    add_row(row, factor, count, sums, 0);
}

TRELLIS_CLONES
void trellis_add_double_row(const double *row, double factor, ptrdiff_t count, double *sums) {
    add_row(row, factor, count, sums, 1);
}

TRELLIS_INLINE double row_times(const void *row, const double *factors, ptrdiff_t count, _Bool is_double) {
    doubles sums = 0;
    ptrdiff_t vectors = count / TRELLIS_LANES;
    for (ptrdiff_t index = 0; index < vectors; index++) {
        doubles elements;
        read(&elements, row, index, is_double);
        sums += elements * ((const doubles *)factors)[index];
    }
    double sum = 0;
    for (ptrdiff_t index = TRELLIS_LANES * vectors; index < count; index++) {
        sum += (is_double ? ((const double *)row)[index] : ((const float *)row)[index]) * factors[index];
    }
    for (int lane = 0; lane < TRELLIS_LANES; lane++) sum += sums[lane];
    return sum;
}

TRELLIS_CLONES
double trellis_row_times(const float *row, const double *factors, ptrdiff_t count) {
    return row_times(row, factors, count, 0);
}

TRELLIS_CLONES
double trellis_double_row_times(const double *row, const double *factors, ptrdiff_t count) {
    return row_times(row, factors, count, 1);
}

void trellis_take(const float *row, const int32_t *positions, ptrdiff_t count, float *target) {
    for (ptrdiff_t index = 0; index < count; index++) target[index] = row[positions[index]];
}

void trellis_take_double(const double *row, const int32_t *positions, ptrdiff_t count, double *target) {
    for (ptrdiff_t index = 0; index < count; index++) target[index] = row[positions[index]];
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
