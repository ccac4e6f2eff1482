// The scores of rows that lie in the lanes of vectors: what the logistic losses begin with.

#ifndef TRELLIS_SCORES_H
#define TRELLIS_SCORES_H

#include "functions.h"
#include "include/vector_loops.h"

// The vectors of a tile: the scores of so many rows for so many outputs stay in registers over all columns.
enum { GROUPS = TRELLIS_TILE / TRELLIS_LANES, OUTPUTS = 4 };

#define UNROLL _Pragma("clang loop unroll(full)")

// How many of `count` things, cut into blocks of `most` or fewer as even as can be, the next block takes.
TRELLIS_INLINE ptrdiff_t next_block(ptrdiff_t count, ptrdiff_t most) {
    ptrdiff_t blocks = (count + most - 1) / most;
    return (count + blocks - 1) / blocks;
}

// The scores of a tile's rows for some outputs; `greatest` becomes the largest so far of each row's.
TRELLIS_INLINE void take_some_scores(
    const trellis_panel *panel, ptrdiff_t first_row, const double *parameters, double *scores, doubles *greatest,
    const int outputs) {
    doubles sum[OUTPUTS][GROUPS];
    UNROLL for (int output = 0; output < outputs; output++) {
        UNROLL for (int group = 0; group < GROUPS; group++) sum[output][group] = 0;
    }
    for (ptrdiff_t column = 0; column < panel->columns; column++) {
        const doubles *x = (const doubles *)(panel->design + column * panel->rows + first_row);
        UNROLL for (int output = 0; output < outputs; output++) {
            doubles factor = parameters[output * panel->columns + column];
            UNROLL for (int group = 0; group < GROUPS; group++) sum[output][group] += x[group] * factor;
        }
    }
    UNROLL for (int group = 0; group < GROUPS; group++) {
        doubles most = greatest[group];
        UNROLL for (int output = 0; output < outputs; output++) {
            ((doubles *)(scores + output * panel->rows + first_row))[group] = sum[output][group];
            most = LARGER(sum[output][group], most);
        }
        greatest[group] = most;
    }
}

// The same for any number of outputs. Each has a row of parameters, and its scores `panel->rows` elements after those of
// the output before it.
TRELLIS_INLINE void take_scores(
    const trellis_panel *panel, ptrdiff_t first_row, const double *parameters, ptrdiff_t outputs, double *scores,
    doubles *greatest) {
    while (outputs > 0) {
        ptrdiff_t some = next_block(outputs, OUTPUTS);
        switch (some) {
        case 1: take_some_scores(panel, first_row, parameters, scores, greatest, 1); break;
        case 2: take_some_scores(panel, first_row, parameters, scores, greatest, 2); break;
        case 3: take_some_scores(panel, first_row, parameters, scores, greatest, 3); break;
        default: take_some_scores(panel, first_row, parameters, scores, greatest, OUTPUTS);
        }
        parameters += some * panel->columns;
        scores += some * panel->rows;
        outputs -= some;
    }
}

#endif
