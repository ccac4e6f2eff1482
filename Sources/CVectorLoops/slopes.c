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

#define INTERLEAVED(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

// Turns eight vectors, of a row each, into vectors of a column each: pairs of elements, of pairs, of fours change places.
TRELLIS_INLINE void transpose(doubles *value) {
    doubles pairs[8], fours[8];
    UNROLL for (int i = 0; i < 8; i += 2) {
        pairs[i] = INTERLEAVED(value[i], value[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        pairs[i + 1] = INTERLEAVED(value[i], value[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    UNROLL for (int i = 0; i < 8; i++) {
        int first = (i & 4) + (i & 1);
        fours[i] = i & 2 ? INTERLEAVED(pairs[first], pairs[first + 2], 2, 3, 10, 11, 6, 7, 14, 15)
                         : INTERLEAVED(pairs[first], pairs[first + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    }
    UNROLL for (int i = 0; i < 4; i++) {
        value[i] = INTERLEAVED(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        value[i + 4] = INTERLEAVED(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

TRELLIS_CLONES
void trellis_pack(
    const double *design, ptrdiff_t count, ptrdiff_t columns, _Bool has_intercept, ptrdiff_t rows, double *target) {
    for (ptrdiff_t first = 0; first < rows; first += TRELLIS_LANES) {
        // Rows beyond the last are the first, times 0.
        const double *row[TRELLIS_LANES];
        doubles is_there;
        UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
            is_there[lane] = first + lane < count;
            row[lane] = design + (first + lane < count ? first + lane : 0) * columns;
        }
        ptrdiff_t column = 0;
        for (; column + TRELLIS_LANES <= columns; column += TRELLIS_LANES) {
            doubles value[TRELLIS_LANES];
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) value[lane] = *(const doubles *)(row[lane] + column);
            transpose(value);
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
                *(doubles *)(target + (column + lane) * rows + first) = value[lane] * is_there;
            }
        }
        for (; column < columns; column++) {
            doubles value;
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) value[lane] = row[lane][column];
            *(doubles *)(target + column * rows + first) = value * is_there;
        }
        if (has_intercept) *(doubles *)(target + columns * rows + first) = is_there;
    }
}
