/// A priority queue that returns its least element first (a binary heap; Williams 1964).
package struct MinHeap<Element: Comparable & Sendable>: Sendable {
    private var elements: [Element] = []

    /// Creates an empty queue.
    package init() {}

    /// The number of elements.
    package var count: Int { elements.count }

    /// All elements, in no particular order.
    package var all: [Element] { elements }

    /// The least element.
    package var first: Element? { elements.first }

    /// Adds an element.
    ///
    /// - Complexity: O(log n).
    package mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes and returns the least element.
    ///
    /// - Complexity: O(log n).
    package mutating func popFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { return first }
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < elements[parent] else { return first }
            elements.swapAt(parent, child)
            parent = child
        }
    }
}
