#include <string.h>

#include "clones.h"
#include "include/vector_loops.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A block of 64 bytes: a bit for each, in one word.
#define BLOCK 64

// The bytes of a block that equal a byte, one bit each.
typedef struct {
    uint64_t separators, newlines, quotes;
} marks;

#if defined(__SSE2__)

static inline __attribute__((always_inline)) uint64_t matches(const __m128i *block, uint8_t byte) {
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t found = 0;
    for (int part = 0; part < 4; part++) {
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block[part], wanted)) << (16 * part);
    }
    return found;
}

static inline __attribute__((always_inline)) marks find_marks(const uint8_t *bytes, uint8_t separator) {
    __m128i block[4];
    for (int part = 0; part < 4; part++) block[part] = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    return (marks){matches(block, separator), matches(block, '\n'), matches(block, '"')};
}

#else

// The bytes of a word that equal a byte, one bit each: the high bits of the bytes are gathered by a multiplication.
static inline __attribute__((always_inline)) uint64_t matches(uint64_t word, uint8_t byte) {
    const uint64_t low = 0x7F7F7F7F7F7F7F7F, difference = word ^ byte * 0x0101010101010101;
    const uint64_t found = ~(((difference & low) + low) | difference | low);
    return (found >> 7) * 0x0102040810204080 >> 56;
}

static inline __attribute__((always_inline)) marks find_marks(const uint8_t *bytes, uint8_t separator) {
    marks found = {0, 0, 0};
    for (int part = 0; part < 8; part++) {
        uint64_t word;
        memcpy(&word, bytes + 8 * part, 8);
        found.separators |= matches(word, separator) << (8 * part);
        found.newlines |= matches(word, '\n') << (8 * part);
        found.quotes |= matches(word, '"') << (8 * part);
    }
    return found;
}

#endif

ptrdiff_t trellis_scan_records(
    const uint8_t *bytes, ptrdiff_t next, ptrdiff_t limit, uint8_t separator, ptrdiff_t columns, int32_t *ends,
    ptrdiff_t *records) {
    ptrdiff_t fields = 0, record_end = columns, found = 0;
    for (ptrdiff_t position = next; position < limit; position += BLOCK) {
        uint8_t last[BLOCK];
        const uint8_t *block = bytes + position;
        if (limit - position < BLOCK) {
            memset(last, 0, BLOCK);
            memcpy(last, block, (size_t)(limit - position));
            block = last;
        }
        const marks marks = find_marks(block, separator);
        uint64_t rest = marks.separators | marks.newlines;
        // Records that end before the first quote are complete.
        if (marks.quotes != 0) rest &= (marks.quotes & -marks.quotes) - 1;
        while (rest != 0) {
            const int bit = __builtin_ctzll(rest);
            const ptrdiff_t end = position + bit;
            ends[fields++] = (int32_t)end;
            if (marks.newlines >> bit & 1) {
                const ptrdiff_t length = end - next;
                if (fields != record_end || (columns == 1 && (length == 0 || (length == 1 && bytes[next] == '\r')))) {
                    *records = found;
                    return next;
                }
                record_end += columns;
                found++;
                next = end + 1;
            }
            rest &= rest - 1;
        }
        if (marks.quotes != 0) break;
    }
    *records = found;
    return next;
}

TRELLIS_CLONES
void trellis_count_marks(const uint8_t *bytes, ptrdiff_t count, ptrdiff_t *quotes, ptrdiff_t *newlines) {
    enum { LANES = 64, LONGEST = 255 };
    ptrdiff_t position = 0;
    *quotes = *newlines = 0;
    while (count - position >= LANES) {
        // A byte counts up to 255 without overflow.
        uint8_t quoted[LANES] = {0}, ended[LANES] = {0};
        ptrdiff_t turns = (count - position) / LANES;
        if (turns > LONGEST) turns = LONGEST;
        for (ptrdiff_t turn = 0; turn < turns; turn++, position += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                quoted[lane] += bytes[position + lane] == '"';
                ended[lane] += bytes[position + lane] == '\n';
            }
        }
        for (int lane = 0; lane < LANES; lane++) {
            *quotes += quoted[lane];
            *newlines += ended[lane];
        }
    }
    for (; position < count; position++) {
        *quotes += bytes[position] == '"';
        *newlines += bytes[position] == '\n';
    }
}
