#include "include/vector_loops.h"

#include "functions.h"
#include "scores.h"

// The columns of a block: the slopes of so many columns for so many outputs stay in registers over all rows of a panel.
enum { COLUMNS = 6 };

TRELLIS_INLINE void add_some_slopes(
    const trellis_panel *panel, const double *design, const double *residuals, doubles *slopes, const int outputs,
    const int columns) {
    doubles sum[OUTPUTS][COLUMNS];
    UNROLL for (int output = 0; output < outputs; output++) {
        UNROLL for (int column = 0; column < columns; column++) {
            sum[output][column] = slopes[output * panel->columns + column];
        }
    }
    for (ptrdiff_t row = 0; row < panel->rows; row += TRELLIS_LANES) {
        doubles x[COLUMNS];
        UNROLL for (int column = 0; column < columns; column++) {
            x[column] = *(const doubles *)(design + column * panel->rows + row);
        }
        UNROLL for (int output = 0; output < outputs; output++) {
            doubles residual = *(const doubles *)(residuals + output * panel->rows + row);
            UNROLL for (int column = 0; column < columns; column++) sum[output][column] += x[column] * residual;
        }
    }
    UNROLL for (int output = 0; output < outputs; output++) {
        UNROLL for (int column = 0; column < columns; column++) {
            slopes[output * panel->columns + column] = sum[output][column];
        }
    }
}

// A number of columns that the compiler knows, for one of outputs that it knows.
#define FOR_COLUMNS(outputs)                                                               \
    switch (columns) {                                                                     \
    case 1: add_some_slopes(panel, design, residuals, slopes, outputs, 1); break;          \
    case 2: add_some_slopes(panel, design, residuals, slopes, outputs, 2); break;          \
    case 3: add_some_slopes(panel, design, residuals, slopes, outputs, 3); break;          \
    case 4: add_some_slopes(panel, design, residuals, slopes, outputs, 4); break;          \
    case 5: add_some_slopes(panel, design, residuals, slopes, outputs, 5); break;          \
    default: add_some_slopes(panel, design, residuals, slopes, outputs, COLUMNS);          \
    }

// The columns in the outer loop, so that those of a block stay in the first-level cache for all outputs.
TRELLIS_CLONES
void trellis_add_slopes(const trellis_panel *panel, const double *all_residuals, ptrdiff_t outputs, double *all_slopes) {
    for (ptrdiff_t column = 0, columns; column < panel->columns; column += columns) {
        columns = next_block(panel->columns - column, COLUMNS);
        const double *design = panel->design + column * panel->rows;
        for (ptrdiff_t output = 0, some; output < outputs; output += some) {
            some = next_block(outputs - output, OUTPUTS);
            const double *residuals = all_residuals + output * panel->rows;
            doubles *slopes = (doubles *)all_slopes + output * panel->columns + column;
            switch (some) {
            case 1: FOR_COLUMNS(1); break;
            case 2: FOR_COLUMNS(2); break;
            case 3: FOR_COLUMNS(3); break;
            default: FOR_COLUMNS(OUTPUTS);
            }
        }
    }
}

TRELLIS_CLONES
void trellis_sum_lanes(const double *vectors, ptrdiff_t count, double *sums) {
    for (ptrdiff_t index = 0; index < count; index++) sums[index] = SUM(((const doubles *)vectors)[index]);
}

TRELLIS_CLONES
void trellis_pack(
    const double *design, ptrdiff_t count, ptrdiff_t columns, _Bool has_intercept, ptrdiff_t rows, double *target) {
    for (ptrdiff_t first = 0; first < rows; first += TRELLIS_LANES) {
        const double *row[TRELLIS_LANES];
        doubles is_there;
        UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
            is_there[lane] = first + lane < count;
            row[lane] = design + (first + lane < count ? first + lane : 0) * columns;
        }
        for (ptrdiff_t column = 0; column < columns; column++) {
            doubles value;
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) value[lane] = row[lane][column];
            *(doubles *)(target + column * rows + first) = value * is_there;
        }
        if (has_intercept) *(doubles *)(target + columns * rows + first) = is_there;
    }
}
