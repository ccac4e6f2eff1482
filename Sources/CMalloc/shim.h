// What a process may ask of the C library's allocator.
#ifndef TRELLIS_CMALLOC_H
#define TRELLIS_CMALLOC_H

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Gives every block of a megabyte and more back to the system when it is freed.
///
/// The GNU library does so at first, but keeps blocks up to the size of the largest that was ever freed, at most 32 MB,
/// for later: a process that frees large arrays then holds more than it uses. Other libraries are left as they are.
static inline void trellis_return_freed_blocks(void) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // Fixing the one fixes the other, at so little that small blocks would go back and forth.
    mallopt(M_TRIM_THRESHOLD, 1 << 25);
#endif
}

#endif
