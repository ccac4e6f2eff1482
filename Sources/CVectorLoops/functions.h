// Functions of whole vectors, for the loops to inline. They take them by address, for vectors of this size have no agreed
// way to be handed over by value.

#ifndef TRELLIS_FUNCTIONS_H
#define TRELLIS_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "clones.h"

#define TRELLIS_INLINE static inline __attribute__((always_inline))

// The first `count` elements, at most a vector; zeros for the rest.
TRELLIS_INLINE void load(doubles *value, const double *from, ptrdiff_t count) {
    if (count >= 8) {
        *value = *(const doubles *)from;
        return;
    }
    *value = 0;
    for (ptrdiff_t lane = 0; lane < count; lane++) (*value)[lane] = from[lane];
}

// The same from integers.
TRELLIS_INLINE void load_integers(doubles *value, const int32_t *from, ptrdiff_t count) {
    if (count >= 8) {
        *value = __builtin_convertvector(*(const integers *)from, doubles);
        return;
    }
    *value = 0;
    for (ptrdiff_t lane = 0; lane < count; lane++) (*value)[lane] = from[lane];
}

// Writes the first `count` elements, at most a vector.
TRELLIS_INLINE void store(const doubles *value, double *to, ptrdiff_t count) {
    if (count >= 8) {
        *(doubles *)to = *value;
        return;
    }
    for (ptrdiff_t lane = 0; lane < count; lane++) to[lane] = (*value)[lane];
}

// exp(x) for x <= 0: 2^k exp(r), with k the integer nearest to x / ln 2, so that |r| < 0.347 and the series to the 13th
// power leaves less than a tenth of a unit in the last place. 0 below -708.
TRELLIS_INLINE void to_exponential(doubles *value) {
    doubles argument = *value;
    doubles x = argument < -708 ? (doubles)-708 : argument;
    // Adding 1.5 × 2^52 leaves the nearest integer in the lowest bits of the sum.
    doubles shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52;
    doubles k = shifted - 0x1.8p52;
    // ln 2 in two parts, the first short enough for k times it to be exact.
    doubles r = x - k * 0x1.62e42fefa0000p-1 - k * 0x1.cf79abc9e3b39p-40;

    // The series without its first two terms, by pairs, so that few products wait for each other.
    doubles r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    doubles a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    doubles b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    doubles c = (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    doubles tail = r + r2 * (a + (r4 * b + r8 * c));

    // k goes into the exponent's place.
    words bits;
    __builtin_memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 52) + 0x3ff0000000000000;
    doubles scale;
    __builtin_memcpy(&scale, &bits, sizeof scale);
    doubles result = scale + scale * tail;
    *value = argument < -708 ? (doubles)0 : result;
}

// log(1 + x) for 0 <= x <= 1, as 2 artanh(x / (2 + x)) by its series: |x / (2 + x)| <= 1/3, and 17 terms leave less than
// a unit in the last place.
TRELLIS_INLINE void to_logarithm_of_one_more(doubles *value) {
    doubles z = *value / (2 + *value), z2 = z * z;
    doubles sum = 1.0 / 33;
    for (int power = 31; power >= 1; power -= 2) sum = sum * z2 + 1.0 / power;
    *value = 2 * z * sum;
}

// log(x) for finite x >= 1: the exponent's part and, of a mantissa in [0.7, 1.42), 2 artanh((x - 1) / (x + 1)).
TRELLIS_INLINE void to_logarithm(doubles *value) {
    words bits;
    __builtin_memcpy(&bits, value, sizeof bits);
    // Counted from 0.7071, so that the mantissa is near 1.
    words exponent = (bits - 0x3fe6a09e667f3bcd) >> 52;
    words rest = bits - (exponent << 52);
    doubles mantissa;
    __builtin_memcpy(&mantissa, &rest, sizeof mantissa);
    doubles z = (mantissa - 1) / (mantissa + 1), z2 = z * z;
    doubles sum = 1.0 / 23;
    for (int power = 21; power >= 1; power -= 2) sum = sum * z2 + 1.0 / power;
    *value = __builtin_convertvector(exponent, doubles) * 0x1.62e42fefa39efp-1 + 2 * z * sum;
}

#endif
