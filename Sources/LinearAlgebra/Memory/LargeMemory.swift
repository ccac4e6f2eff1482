#if canImport(Glibc)
    import Glibc
#endif

/// Memory of many megabytes, which is made and dropped again and again while a search runs.
package enum LargeMemory {
    /// Asks the system to give new memory in pages of two megabytes rather than four kilobytes.
    ///
    /// A page is cleared when it is first written, and asking for each costs about as much as clearing it: this asks for
    /// a five-hundredth as many. Nothing happens where memory is small or the system has no such pages.
    package static func prepare(_ memory: UnsafeMutableRawBufferPointer) {
        #if canImport(Glibc)
            let page = 1 << 21
            guard memory.count >= 4 * page, let start = memory.baseAddress else { return }
            let aligned = start.alignedUp(toMultipleOf: page)
            madvise(aligned, (memory.count - (aligned - start)) / page * page, MADV_HUGEPAGE)
        #endif
    }
}
