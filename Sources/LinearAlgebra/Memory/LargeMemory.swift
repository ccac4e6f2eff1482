#if canImport(Glibc)
    import Glibc
#endif

/// An allocator for large blocks, which are allocated and freed repeatedly while a search runs.
///
/// The system clears every page that it provides, which takes as long as filling a matrix. Freed blocks are therefore
/// kept for reuse. The used and kept blocks together never exceed 1.25 times the peak of used memory.
package enum LargeMemory {
    /// The minimum size of a block that is kept, in bytes; smaller blocks are returned to the C library.
    static let minKeptBytes = 1 << 16

    private static let pool = Lock(BlockPool())

    /// Allocates a block of at least `byteCount` bytes with undefined contents.
    ///
    /// The count of the block is its actual size. Pass the block unchanged to ``deallocate(_:)``.
    package static func allocate(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        guard byteCount >= minKeptBytes else { return fresh(byteCount) }
        let (kept, surplus) = pool.withLock { pool in
            let kept = pool.take(byteCount)
            return (kept, pool.dropSurplus())
        }
        surplus.forEach { $0.memory.deallocate() }
        return kept?.memory ?? fresh(byteCount)
    }

    /// Frees a block that ``allocate(byteCount:)`` returned.
    package static func deallocate(_ block: UnsafeMutableRawBufferPointer) {
        guard block.count >= minKeptBytes else { return block.deallocate() }
        let surplus = pool.withLock { pool in
            pool.giveBack(BlockPool.Block(memory: block))
            return pool.dropSurplus()
        }
        surplus.forEach { $0.memory.deallocate() }
    }

    /// Limits the size of unused blocks, for processes whose memory is monitored.
    package static func limitKept(to byteCount: Int) { pool.withLock { $0.keptLimit = byteCount } }

    /// Returns all unused blocks to the system, and resets the peak of used memory.
    package static func drop() {
        let all = pool.withLock { $0.dropAll() }
        all.forEach { $0.memory.deallocate() }
    }

    private static func fresh(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        // With this alignment, consecutive vectors of the largest size each lie within one cache line.
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCount, alignment: byteCount < 512 ? 16 : 64)
        askForLargePages(block)
        return block
    }

    /// Requests pages of 2 MiB instead of 4 KiB.
    ///
    /// A page fault costs about as much as clearing a page, and large pages reduce the number of faults by a factor
    /// of 512. The request has no effect on small blocks, or if the system does not support large pages.
    private static func askForLargePages(_ memory: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc)
            let page = 1 << 21
            guard memory.count >= 4 * page, let start = memory.baseAddress else { return }
            let aligned = start.alignedUp(toMultipleOf: page)
            madvise(aligned, (memory.count - (aligned - start)) / page * page, MADV_HUGEPAGE)
        #endif
    }
}
