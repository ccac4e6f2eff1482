/// A queue: elements are removed in the order in which they were added.
struct FirstInFirstOut<Element> {
    private var elements: [Element?] = []
    /// The number of elements at the front of the storage that were removed.
    private var removed = 0

    /// The number of elements.
    var count: Int { elements.count - removed }

    /// Whether there are no elements.
    var isEmpty: Bool { removed == elements.count }

    /// The elements, the first to remove first.
    var all: [Element] { elements.compactMap(\.self) }

    /// Adds an element.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Removes and returns the first element; nil if there is none.
    ///
    /// - Complexity: O(1) on average.
    mutating func popFirst() -> Element? {
        while removed < elements.count {
            let element = elements[removed]
            elements[removed] = nil
            removed += 1
            if 2 * removed > elements.count {
                elements.removeFirst(removed)
                removed = 0
            }
            if let element { return element }
        }
        return nil
    }

    /// Removes the elements that satisfy a condition.
    mutating func removeAll(where shouldBeRemoved: (Element) -> Bool) {
        elements.removeFirst(removed)
        removed = 0
        elements.removeAll { $0.map(shouldBeRemoved) ?? true }
    }
}
