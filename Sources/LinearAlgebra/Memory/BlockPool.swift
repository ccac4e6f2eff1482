/// Which blocks of memory are kept for reuse: bookkeeping alone, which neither locks nor frees.
struct BlockPool {
    /// A block that is not in use.
    ///
    /// `@unchecked Sendable`: whoever takes a block out of the pool is the only one to have it.
    struct Block: @unchecked Sendable {
        let memory: UnsafeMutableRawBufferPointer
    }

    /// The most bytes of unused blocks that may be kept.
    var keptLimit = Int.max

    /// Unused blocks, the longest unused first.
    private(set) var kept: [Block] = []

    /// The bytes of ``kept``.
    private(set) var keptBytes = 0

    /// The bytes in use, and the most that ever were.
    private(set) var usedBytes = 0
    private(set) var mostUsedBytes = 0

    /// The kept block that fits so many bytes best, which counts as used from now on; nil if none does, and a new one of
    /// just so many bytes is to be used.
    ///
    /// A block fits that is not more than half as large again. O(blocks kept).
    mutating func take(_ byteCount: Int) -> Block? {
        let fitting = kept.indices.filter { byteCount...byteCount + byteCount / 2 ~= kept[$0].memory.count }
        let best = fitting.min { kept[$0].memory.count < kept[$1].memory.count }
        let block = best.map { kept.remove(at: $0) }
        keptBytes -= block?.memory.count ?? 0
        usedBytes += block?.memory.count ?? byteCount
        mostUsedBytes = max(mostUsedBytes, usedBytes)
        return block
    }

    /// Takes back a block that was in use.
    mutating func giveBack(_ block: Block) {
        usedBytes -= block.memory.count
        keptBytes += block.memory.count
        kept.append(block)
    }

    /// Takes out the blocks that were unused longest until what is left is within the bounds; the caller deallocates
    /// them.
    mutating func dropSurplus() -> [Block] {
        let room = min(keptLimit, mostUsedBytes / 4 * 5 - usedBytes)
        var surplus = 0
        while keptBytes > room {
            keptBytes -= kept[surplus].memory.count
            surplus += 1
        }
        defer { kept.removeFirst(surplus) }
        return Array(kept[..<surplus])
    }

    /// Takes out all unused blocks, and begins to count anew.
    mutating func dropAll() -> [Block] {
        defer {
            kept = []
            (keptBytes, mostUsedBytes) = (0, usedBytes)
        }
        return kept
    }
}
