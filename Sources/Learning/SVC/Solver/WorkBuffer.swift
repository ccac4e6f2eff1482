import LinearAlgebra

/// Memory for a fixed number of elements, without bounds checks or copying: what the solver's loops run over.
struct WorkBuffer<Element: BitwiseCopyable>: ~Copyable {
    let start: UnsafeMutablePointer<Element>
    let count: Int

    /// `count` elements of one value.
    init(count: Int, repeating value: Element) {
        self.init(uninitialized: count)
        start.initialize(repeating: value, count: count)
    }

    /// `count` elements that are written before they are read.
    init(uninitialized count: Int) {
        self.count = count
        start = .allocate(capacity: count)
        LargeMemory.prepare(
            UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: start, count: count)))
    }

    deinit { start.deallocate() }

    subscript(index: Int) -> Element {
        @inline(__always) get { start[index] }
        @inline(__always) nonmutating set { start[index] = newValue }
    }
}
