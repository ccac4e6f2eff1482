#include "include/vector_loops.h"

#include "functions.h"
#include "transpose.h"

// Turns eight rows into panels' columns, the lanes of which begin at `target`; rows beyond the last are zeros.
TRELLIS_INLINE void pack_lanes(const double *source, ptrdiff_t count, ptrdiff_t columns, double *target) {
    const double *row[TRELLIS_LANES];
    doubles is_there;
    UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
        is_there[lane] = lane < count;
        row[lane] = source + (lane < count ? lane : 0) * columns;
    }
    __auto_type is_row = is_there > 0;
    ptrdiff_t column = 0;
    for (; column + TRELLIS_LANES <= columns; column += TRELLIS_LANES) {
        doubles value[TRELLIS_LANES];
        UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) value[lane] = *(const doubles *)(row[lane] + column);
        transpose(value);
        UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
            *(doubles *)(target + (column + lane) * TRELLIS_PANEL) = is_row ? value[lane] : (doubles)0;
        }
    }
    for (; column < columns; column++) {
        doubles value;
        UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) value[lane] = row[lane][column];
        *(doubles *)(target + column * TRELLIS_PANEL) = is_row ? value : (doubles)0;
    }
}

TRELLIS_CLONES
void trellis_pack(const double *source, ptrdiff_t count, ptrdiff_t columns, double *target) {
    for (ptrdiff_t first = 0; first < count; first += TRELLIS_PANEL, target += columns * TRELLIS_PANEL) {
        for (ptrdiff_t lanes = 0; lanes < TRELLIS_PANEL; lanes += TRELLIS_LANES) {
            ptrdiff_t row = first + lanes < count ? first + lanes : first;
            pack_lanes(source + row * columns, count - first - lanes, columns, target + lanes);
        }
    }
}

TRELLIS_CLONES
void trellis_add_column_squares(const double *design, ptrdiff_t count, ptrdiff_t columns, double *squares) {
    for (ptrdiff_t panel = 0; panel < count; panel++) {
        for (ptrdiff_t column = 0; column < columns; column++, design += TRELLIS_PANEL) {
            const doubles *x = (const doubles *)design;
            doubles sum = (x[0] * x[0] + x[1] * x[1]) + (x[2] * x[2] + x[3] * x[3]);
            squares[column] += SUM(sum);
        }
    }
}
