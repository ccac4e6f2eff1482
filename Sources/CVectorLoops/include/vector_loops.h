// The innermost loops, which gain from wider vectors than the least processor has.
//
// Each is compiled for several instruction sets, and the one for the processor at hand is chosen when the program is
// loaded: Swift has no way to say so.

#ifndef TRELLIS_VECTOR_LOOPS_H
#define TRELLIS_VECTOR_LOOPS_H

#include <stddef.h>
#include <stdint.h>

/// How many elements the loops of the solver take at a time: its arrays are padded to a multiple of it.
#define TRELLIS_LANES 8

/// What there is of each of a solver's active examples, padded to whole vectors; see SMOSolver.swift.
typedef struct {
    double *gradient;
    const double *diagonal;
    /// 0 where the multiplier may grow and -infinity where not; what pads has -infinity in both.
    const double *growth;
    /// The same where it may fall.
    const double *fall;
    /// The number of vectors.
    ptrdiff_t vectors;
} trellis_examples;

/// The extremes of the gradient.
typedef struct {
    /// The largest of growth - gradient.
    double most_to_grow;
    /// The last position at which it is.
    ptrdiff_t most_to_grow_at;
    /// The largest of fall + gradient.
    double most_to_fall;
} trellis_extremes;

/// Adds change_i times row_i and change_j times row_j to the gradient, and returns its extremes.
trellis_extremes trellis_step(
    const trellis_examples *examples, const float *row_i, double change_i, const float *row_j, double change_j);

/// The last position j at which a step with i makes the objective fall most, by b²/a with b = most_to_grow +
/// fall + gradient and the curvature a = diagonal_i + diagonal - 2 row; -1 if none does.
///
/// Where a is not positive it counts as least_curvature.
ptrdiff_t trellis_partner(
    const trellis_examples *examples, const float *row, double diagonal_i, double most_to_grow,
    double least_curvature);

/// Adds a multiple of a row of `count` elements to sums.
void trellis_add_row(const float *row, double factor, ptrdiff_t count, double *sums);

/// Keeps of a row the elements at `count` ascending positions, in their order, at its front.
void trellis_take(float *row, const int32_t *positions, ptrdiff_t count);

/// target = exp(-gamma × max(0, norm + norms - 2 products)) of `count` elements, which may be in place.
///
/// Within 2 units in the last place of the exponential, 0 where it would be less than 1e-307.
void trellis_radial_basis(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t count, double *target);

/// The same, rounded; returns whether none of the elements is NaN.
_Bool trellis_rounded_radial_basis(
    const double *products, double norm, const double *norms, double gamma, ptrdiff_t count, float *target);

/// Rounds `count` elements and returns whether none of them is NaN or exceeds a float.
_Bool trellis_round(const double *source, float *target, ptrdiff_t count);

/// What trellis_logistic_loss and trellis_softmax_loss read of `count` rows.
typedef struct {
    /// Each row's class.
    const int32_t *codes;
    /// What each row counts.
    const double *weights;
    ptrdiff_t count;
} trellis_rows;

/// Turns the rows' scores for the second of two classes, to which `intercept` is added, into the derivatives of the
/// logistic loss by them, weight × (probability - code). Returns the loss, Σ weight × -log(probability of the row's own
/// class); `sum` becomes the sum of the derivatives.
double trellis_logistic_loss(double *scores, trellis_rows rows, double intercept, double *sum);

/// The logistic loss of `rows.count` rows of a design at TRELLIS_LANES points at once, with its derivatives.
///
/// What there is of each point stands in a lane: of coefficients and slopes a vector for each column, of intercepts, sums
/// and losses one. Adds to slopes the derivatives by the coefficients, to sums those by the intercepts, to losses the
/// losses. The rows are read once; both of their products are made where they lie, without rearranging them.
void trellis_logistic_points(
    const double *design, ptrdiff_t columns, trellis_rows rows, const double *coefficients, const double *intercepts,
    double *slopes, double *sums, double *losses);

/// The same as trellis_logistic_loss for `classes` classes, each of which has its scores `rows.count` elements after those of the class before
/// it, an intercept and a sum. There must be room for TRELLIS_LANES sums a class; the first `classes` are meant.
double trellis_softmax_loss(
    double *scores, trellis_rows rows, ptrdiff_t classes, const double *intercepts, double *sums);

#endif
