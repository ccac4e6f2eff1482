import LinearAlgebra

/// A fixed number of elements without bounds checks or copying, for inner loops.
struct WorkBuffer<Element: BitwiseCopyable>: ~Copyable {
    private let block: UnsafeMutableRawBufferPointer
    let start: UnsafeMutablePointer<Element>
    let count: Int

    /// Creates `count` elements with the same value.
    init(count: Int, repeating value: Element) {
        self.init(uninitialized: count)
        start.initialize(repeating: value, count: count)
    }

    /// Creates `count` elements that must be written before they are read.
    init(uninitialized count: Int) {
        self.count = count
        block = LargeMemory.allocate(byteCount: max(1, count) * MemoryLayout<Element>.stride)
        guard let address = block.baseAddress else { preconditionFailure("a block cannot be empty") }
        start = address.bindMemory(to: Element.self, capacity: count)
    }

    deinit { LargeMemory.deallocate(block) }

    subscript(index: Int) -> Element {
        @inline(__always) get { start[index] }
        @inline(__always) nonmutating set { start[index] = newValue }
    }
}
