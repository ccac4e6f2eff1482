// Vectors of rows turned into vectors of columns.

#ifndef TRELLIS_TRANSPOSE_H
#define TRELLIS_TRANSPOSE_H

#include "functions.h"

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

#endif
