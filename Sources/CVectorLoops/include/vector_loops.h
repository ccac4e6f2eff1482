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

/// A problem of support vector machines as its solver has it; see SMOSolver.swift.
///
/// What is by position is of the active examples, and padded to whole vectors; what is by example is of all.
typedef struct {
    /// By position: minus the gradient where the multiplier may grow, -infinity where not and where it pads.
    double *to_grow;
    /// By position: the gradient where the multiplier may fall, -infinity where not and where it pads.
    double *to_fall;
    /// By position: the kernel of an example with itself; NULL if it is the same for all.
    const double *diagonal;
    /// What it is then.
    double common_diagonal;
    /// The number of vectors.
    ptrdiff_t vectors;

    /// By position: which example it is.
    const int32_t *examples;
    /// By example: the multiplier, negated for the negative class.
    double *multipliers;
    /// By example: its place in libsvm's order, which decides ties.
    const int32_t *order;
    /// The first so many examples are of the positive class.
    ptrdiff_t positives;
    /// By example: its largest multiplier, without the sign of its class.
    const double *bounds;
    /// By example: its row of the kernel matrix over the active examples, NULL where it has to be read first. Rows are of
    /// float, or of double.
    const void *const *rows;
    _Bool rows_are_double;
    /// By example: when its row was last used, by `clock`.
    int64_t *used;
    int64_t clock;

    /// How far the optimality conditions may be violated.
    double tolerance;
    /// Whether to end before the first step that takes a multiplier to its largest.
    _Bool ends_at_bound;
} trellis_problem;

/// How far a solver has come.
typedef struct {
    /// The largest of to_grow, and the last position at which it is; where the two that the last step moved tie, that of
    /// them which is the last in libsvm's order, and before a first step the last of all in that order.
    double most_to_grow;
    ptrdiff_t most_to_grow_at;
    /// The largest of to_fall.
    double most_to_fall;
    /// The steps taken.
    ptrdiff_t steps;
    /// The position whose row has to be read, after TRELLIS_WANTS_ROW.
    ptrdiff_t wanted;
} trellis_progress;

/// Why a descent ended.
typedef enum {
    /// The active examples are optimal within the tolerance.
    TRELLIS_OPTIMAL,
    /// It has taken the steps that it may.
    TRELLIS_STEPS_TAKEN,
    /// It goes on when a row was read.
    TRELLIS_WANTS_ROW,
    /// The next step, which was not taken, takes a multiplier to its largest.
    TRELLIS_AT_BOUND,
    /// It has not ended.
    TRELLIS_GOES_ON,
} trellis_end;

/// Finds the extremes of to_grow and to_fall.
void trellis_find_extremes(const trellis_problem *problem, trellis_progress *progress);

/// Moves pairs of multipliers until there is a reason to end; `limit` counts from the first of all steps.
///
/// A step takes the position i at which to_grow is largest, and with it the last position j at which the objective
/// falls most, by b²/a with b = to_grow_i + to_fall_j and the curvature a = K_ii + K_jj - 2 K_ij. An a that is not
/// positive counts as 1e-12, as in libsvm.
trellis_end trellis_descend(trellis_problem *problem, trellis_progress *progress, ptrdiff_t limit);

/// Descends two problems side by side until one of them has a reason to end; that of one which has none is
/// TRELLIS_GOES_ON.
///
/// Each takes the steps that it takes alone. While the last operations of one's step, of small problems a third of it, wait
/// for each other, the processor is busy with the other's.
void trellis_descend_together(
    trellis_problem *first, trellis_progress *first_progress, ptrdiff_t first_limit, trellis_end *first_end,
    trellis_problem *second, trellis_progress *second_progress, ptrdiff_t second_limit, trellis_end *second_end);

/// Adds a multiple of a row of `count` elements to sums.
void trellis_add_row(const float *row, double factor, ptrdiff_t count, double *sums);
void trellis_add_double_row(const double *row, double factor, ptrdiff_t count, double *sums);

/// The sum of the products of a row of `count` elements with as many factors.
double trellis_row_times(const float *row, const double *factors, ptrdiff_t count);
double trellis_double_row_times(const double *row, const double *factors, ptrdiff_t count);

/// Takes of a row the elements at `count` ascending positions, in their order; the target may be the row's front.
void trellis_take(const float *row, const int32_t *positions, ptrdiff_t count, float *target);
void trellis_take_double(const double *row, const int32_t *positions, ptrdiff_t count, double *target);

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

/// How many rows a panel holds.
#define TRELLIS_PANEL 32

