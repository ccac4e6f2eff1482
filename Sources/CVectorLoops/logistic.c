#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"

// Adds the weighted logistic loss of scores for the second of two classes, and turns them into its derivatives.
// `code` is above 0 where the row is of that class.
TRELLIS_INLINE void take_logistic_loss(doubles *score, const doubles *code, const doubles *weight, doubles *loss) {
    __auto_type is_second = *code > 0;
    // The score in favour of the row's own class. exp of a negative number only, so that nothing overflows.
    doubles own = is_second ? *score : -*score;
    doubles small = own < 0 ? own : -own;
    to_exponential(&small);
    // The other class's probability, by itself: 1 less one's own would cancel where that is near 1.
    doubles other = (own < 0 ? (doubles)1 : small) / (1 + small);
    to_logarithm_of_one_more(&small);
    *loss += *weight * (small + (own < 0 ? -own : (doubles)0));
    *score = *weight * (is_second ? -other : other);
}

TRELLIS_CLONES
double trellis_logistic_loss(double *scores, trellis_rows rows, double intercept, double *sum) {
    doubles loss = 0, total = 0;
    for (ptrdiff_t index = 0; index < rows.count; index += TRELLIS_LANES) {
        ptrdiff_t rest = rows.count - index;
        doubles score, weight, code;
        load(&score, scores + index, rest);
        load(&weight, rows.weights + index, rest);
        load_integers(&code, rows.codes + index, rest);
        score += intercept;
        take_logistic_loss(&score, &code, &weight, &loss);
        total += score;
        store(&score, scores + index, rest);
    }
    *sum = SUM(total);
    return SUM(loss);
}

// How many rows are taken at a time, with the scores of each in a register.
enum { ROWS = 8 };

#define FOR_ROWS(row) _Pragma("clang loop unroll(full)") for (ptrdiff_t row = 0; row < ROWS; row++)

TRELLIS_CLONES
void trellis_logistic_points(
    const double *design, ptrdiff_t columns, trellis_rows rows, const double *coefficients, const double *intercepts,
    double *slopes, double *sums, double *losses) {
    const doubles *coefficient = (const doubles *)coefficients;
    doubles *slope = (doubles *)slopes;
    doubles total = 0, loss = 0;
    for (ptrdiff_t first = 0; first < rows.count; first += ROWS) {
        // Rows beyond the last are the last again, of no weight.
        const double *row[ROWS];
        doubles score[ROWS];
        FOR_ROWS(index) {
            ptrdiff_t at = first + index < rows.count ? first + index : rows.count - 1;
            row[index] = design + at * columns;
            score[index] = *(const doubles *)intercepts;
        }
        for (ptrdiff_t column = 0; column < columns; column++) {
            doubles factor = coefficient[column];
            FOR_ROWS(index) score[index] += row[index][column] * factor;
        }
        for (ptrdiff_t index = 0; index < ROWS; index++) {
            _Bool is_there = first + index < rows.count;
            doubles code = is_there ? rows.codes[first + index] : 0;
            doubles weight = is_there ? rows.weights[first + index] : 0;
            take_logistic_loss(&score[index], &code, &weight, &loss);
            total += score[index];
        }
        for (ptrdiff_t column = 0; column < columns; column++) {
            doubles sum = slope[column];
            FOR_ROWS(index) sum += row[index][column] * score[index];
            slope[column] = sum;
        }
    }
    *(doubles *)sums += total;
    *(doubles *)losses += loss;
}

TRELLIS_CLONES
double trellis_softmax_loss(
    double *scores, trellis_rows rows, ptrdiff_t classes, const double *intercepts, double *sums) {
    doubles loss = 0;
    for (ptrdiff_t index = 0; index < classes * TRELLIS_LANES; index++) sums[index] = 0;
    for (ptrdiff_t index = 0; index < rows.count; index += TRELLIS_LANES) {
        ptrdiff_t rest = rows.count - index;
        doubles greatest = -INFINITY, score, own = 0, sum = 0, weight;
        for (ptrdiff_t class = 0; class < classes; class++) {
            load(&score, scores + class * rows.count + index, rest);
            score += intercepts[class];
            store(&score, scores + class * rows.count + index, rest);
            greatest = LARGER(score, greatest);
        }
        for (ptrdiff_t lane = 0; lane < TRELLIS_LANES && lane < rest; lane++) {
            own[lane] = scores[rows.codes[index + lane] * rows.count + index + lane];
        }
        own -= greatest;
        for (ptrdiff_t class = 0; class < classes; class++) {
            load(&score, scores + class * rows.count + index, rest);
            score -= greatest;
            to_exponential(&score);
            sum += score;
            store(&score, scores + class * rows.count + index, rest);
        }
        load(&weight, rows.weights + index, rest);
        doubles factor = weight / sum;
        for (ptrdiff_t class = 0; class < classes; class++) {
            load(&score, scores + class * rows.count + index, rest);
            score *= factor;
            store(&score, scores + class * rows.count + index, rest);
            *(doubles *)(sums + class * TRELLIS_LANES) += score;
        }
        for (ptrdiff_t lane = 0; lane < TRELLIS_LANES && lane < rest; lane++) {
            ptrdiff_t class = rows.codes[index + lane];
            scores[class * rows.count + index + lane] -= rows.weights[index + lane];
            sums[class * TRELLIS_LANES + lane] -= rows.weights[index + lane];
        }
        to_logarithm(&sum);
        loss += weight * (sum - own);
    }
    for (ptrdiff_t class = 0; class < classes; class++) sums[class] = SUM((*(doubles *)(sums + class * TRELLIS_LANES)));
    return SUM(loss);
}
