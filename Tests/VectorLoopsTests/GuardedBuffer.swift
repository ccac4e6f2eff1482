import Foundation

/// Numbers between two pages that may not be touched: who reads or writes beyond either end ends the process.
///
/// They stay in memory for good, for the loops know no more of them than an address.
struct GuardedBuffer<Element: BitwiseCopyable> {
    let start: UnsafeMutablePointer<Element>
    let count: Int

    /// A copy of some numbers, against the page after them or the one before.
    init(_ elements: [Element], atEnd: Bool) {
        let page = Int(getpagesize())
        let bytes = elements.count * MemoryLayout<Element>.stride
        let pages = max(1, (bytes + page - 1) / page)
        let size = (pages + 2) * page
        guard
            let mapping = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            mapping != MAP_FAILED
        else { fatalError("no memory for \(size) bytes") }
        mprotect(mapping, page, PROT_NONE)
        mprotect(mapping + size - page, page, PROT_NONE)
        let first = atEnd ? mapping + size - page - bytes : mapping + page
        start = first.bindMemory(to: Element.self, capacity: max(1, elements.count))
        start.initialize(from: elements, count: elements.count)
        count = elements.count
    }

    /// The numbers as they are now.
    var elements: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
