// zlib, which decompresses gzip files.
#ifndef TRELLIS_CZLIB_H
#define TRELLIS_CZLIB_H

#include <zlib.h>

// `inflateInit2` is a macro, which Swift does not import.

/// Prepares a stream for a gzip member: a window of 32 KiB and the gzip header. Returns a zlib status.
static inline int trellis_inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
