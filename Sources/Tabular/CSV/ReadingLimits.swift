/// Limits on the part of a file that is in memory at once.
struct ReadingLimits {
    /// The approximate number of bytes to read at a time.
    ///
    /// The default of 256 KiB fits in the second-level cache.
    var chunkSize = 1 << 18

    /// The maximum size of a record in bytes, which also bounds the text after an unclosed quote.
    var maximumRecordSize = 1 << 28
}