/// Rows as the logistic losses read them: panels that follow each other, in each of which the rows lie side by side in the
/// lanes of vectors, column by column.
///
/// What pads the last has the weight 0 and the class 0, and lies in columns of zeros. A row of parameters, of which each
/// output has one, is a coefficient for each column and, if there is one, the intercept.
typedef struct {
    const double *design;
    /// The elements from one panel's start to the next's: at least those of its columns.
    ptrdiff_t stride;
    /// Each row's class.
    const int32_t *codes;
    /// What each row counts: as a rule as much as its class, and what pads nothing.
    const double *weights;
    /// What a row of each class counts; NULL if rows of a class differ in it.
    const double *class_weights;
    /// The rows, a whole number of panels.
    ptrdiff_t rows;
    ptrdiff_t columns;
    _Bool has_intercept;
    /// Whether the residuals that a loss is given are a part of the scores, to which those of the columns are added.
    _Bool has_scores;
} trellis_panels;

/// Writes `count` rows as panels, the last of which is padded with zeros.
void trellis_pack(const double *source, ptrdiff_t count, ptrdiff_t columns, double *target);

/// Adds the squares of each column of `count` panels to squares.
void trellis_add_column_squares(const double *design, ptrdiff_t count, ptrdiff_t columns, double *squares);

/// The logistic loss of two classes at `count` points, of one row of parameters each; up to 8,000 rows.
///
/// Adds each point's loss, Σ weight × -log(probability of the row's own class), to losses. The residuals, `rows` for each
/// point, become the derivatives by the rows' scores for the second class, weight × (probability - code).
void trellis_logistic_loss(
    const trellis_panels *panels, const double *points, ptrdiff_t count, double *residuals, double *losses);

/// The logistic loss of several classes at one point, of a row of parameters for each class but the last, whose score is
/// 0.
///
/// Adds to loss; the residuals, `rows` for each class, become the derivatives by the rows' scores for the classes: they add
/// up to 0.
void trellis_softmax_loss(
    const trellis_panels *panels, const double *point, ptrdiff_t classes, double *residuals, double *loss);

/// Adds to slopes the sums over the rows of residual × element, for each output and parameter by lane: a vector each, whose
/// sum is the derivative by the parameter.
void trellis_add_slopes(const trellis_panels *panels, const double *residuals, ptrdiff_t outputs, double *slopes);

/// Rows of 0 and 1 that are stored as codes: each row has a place in each of some blocks.
///
/// A place is that of a row of a table, of which every eight outputs have one: a vector for each place, the lanes of which
/// are of the outputs.
typedef struct {
    /// Row by row, the places of all blocks.
    const int32_t *places;
    /// The rows, a whole number of vectors.
    ptrdiff_t rows;
    ptrdiff_t blocks;
    /// The vectors of a table.
    ptrdiff_t table_rows;
} trellis_codes;

/// Writes for each output the sums over the blocks of what the tables have at the rows' places: `rows` scores for each
/// output.
void trellis_gather_scores(const trellis_codes *codes, const double *tables, ptrdiff_t outputs, double *scores);

/// How many copies of the tables rows may take turns with.
#define TRELLIS_COPIES 4

/// Adds each row's residual for each output to what the tables have at the row's places.
///
/// Many rows in succession have the same place in a block of few, and each would wait for the one before it. They take
/// turns with TRELLIS_COPIES copies of the tables, `stride` elements apart, the sum of which is the result; with a stride
/// of 0, there is one copy.
void trellis_scatter_slopes(
    const trellis_codes *codes, const double *residuals, ptrdiff_t outputs, double *tables, ptrdiff_t stride);

/// The sum of each of `count` vectors.
void trellis_sum_lanes(const double *vectors, ptrdiff_t count, double *sums);

/// Finds the ends of the fields of complete records without quotes (RFC 4180).
///
/// Scanning stops at the record with a quote in it, at one with another number of fields than `columns`, at a blank line of
/// a file with one column, and at a record that does not end before `limit`.
///
/// \param bytes The bytes, of which those from `next` up to `limit` are read; fewer than 2^31.
/// \param next The index of the first record.
/// \param ends Receives the indices of the separators and newlines after each field, for at most `limit - next` fields.
/// \param records Receives the number of records found.
/// \returns The index after the last of these records.
ptrdiff_t trellis_scan_records(
    const uint8_t *bytes, ptrdiff_t next, ptrdiff_t limit, uint8_t separator, ptrdiff_t columns, int32_t *ends,
    ptrdiff_t *records);

/// Counts the quotes and the newlines in some bytes.
void trellis_count_marks(const uint8_t *bytes, ptrdiff_t count, ptrdiff_t *quotes, ptrdiff_t *newlines);

/// Writes normal numbers with mean 0 and standard deviation 1, each of which is a function of a seed and of its place.
///
/// The numbers at the places 2n and 2n + 1 are a pair of Box and Muller (1958), from the numbers of SplitMix64 (Steele, Lea
/// and Flood, 2014) at these places. They have the same bits on every processor.
void trellis_normal_numbers(double *target, ptrdiff_t count, uint64_t seed, uint64_t first);

#endif
