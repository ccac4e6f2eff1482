#include "include/vector_loops.h"

#include "functions.h"
#include "scores.h"

// The columns of a block: the slopes of so many columns for so many outputs stay in registers over all panels.
enum { COLUMNS = 6 };

TRELLIS_INLINE void add_some_slopes(
    const trellis_panels *panels, const double *design, const double *residuals, doubles *slopes, const int outputs,
    const int columns) {
    const ptrdiff_t width = parameter_count(panels);
    doubles sum[OUTPUTS][COLUMNS];
    UNROLL for (int output = 0; output < outputs; output++) {
        UNROLL for (int column = 0; column < columns; column++) {
            sum[output][column] = slopes[output * width + column];
        }
    }
    for (ptrdiff_t first_row = 0; first_row < panels->rows; first_row += TRELLIS_PANEL, design += panels->stride) {
        for (ptrdiff_t row = 0; row < TRELLIS_PANEL; row += TRELLIS_LANES) {
            doubles x[COLUMNS];
            UNROLL for (int column = 0; column < columns; column++) {
                x[column] = *(const doubles *)(design + column * TRELLIS_PANEL + row);
            }
            UNROLL for (int output = 0; output < outputs; output++) {
                doubles residual = *(const doubles *)(residuals + output * panels->rows + first_row + row);
                UNROLL for (int column = 0; column < columns; column++) sum[output][column] += x[column] * residual;
            }
        }
    }
    UNROLL for (int output = 0; output < outputs; output++) {
        UNROLL for (int column = 0; column < columns; column++) {
            slopes[output * width + column] = sum[output][column];
        }
    }
}

// A number of columns that the compiler knows, for one of outputs that it knows.
#define FOR_COLUMNS(outputs)                                                               \
    switch (columns) {                                                                     \
    case 1: add_some_slopes(panels, design, residuals, slopes, outputs, 1); break;         \
    case 2: add_some_slopes(panels, design, residuals, slopes, outputs, 2); break;         \
    case 3: add_some_slopes(panels, design, residuals, slopes, outputs, 3); break;         \
    case 4: add_some_slopes(panels, design, residuals, slopes, outputs, 4); break;         \
    case 5: add_some_slopes(panels, design, residuals, slopes, outputs, 5); break;         \
    default: add_some_slopes(panels, design, residuals, slopes, outputs, COLUMNS);         \
    }

// The derivative by the intercept of an output: the sum of its residuals.
TRELLIS_INLINE void add_intercept_slope(const trellis_panels *panels, const double *residuals, doubles *slope) {
    doubles sum[GROUPS] = {};
    for (ptrdiff_t row = 0; row < panels->rows; row += TRELLIS_PANEL) {
        UNROLL for (int group = 0; group < GROUPS; group++) sum[group] += ((const doubles *)(residuals + row))[group];
    }
    *slope += (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

// The columns in the outer loop, so that those of a block stay in the first-level cache for all outputs.
TRELLIS_CLONES
void trellis_add_slopes(const trellis_panels *panels, const double *all_residuals, ptrdiff_t outputs, double *all_slopes) {
    for (ptrdiff_t column = 0, columns; column < panels->columns; column += columns) {
        columns = next_block(panels->columns - column, COLUMNS);
        const double *design = panels->design + column * TRELLIS_PANEL;
        for (ptrdiff_t output = 0, some; output < outputs; output += some) {
            some = next_block(outputs - output, OUTPUTS);
            const double *residuals = all_residuals + output * panels->rows;
            doubles *slopes = (doubles *)all_slopes + output * parameter_count(panels) + column;
            switch (some) {
            case 1: FOR_COLUMNS(1); break;
            case 2: FOR_COLUMNS(2); break;
            case 3: FOR_COLUMNS(3); break;
            default: FOR_COLUMNS(OUTPUTS);
            }
        }
    }
    if (!panels->has_intercept) return;
    for (ptrdiff_t output = 0; output < outputs; output++) {
        doubles *slope = (doubles *)all_slopes + output * parameter_count(panels) + panels->columns;
        add_intercept_slope(panels, all_residuals + output * panels->rows, slope);
    }
}

TRELLIS_CLONES
void trellis_sum_lanes(const double *vectors, ptrdiff_t count, double *sums) {
    for (ptrdiff_t index = 0; index < count; index++) sums[index] = SUM(((const doubles *)vectors)[index]);
}
