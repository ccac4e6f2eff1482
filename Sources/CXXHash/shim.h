// xxHash's XXH3, compiled into its caller: a build needs the header, a run needs nothing.
#ifndef TRELLIS_CXXHASH_H
#define TRELLIS_CXXHASH_H

#define XXH_INLINE_ALL
#include <xxhash.h>

// The header renames its functions by macros that Swift does not see through, so they are given plain names here.

/// A 128-bit hash.
typedef struct {
    uint64_t high, low;
} trellis_hash128;

/// XXH3's 128-bit hash of `length` bytes: the same on every machine.
static inline trellis_hash128 trellis_xxh3(const void *bytes, size_t length) {
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    trellis_hash128 result = {hash.high64, hash.low64};
    return result;
}

#endif
