/// How much of a file is in memory at once.
struct ReadingLimits {
    /// About how many bytes are read at a time.
    ///
    /// A quarter of a megabyte stays in the second-level cache.
    var chunkSize = 1 << 18

    /// The most bytes a record may have: enough for any table, and a bound on what an unclosed quote swallows.
    var maximumRecordSize = 1 << 28
}
