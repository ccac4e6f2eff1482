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

/// How many rows the loops of the logistic losses take at a time: panels are padded to a multiple of it.
#define TRELLIS_TILE 32

/// Rows as the logistic losses read them, side by side in the lanes of vectors.
///
/// What pads has the weight 0 and the class 0, and lies in columns of zeros. The elements of a row of parameters, of
/// which each output has one, are as many as the columns: for an intercept there is a column of ones.
typedef struct {
    /// Column by column, `rows` elements each.
    const double *design;
    /// Each row's class.
    const int32_t *codes;
    /// What each row counts.
    const double *weights;
    ptrdiff_t rows;
    ptrdiff_t columns;
} trellis_panel;

/// Writes `count` rows as the design of a panel of `rows` rows, with a column of ones after the others if asked for.
void trellis_pack(
    const double *design, ptrdiff_t count, ptrdiff_t columns, _Bool has_intercept, ptrdiff_t rows, double *target);

/// The logistic loss of two classes at `count` points, of one row of parameters each.
///
/// Adds each point's loss, Σ weight × -log(probability of the row's own class), to losses. The residuals, `rows` for each
/// point, become the derivatives by the rows' scores for the second class, weight × (probability - code).
void trellis_logistic_loss(
    const trellis_panel *panel, const double *points, ptrdiff_t count, double *residuals, double *losses);

/// The logistic loss of several classes at one point, of a row of parameters for each class.
///
/// Adds to loss; the residuals, `rows` for each class, become the derivatives by the rows' scores for the classes.
void trellis_softmax_loss(
    const trellis_panel *panel, const double *point, ptrdiff_t classes, double *residuals, double *loss);

/// Adds to slopes the sums over the rows of residual × element, for each output and column by lane: a vector each, whose
/// sum is the derivative by the parameter.
void trellis_add_slopes(const trellis_panel *panel, const double *residuals, ptrdiff_t outputs, double *slopes);

/// The sum of each of `count` vectors.
void trellis_sum_lanes(const double *vectors, ptrdiff_t count, double *sums);

#endif
