/// A buffer for a fixed number of elements, which several values may share.
///
/// Elements are written before they are read, and only while a single value refers to the buffer.
///
/// `@unchecked Sendable`: by this rule, no element is written while another thread can read it.
package final class ElementBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    private let block: UnsafeMutableRawBufferPointer

    /// The first element.
    package let start: UnsafeMutablePointer<Element>

    /// The number of elements.
    package let count: Int

    /// Allocates a buffer for `count` elements.
    package init(count: Int) {
        self.count = count
        block = LargeMemory.allocate(byteCount: max(1, count) * MemoryLayout<Element>.stride)
        guard let address = block.baseAddress else {
            preconditionFailure("an allocated block is never empty")
        }
        start = address.bindMemory(to: Element.self, capacity: count)
    }

    deinit { LargeMemory.deallocate(block) }

    /// The elements.
    package var elements: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: start, count: count)
    }
}
