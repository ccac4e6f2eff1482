// The scores of rows that lie in the lanes of vectors: what the logistic losses begin with.

#ifndef TRELLIS_SCORES_H
#define TRELLIS_SCORES_H

#include "functions.h"
#include "include/vector_loops.h"

// The vectors of a panel: the scores of so many rows for so many outputs stay in registers over all columns.
enum { GROUPS = TRELLIS_PANEL / TRELLIS_LANES, OUTPUTS = 4 };

// The elements of a row of parameters.
TRELLIS_INLINE ptrdiff_t parameter_count(const trellis_panels *panels) { return panels->columns + panels->has_intercept; }

// How many of `count` things, cut into blocks of `most` or fewer as even as can be, the next block takes.
TRELLIS_INLINE ptrdiff_t next_block(ptrdiff_t count, ptrdiff_t most) {
    ptrdiff_t blocks = (count + most - 1) / most;
    return (count + blocks - 1) / blocks;
}

// How far ahead of what is read memory is asked for, in elements: of the first columns of wider rows, the next panel's.
TRELLIS_INLINE ptrdiff_t lookahead(const trellis_panels *panels) {
    return panels->stride == panels->columns * TRELLIS_PANEL ? 1024 : panels->stride;
}

// The scores of a panel's rows for some outputs, added to those that are there if `has_scores`; `greatest` becomes the largest so far of each row's. The first outputs
// of a panel ask for what comes next, for rows that come from memory take as long again as the products do.
TRELLIS_INLINE void take_some_scores(
    const trellis_panels *panels, ptrdiff_t first_row, const double *parameters, double *scores, doubles *greatest,
    const int outputs, const _Bool is_first) {
    const ptrdiff_t ahead = lookahead(panels);
    const ptrdiff_t width = parameter_count(panels);
    const double *design = panels->design + first_row / TRELLIS_PANEL * panels->stride;
    doubles sum[OUTPUTS][GROUPS];
    UNROLL for (int output = 0; output < outputs; output++) {
        doubles intercept = panels->has_intercept ? parameters[output * width + panels->columns] : 0;
        const doubles *known = (const doubles *)(scores + output * panels->rows + first_row);
        UNROLL for (int group = 0; group < GROUPS; group++) {
            sum[output][group] = panels->has_scores ? known[group] + intercept : (doubles)intercept;
        }
    }
    for (ptrdiff_t column = 0; column < panels->columns; column++) {
        const doubles *x = (const doubles *)(design + column * TRELLIS_PANEL);
        if (is_first) {
            UNROLL for (int group = 0; group < GROUPS; group++) __builtin_prefetch((const double *)(x + group) + ahead);
        }
        UNROLL for (int output = 0; output < outputs; output++) {
            doubles factor = parameters[output * width + column];
            UNROLL for (int group = 0; group < GROUPS; group++) sum[output][group] += x[group] * factor;
        }
    }
    UNROLL for (int group = 0; group < GROUPS; group++) {
        doubles most = greatest[group];
        UNROLL for (int output = 0; output < outputs; output++) {
            ((doubles *)(scores + output * panels->rows + first_row))[group] = sum[output][group];
            most = LARGER(sum[output][group], most);
        }
        greatest[group] = most;
    }
}

// The same for any number of outputs. Each has a row of parameters, and its scores `panels->rows` elements after those of
// the output before it.
TRELLIS_INLINE void take_scores(
    const trellis_panels *panels, ptrdiff_t first_row, const double *parameters, ptrdiff_t outputs, double *scores,
    doubles *greatest) {
    for (_Bool is_first = 1; outputs > 0; is_first = 0) {
        ptrdiff_t some = next_block(outputs, OUTPUTS);
        switch (some) {
        case 1: take_some_scores(panels, first_row, parameters, scores, greatest, 1, is_first); break;
        case 2: take_some_scores(panels, first_row, parameters, scores, greatest, 2, is_first); break;
        case 3: take_some_scores(panels, first_row, parameters, scores, greatest, 3, is_first); break;
        default: take_some_scores(panels, first_row, parameters, scores, greatest, OUTPUTS, is_first);
        }
        parameters += some * parameter_count(panels);
        scores += some * panels->rows;
        outputs -= some;
    }
}

#endif
