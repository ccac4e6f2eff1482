import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Memory of many megabytes, which is made and dropped again and again while a search runs.
///
/// The system clears every page of memory that it hands out, which takes as long as filling a matrix does. A block that
/// is given back is therefore kept for the next that fits it. Blocks in use and kept are together never more than five
/// quarters of the most that was in use at one time.
package enum LargeMemory {
    /// The bytes from which on a block is kept; smaller ones go straight back to the C library.
    static let leastKept = 1 << 16

    private static let pool = Mutex(BlockPool())

    /// A block of at least so many bytes, whose contents are left over from whoever had it before.
    ///
    /// Its count is what it really has, and is what ``deallocate(_:)`` wants to be told.
    package static func allocate(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        guard byteCount >= leastKept else { return fresh(byteCount) }
        let (kept, surplus) = pool.withLock { pool in
            let kept = pool.take(byteCount)
            return (kept, pool.dropSurplus())
        }
        surplus.forEach { $0.memory.deallocate() }
        return kept?.memory ?? fresh(byteCount)
    }

    /// Takes a block back that ``allocate(byteCount:)`` gave.
    package static func deallocate(_ block: UnsafeMutableRawBufferPointer) {
        guard block.count >= leastKept else { return block.deallocate() }
        let surplus = pool.withLock { pool in
            pool.giveBack(BlockPool.Block(memory: block))
            return pool.dropSurplus()
        }
        surplus.forEach { $0.memory.deallocate() }
    }

    /// Keeps so many bytes of unused blocks at most; for processes whose memory somebody watches.
    package static func limitKept(to byteCount: Int) { pool.withLock { $0.keptLimit = byteCount } }

    /// Gives all unused blocks back to the system.
    ///
    /// What is used from then on counts as if nothing had been used before.
    package static func drop() {
        let all = pool.withLock { $0.dropAll() }
        all.forEach { $0.memory.deallocate() }
    }

    private static func fresh(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        // Vectors of the longest kind, if they follow each other from the start, each lie in one line of the cache.
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCount, alignment: byteCount < 512 ? 16 : 64)
        askForLargePages(block)
        return block
    }

    /// Asks the system for pages of two megabytes rather than four kilobytes.
    ///
    /// Asking for each page costs about as much as clearing it: this asks for a five-hundredth as many. Nothing happens
    /// where memory is small or the system has no such pages.
    private static func askForLargePages(_ memory: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc)
            let page = 1 << 21
            guard memory.count >= 4 * page, let start = memory.baseAddress else { return }
            let aligned = start.alignedUp(toMultipleOf: page)
            madvise(aligned, (memory.count - (aligned - start)) / page * page, MADV_HUGEPAGE)
        #endif
    }
}
