/// The bookkeeping of memory blocks that are kept for reuse; it neither locks nor frees memory.
struct BlockPool {
    /// An unused block.
    ///
    /// `@unchecked Sendable`: a block that is taken out of the pool has a single owner.
    struct Block: @unchecked Sendable {
        let memory: UnsafeMutableRawBufferPointer
    }

    /// The maximum number of bytes of unused blocks.
    var keptLimit = Int.max

    /// The unused blocks, the least recently used first.
    private(set) var kept: [Block] = []

    /// The total number of bytes of ``kept``.
    private(set) var keptBytes = 0

    /// The number of bytes in use, and its peak.
    private(set) var usedBytes = 0
    private(set) var peakUsedBytes = 0

    /// Takes the best-fitting unused block; returns nil if there is none and the caller must allocate a new block.
    ///
    /// A block fits if it is at most 1.5 times as large as requested. The block, or the new allocation of `byteCount`
    /// bytes, counts as used.
    ///
    /// - Complexity: O(*n*), where *n* is the number of unused blocks.
    mutating func take(_ byteCount: Int) -> Block? {
        let fitting = kept.indices.filter { byteCount...byteCount + byteCount / 2 ~= kept[$0].memory.count }
        let best = fitting.min { kept[$0].memory.count < kept[$1].memory.count }
        let block = best.map { kept.remove(at: $0) }
        keptBytes -= block?.memory.count ?? 0
        usedBytes += block?.memory.count ?? byteCount
        peakUsedBytes = max(peakUsedBytes, usedBytes)
        return block
    }

    /// Returns a used block to the pool.
    mutating func giveBack(_ block: Block) {
        usedBytes -= block.memory.count
        keptBytes += block.memory.count
        kept.append(block)
    }

    /// Removes the least recently used blocks until the pool is within its limits; the caller deallocates them.
    mutating func dropSurplus() -> [Block] {
        let room = min(keptLimit, peakUsedBytes / 4 * 5 - usedBytes)
        var surplus = 0
        while keptBytes > room {
            keptBytes -= kept[surplus].memory.count
            surplus += 1
        }
        // Otherwise the empty result would share the storage of `kept`.
        guard surplus > 0 else { return [] }
        defer { kept.removeFirst(surplus) }
        return Array(kept[..<surplus])
    }

    /// Removes all unused blocks, and resets the peak.
    mutating func dropAll() -> [Block] {
        defer {
            kept = []
            (keptBytes, peakUsedBytes) = (0, usedBytes)
        }
        return kept
    }
}
