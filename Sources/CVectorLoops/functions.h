// Functions of whole vectors, for the loops to inline. They take them by address, for vectors of this size have no agreed
// way to be handed over by value.

#ifndef TRELLIS_FUNCTIONS_H
#define TRELLIS_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "clones.h"

#define TRELLIS_INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// The first `count` elements, at most a vector; zeros for the rest.
TRELLIS_INLINE void load(doubles *value, const double *from, ptrdiff_t count) {
    if (count >= 8) {
        *value = *(const doubles *)from;
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

// exp(x) for x <= 0: 2^k exp(r), with k the integer nearest to x / ln 2, so that |r| < 0.347. The polynomial, as that of
// the logarithms, comes from Tools/polynomials.py and leaves less than a tenth of a unit in the last place. 0 below -708.
TRELLIS_INLINE void to_exponential(doubles *value) {
    doubles argument = *value;
    doubles x = argument < -708 ? (doubles)-708 : argument;
    // Adding 1.5 × 2^52 leaves the nearest integer in the lowest bits of the sum.
    doubles shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52;
    doubles k = shifted - 0x1.8p52;
    // ln 2 in two parts, the first short enough for k times it to be exact.
    doubles r = x - k * 0x1.62e42fefa0000p-1 - k * 0x1.cf79abc9e3b39p-40;

    // By pairs, so that few products wait for each other.
    doubles r2 = r * r, r4 = r2 * r2;
    doubles a = (0x1.0000000000001p-1 + r * 0x1.5555555555556p-3) + r2 * (0x1.5555555553d63p-5 + r * 0x1.11111111109b3p-7);
    doubles b = (0x1.6c16c1788bd90p-10 + r * 0x1.a01a01a7c41d5p-13)
        + r2 * (0x1.a019b90d2ae7ap-16 + r * 0x1.71de0dae63bb3p-19);
    doubles c = 0x1.289185613a3d6p-22 + r * 0x1.af38a9b0ec855p-26;
    doubles tail = r + r2 * (a + r4 * (b + r4 * c));

    // k goes into the exponent's place.
    words bits;
    __builtin_memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 52) + 0x3ff0000000000000;
    doubles scale;
    __builtin_memcpy(&scale, &bits, sizeof scale);
    doubles result = scale + scale * tail;
    *value = argument < -708 ? (doubles)0 : result;
}

// exp(max(x, -600)) for x <= 0, with a fifth fewer operations, where many of them follow each other and none waits for
// another. x is a difference of scores, whose own rounding leaves as much as ln 2 in one part does. Nothing is so small
// that its products with weights would lose digits, which takes processors long.
TRELLIS_INLINE void to_clipped_exponential(doubles *value) {
    doubles x = LARGER(*value, (doubles)-600);
    doubles shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52;
    doubles r = x - (shifted - 0x1.8p52) * 0x1.62e42fefa39efp-1;
    doubles power = 0x1.289185613a3d6p-22 + r * 0x1.af38a9b0ec855p-26;
    power = 0x1.71de0dae63bb3p-19 + r * power;
    power = 0x1.a019b90d2ae7ap-16 + r * power;
    power = 0x1.a01a01a7c41d5p-13 + r * power;
    power = 0x1.6c16c1788bd90p-10 + r * power;
    power = 0x1.11111111109b3p-7 + r * power;
    power = 0x1.5555555553d63p-5 + r * power;
    power = 0x1.5555555555556p-3 + r * power;
    power = 0x1.0000000000001p-1 + r * power;
    power = 1 + r * power;
    power = 1 + r * power;
    words bits, exponent;
    __builtin_memcpy(&bits, &power, sizeof bits);
    __builtin_memcpy(&exponent, &shifted, sizeof exponent);
    bits += exponent << 52;
    __builtin_memcpy(value, &bits, sizeof bits);
}

// 2 artanh(z), the logarithm of (1 + z) / (1 - z), for |z| < 0.1717.
TRELLIS_INLINE void to_twice_artanh(doubles *value) {
    doubles z = *value, z2 = z * z, z4 = z2 * z2;
    doubles a = (0x1.5555555555558p-2 + z2 * 0x1.9999999995273p-3) + z4 * (0x1.2492492dfd86cp-3 + z2 * 0x1.c71c62d5e53e0p-4);
    doubles b = (0x1.7462b91b8df65p-4 + z2 * 0x1.39fdcceb4bb45p-4) + z4 * 0x1.2b5f68a50d903p-4;
    doubles twice = 2 * z;
    *value = twice + twice * z2 * (a + z4 * z4 * b);
}

// log(x) for finite x >= 1: the exponent's part, and the logarithm of a mantissa in [0.7071, 1.4143).
TRELLIS_INLINE void to_logarithm(doubles *value) {
    words bits;
    __builtin_memcpy(&bits, value, sizeof bits);
    // Counted from 0.7071, so that the mantissa is near 1.
    words exponent = (bits - 0x3fe6a09e667f3bcd) >> 52;
    words rest = bits - (exponent << 52);
    doubles mantissa;
    __builtin_memcpy(&mantissa, &rest, sizeof mantissa);
    doubles z = (mantissa - 1) / (mantissa + 1);
    to_twice_artanh(&z);
    *value = __builtin_convertvector(exponent, doubles) * 0x1.62e42fefa39efp-1 + z;
}

#endif
