#include "include/vector_loops.h"

#include "functions.h"
#include "scores.h"

// The logistic loss of two classes so far, by lane. A row's is log(1 + exp(-|score|)), and |score| if it is for the other
// class. The sum of the logarithms is that of the product, of which there is one for each class: no rounding of so few
// factors is as large as that of their logarithms' sum. Rows with weights of their own have a logarithm each, which is in
// the linear part.
typedef struct {
    doubles linear, factors[2];
} logistic_sums;

// Adds the loss of scores for the second of two classes, and turns them into its derivatives. `code` is above 0 where the
// row is of that class.
TRELLIS_INLINE void take_logistic_loss(
    doubles *score, const doubles *code, const doubles *weight, logistic_sums *sums, const _Bool has_row_weights) {
    __auto_type is_second = *code > 0;
    __auto_type is_counted = *weight > 0;
    // The score in favour of the row's own class. exp of a negative number only, so that nothing overflows.
    doubles own = is_second ? *score : -*score;
    doubles small = own < 0 ? own : -own;
    doubles excess = own < 0 ? -own : (doubles)0;
    to_clipped_exponential(&small);
    doubles factor = 1 + small;
    // The other class's probability, by itself: 1 less one's own would cancel where that is near 1.
    doubles other = (own < 0 ? (doubles)1 : small) / factor;
    if (has_row_weights) {
        doubles logarithm = factor;
        to_logarithm(&logarithm);
        sums->linear += *weight * (excess + logarithm);
    } else {
        sums->linear += *weight * excess;
        sums->factors[0] *= is_counted & ~is_second ? factor : (doubles)1;
        sums->factors[1] *= is_counted & is_second ? factor : (doubles)1;
    }
    *score = *weight * (is_second ? -other : other);
}

TRELLIS_CLONES
void trellis_logistic_loss(
    const trellis_panels *panels, const double *points, ptrdiff_t count, double *residuals, double *losses) {
    for (ptrdiff_t row = 0; row < panels->rows; row += TRELLIS_PANEL) {
        doubles greatest[GROUPS] = {};
        take_scores(panels, row, points, count, residuals, greatest);
    }
    for (ptrdiff_t point = 0; point < count; point++) {
        logistic_sums sums = {0, {1, 1}};
        for (ptrdiff_t row = 0; row < panels->rows; row += TRELLIS_LANES) {
            doubles code = __builtin_convertvector(*(const integers *)(panels->codes + row), doubles);
            const doubles *weight = (const doubles *)(panels->weights + row);
            doubles *score = (doubles *)(residuals + point * panels->rows + row);
            if (panels->class_weights == NULL) {
                take_logistic_loss(score, &code, weight, &sums, 1);
            } else {
                take_logistic_loss(score, &code, weight, &sums, 0);
            }
        }
        if (panels->class_weights == NULL) {
            losses[point] += SUM(sums.linear);
            continue;
        }
        to_logarithm(&sums.factors[0]);
        to_logarithm(&sums.factors[1]);
        doubles loss = sums.linear + panels->class_weights[0] * sums.factors[0] + panels->class_weights[1] * sums.factors[1];
        losses[point] += SUM(loss);
    }
}

// Adds the weighted softmax loss of one vector of rows, from `row` on, and turns their scores, of which `greatest` holds
// the largest of each row, into its derivatives.
TRELLIS_INLINE void take_softmax_loss(
    const trellis_panels *panels, ptrdiff_t row, ptrdiff_t classes, double *scores, const doubles *greatest,
    doubles *loss) {
    const double *weights = panels->weights + row;
    const ptrdiff_t rows = panels->rows;
    double *own_score[TRELLIS_LANES];
    doubles own, sum = 0, weight = *(const doubles *)weights;
    UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
        own_score[lane] = scores + panels->codes[row + lane] * rows + row + lane;
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
    const trellis_panels *panels, const double *point, ptrdiff_t classes, double *residuals, double *loss) {
    doubles sum = 0;
    for (ptrdiff_t row = 0; row < panels->rows; row += TRELLIS_PANEL) {
        doubles greatest[GROUPS] = {};
        doubles *last = (doubles *)(residuals + (classes - 1) * panels->rows + row);
        UNROLL for (int group = 0; group < GROUPS; group++) last[group] = 0;
        take_scores(panels, row, point, classes - 1, residuals, greatest);
        for (int group = 0; group < GROUPS; group++) {
            take_softmax_loss(panels, row + group * TRELLIS_LANES, classes, residuals, &greatest[group], &sum);
        }
    }
    *loss += SUM(sum);
}
