/// How rows that do not fit in memory are divided.
///
/// Results do not depend on it.
struct SpillPlan: Sendable, Equatable {
    /// The bytes of rows that are sorted in memory at a time.
    let runBytes: Int

    /// The bytes of a block, which is read and written at a time.
    let blockBytes: Int

    /// The number of runs that are merged at a time.
    let width: Int

    /// The bytes of a part of a table that waits on disk, which a task reads.
    let chunkBytes: Int

    /// The bytes of a table that is joined in memory.
    let tableBytes: Int

    /// The memory, if none is given.
    private static let defaultMemory = 1 << 30

    /// Creates a plan for an amount of memory.
    ///
    /// - Parameter memory: The bytes; nil for 1 GiB.
    init(memory: Int?) {
        let memory = max(1 << 20, memory ?? Self.defaultMemory)
        runBytes = max(1 << 16, min(64 << 20, memory / 32))
        blockBytes = max(1 << 13, min(1 << 18, memory / 1024))
        tableBytes = memory / 8
        chunkBytes = max(1 << 16, min(16 << 20, memory / 64))
        // A block that is merged takes its bytes, its rows and their keys. Half of the memory is for other tasks.
        width = max(8, min(1024, memory / 2 / (3 * blockBytes)))
    }

    /// The bytes of rows that wait until they are written to partitions, which is the memory for a block of each partition.
    ///
    /// Blocks of 4 KiB or more, unless they take more than an eighth of the memory. A block has a description of 16 bytes in
    /// memory, so that those of *n* bytes of rows take `16 * n * partitions / waitingBytes` bytes.
    func waitingBytes(partitions: Int) -> Int {
        min(4 * runBytes, max(partitions << 12, min(runBytes, partitions * blockBytes)))
    }

    /// The number of partitions of a table of some bytes, of which a few are in memory at a time.
    func partitions(of bytes: Int) -> Int { max(2, min(1024, bytes / (4 * runBytes) + 1)) }
}
