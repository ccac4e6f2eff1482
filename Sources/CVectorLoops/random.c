#include "include/vector_loops.h"

#include "functions.h"

// The same bits on every processor: no product that is added is one operation.
#pragma STDC FP_CONTRACT OFF

// The generator SplitMix64, whose state grows by this.
#define INCREMENT 0x9E3779B97F4A7C15u

TRELLIS_INLINE void to_random_bits(words *state) {
    words bits = *state;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
    *state = bits ^ (bits >> 31);
}

// The numbers from 1 to below 2 that have the upper bits of random ones.
TRELLIS_INLINE void to_share(const words *bits, doubles *share) {
    words pattern = (*bits >> 12) | 0x3ff0000000000000u;
    __builtin_memcpy(share, &pattern, sizeof pattern);
}

// -2 log(x) for x from 2^-52 to 1: the exponent's part, and the logarithm of a mantissa in [0.7071, 1.4143).
TRELLIS_INLINE void to_squared_radius(doubles *value) {
    words bits;
    __builtin_memcpy(&bits, value, sizeof bits);
    // Counted from 0.7071, so that the mantissa is near 1, and by 64 more, so that no exponent is negative.
    words exponent = (bits - 0x3fe6a09e667f3bcdu + (64ull << 52)) >> 52;
    words rest = bits - (exponent << 52) + (64ull << 52);
    doubles mantissa, power;
    __builtin_memcpy(&mantissa, &rest, sizeof mantissa);
    words pattern = exponent | 0x4330000000000000u;
    __builtin_memcpy(&power, &pattern, sizeof power);
    power -= 0x1p52 + 64;
    // The series of 2 artanh(z), the logarithm of (1 + z) / (1 - z), for |z| < 0.1717.
    doubles z = (mantissa - 1) / (mantissa + 1), z2 = z * z, z4 = z2 * z2, z8 = z4 * z4;
    doubles a = (1.0 / 3 + z2 * (1.0 / 5)) + z4 * (1.0 / 7 + z2 * (1.0 / 9));
    doubles b = (1.0 / 11 + z2 * (1.0 / 13)) + z4 * (1.0 / 15 + z2 * (1.0 / 17));
    doubles c = 1.0 / 19 + z2 * (1.0 / 21);
    doubles series = z + z * z2 * (a + z8 * (b + z8 * c));
    *value = -2 * (power * 0x1.62e42fefa39efp-1 + 2 * series);
}

// The cosine and the sine of a turn's share, from 0 to below 1.
TRELLIS_INLINE void to_cosine_and_sine(const doubles *share, doubles *cosine, doubles *sine) {
    // Adding 1.5 × 2^52 leaves the nearest number of quarter turns in the lowest bits of the sum.
    doubles shifted = *share * 4 + 0x1.8p52;
    words quarter;
    __builtin_memcpy(&quarter, &shifted, sizeof quarter);
    // The rest is at most an eighth of a turn, for which few terms of the series suffice.
    doubles x = (*share * 4 - (shifted - 0x1.8p52)) * 0x1.921fb54442d18p+0;
    doubles x2 = x * x, x4 = x2 * x2, x8 = x4 * x4;
    doubles s = x + x * x2 * ((-1.0 / 6 + x2 * (1.0 / 120)) + x4 * (-1.0 / 5040 + x2 * (1.0 / 362880))
        + x8 * ((-1.0 / 39916800 + x2 * (1.0 / 6227020800)) + x4 * (-1.0 / 1307674368000)));
    doubles c = 1 - x2 * 0.5 + x4 * ((1.0 / 24 - x2 * (1.0 / 720)) + x4 * (1.0 / 40320 - x2 * (1.0 / 3628800))
        + x8 * ((1.0 / 479001600 - x2 * (1.0 / 87178291200)) + x4 * (1.0 / 20922789888000)));
    __auto_type is_odd = (quarter & 1) != 0;
    doubles larger = is_odd ? s : c, other = is_odd ? c : s;
    *cosine = ((quarter + 1) & 2) != 0 ? -larger : larger;
    *sine = (quarter & 2) != 0 ? -other : other;
}

TRELLIS_CLONES
void trellis_normal_numbers(double *target, ptrdiff_t count, uint64_t seed, uint64_t first) {
    const words steps = {0, 2, 4, 6, 8, 10, 12, 14};
    // Pairs begin at even places.
    for (ptrdiff_t start = -(ptrdiff_t)(first & 1); start < count; start += 2 * TRELLIS_LANES) {
        words one = seed + (first + (uint64_t)start + 1 + steps) * INCREMENT, other = one + INCREMENT;
        to_random_bits(&one);
        to_random_bits(&other);
        doubles radius, turn, cosine, sine;
        to_share(&one, &radius);
        radius = 2 - radius;
        to_squared_radius(&radius);
        radius = __builtin_elementwise_sqrt(radius);
        to_share(&other, &turn);
        turn -= 1;
        to_cosine_and_sine(&turn, &cosine, &sine);
        cosine *= radius;
        sine *= radius;
        if (start >= 0 && start + 2 * TRELLIS_LANES <= count) {
            for (ptrdiff_t lane = 0; lane < TRELLIS_LANES; lane++) {
                target[start + 2 * lane] = cosine[lane];
                target[start + 2 * lane + 1] = sine[lane];
            }
            continue;
        }
        for (ptrdiff_t lane = 0; lane < 2 * TRELLIS_LANES; lane++) {
            if (start + lane < 0 || start + lane >= count) continue;
            target[start + lane] = lane % 2 == 0 ? cosine[lane / 2] : sine[lane / 2];
        }
    }
}
