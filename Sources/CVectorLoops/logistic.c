#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"
#include "scores.h"

// Adds the weighted logistic loss of scores for the second of two classes, and turns them into its derivatives.
// `code` is above 0 where the row is of that class.
TRELLIS_INLINE void take_logistic_loss(doubles *score, const doubles *code, const doubles *weight, doubles *loss) {
    __auto_type is_second = *code > 0;
    // The score in favour of the row's own class. exp of a negative number only, so that nothing overflows.
    doubles own = is_second ? *score : -*score;
    doubles small = own < 0 ? own : -own;
    to_clipped_exponential(&small);
    // The other class's probability, by itself: 1 less one's own would cancel where that is near 1.
    doubles other = (own < 0 ? (doubles)1 : small) / (1 + small);
    to_logarithm_of_one_more(&small);
    *loss += *weight * (small + (own < 0 ? -own : (doubles)0));
    *score = *weight * (is_second ? -other : other);
}

TRELLIS_CLONES
void trellis_logistic_loss(
    const trellis_panel *panel, const double *points, ptrdiff_t count, double *residuals, double *losses) {
    for (ptrdiff_t row = 0; row < panel->rows; row += TRELLIS_TILE) {
        doubles greatest[GROUPS] = {};
        take_scores(panel, row, points, count, residuals, greatest);
    }
    for (ptrdiff_t point = 0; point < count; point++) {
        doubles loss = 0;
        for (ptrdiff_t row = 0; row < panel->rows; row += TRELLIS_LANES) {
            doubles code = __builtin_convertvector(*(const integers *)(panel->codes + row), doubles);
            const doubles *weight = (const doubles *)(panel->weights + row);
            take_logistic_loss((doubles *)(residuals + point * panel->rows + row), &code, weight, &loss);
        }
        losses[point] += SUM(loss);
    }
}

// Adds the weighted softmax loss of one vector of rows, from `row` on, and turns their scores, of which `greatest` holds
// the largest of each row, into its derivatives.
TRELLIS_INLINE void take_softmax_loss(
    const trellis_panel *panel, ptrdiff_t row, ptrdiff_t classes, double *scores, const doubles *greatest,
    doubles *loss) {
    const double *weights = panel->weights + row;
    const ptrdiff_t rows = panel->rows;
    double *own_score[TRELLIS_LANES];
    doubles own, sum = 0, weight = *(const doubles *)weights;
    UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
        own_score[lane] = scores + panel->codes[row + lane] * rows + row + lane;
        own[lane] = *own_score[lane];
    }
    for (ptrdiff_t class = 0; class < classes; class++) {
        doubles *score = (doubles *)(scores + class * rows + row);
        doubles power = *score - *greatest;
        to_clipped_exponential(&power);
        sum += power;
        *score = power;
    }
    doubles factor = weight / sum;
    for (ptrdiff_t class = 0; class < classes; class++) *(doubles *)(scores + class * rows + row) *= factor;
    UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) *own_score[lane] -= weights[lane];
    to_logarithm(&sum);
    *loss += weight * (sum + (*greatest - own));
}

TRELLIS_CLONES
void trellis_softmax_loss(
    const trellis_panel *panel, const double *point, ptrdiff_t classes, double *residuals, double *loss) {
    doubles sum = 0;
    for (ptrdiff_t row = 0; row < panel->rows; row += TRELLIS_TILE) {
        doubles greatest[GROUPS];
        UNROLL for (int group = 0; group < GROUPS; group++) greatest[group] = -INFINITY;
        take_scores(panel, row, point, classes, residuals, greatest);
        for (int group = 0; group < GROUPS; group++) {
            take_softmax_loss(panel, row + group * TRELLIS_LANES, classes, residuals, &greatest[group], &sum);
        }
    }
    *loss += SUM(sum);
}
