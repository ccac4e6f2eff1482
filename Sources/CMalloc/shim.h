// Configuration of the allocator of the C library.
#ifndef TRELLIS_CMALLOC_H
#define TRELLIS_CMALLOC_H

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Returns blocks of 1 MiB and more to the system when they are freed.
///
/// This is the initial behaviour of the GNU C library. After a large block was freed, however, the library keeps blocks up
/// to this size, at most 32 MiB, so that a process that frees large arrays holds more memory than it uses. Other C
/// libraries are not changed.
static inline void trellis_return_freed_blocks(void) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // Setting one threshold also fixes the other, at a value so low that small blocks would be returned repeatedly.
    mallopt(M_TRIM_THRESHOLD, 1 << 25);
#endif
}

#endif
