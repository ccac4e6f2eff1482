#include "include/vector_loops.h"

#include <math.h>

#include "functions.h"

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
        // The score in favour of the row's own class. exp of a negative number only, so that nothing overflows.
        doubles own = code > 0 ? score : -score;
        doubles small = own < 0 ? own : -own;
        to_exponential(&small);
        // The other class's probability, by itself: 1 less one's own would cancel where that is near 1.
        doubles other = (own < 0 ? (doubles)1 : small) / (1 + small);
        to_logarithm_of_one_more(&small);
        loss += weight * (small + (own < 0 ? -own : (doubles)0));
        doubles residual = weight * (code > 0 ? -other : other);
        total += residual;
        store(&residual, scores + index, rest);
    }
    *sum = SUM(total);
    return SUM(loss);
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
