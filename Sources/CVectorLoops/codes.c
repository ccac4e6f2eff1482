#include "functions.h"
#include "include/vector_loops.h"
#include "transpose.h"

// Eight rows at a time: their sums stay in registers over all blocks, a row each, and are turned into a vector for each
// output at the end.
TRELLIS_CLONES
void trellis_gather_scores(const trellis_codes *codes, const double *tables, ptrdiff_t outputs, double *scores) {
    const ptrdiff_t blocks = codes->blocks, rows = codes->rows;
    for (ptrdiff_t first = 0; first < outputs; first += TRELLIS_LANES) {
        const doubles *table = (const doubles *)tables + first / TRELLIS_LANES * codes->table_rows;
        const ptrdiff_t some = outputs - first < TRELLIS_LANES ? outputs - first : TRELLIS_LANES;
        for (ptrdiff_t row = 0; row < rows; row += TRELLIS_LANES) {
            const int32_t *places = codes->places + row * blocks;
            doubles sum[TRELLIS_LANES] = {};
            for (ptrdiff_t block = 0; block < blocks; block++) {
                UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) sum[lane] += table[places[lane * blocks + block]];
            }
            transpose(sum);
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
                if (lane < some) *(doubles *)(scores + (first + lane) * rows + row) = sum[lane];
            }
        }
    }
}

TRELLIS_CLONES
void trellis_scatter_slopes(
    const trellis_codes *codes, const double *residuals, ptrdiff_t outputs, double *tables, ptrdiff_t stride) {
    const ptrdiff_t blocks = codes->blocks, rows = codes->rows;
    for (ptrdiff_t first = 0; first < outputs; first += TRELLIS_LANES) {
        doubles *table = (doubles *)tables + first / TRELLIS_LANES * codes->table_rows;
        const ptrdiff_t some = outputs - first < TRELLIS_LANES ? outputs - first : TRELLIS_LANES;
        for (ptrdiff_t row = 0; row < rows; row += TRELLIS_LANES) {
            const int32_t *places = codes->places + row * blocks;
            doubles residual[TRELLIS_LANES];
            UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
                residual[lane] = lane < some ? *(const doubles *)(residuals + (first + lane) * rows + row) : (doubles)0;
            }
            transpose(residual);
            for (ptrdiff_t block = 0; block < blocks; block++) {
                UNROLL for (int lane = 0; lane < TRELLIS_LANES; lane++) {
                    doubles *copy = (doubles *)((double *)table + lane % TRELLIS_COPIES * stride);
                    copy[places[lane * blocks + block]] += residual[lane];
                }
            }
        }
    }
}
