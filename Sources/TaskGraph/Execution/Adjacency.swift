/// A list of positions for each position, stored one after the other in one array.
package struct Adjacency: Sendable {
    /// The start of each list, followed by the end of the last one.
    private var starts: [Int32]
    private var items: [Position]

    /// Creates storage for lists that are added later.
    init(listCount: Int, itemCount: Int) {
        starts = [0]
        starts.reserveCapacity(listCount + 1)
        items = []
        items.reserveCapacity(itemCount)
    }

    /// Creates the reversed lists: an edge from a to b in `other` becomes an edge from b to a.
    ///
    /// Counts, then fills. The sources are visited in ascending order, so each list is sorted.
    ///
    /// - Parameters:
    ///   - other: The lists of the positions from `first` on.
    ///   - first: The position of the first list; edges to positions before it are left out.
    package init(reversing other: Adjacency, from first: Int = 0) {
        let count = other.starts.count - 1
        starts = [Int32](repeating: 0, count: count + 1)
        for item in other.items where item.index >= first { starts[item.index - first + 1] += 1 }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var ends = starts
        items = [Position](repeating: Position(0), count: Int(starts[count]))
        for source in 0..<count {
            for item in other.range(of: source) where other.items[item].index >= first {
                let target = other.items[item].index - first
                items[Int(ends[target])] = Position(first + source)
                ends[target] += 1
            }
        }
    }

    /// Appends the lists of `other`.
    ///
    /// - Complexity: Linear in the lists and items of `other`.
    mutating func append(_ other: Adjacency) {
        guard starts.count > 1 else {
            self = other
            return
        }
        let end = Int32(items.count)
        for start in other.starts.dropFirst() { starts.append(end + start) }
        items.append(contentsOf: other.items)
    }

    /// The number of lists.
    var listCount: Int { starts.count - 1 }

    /// Appends an item to the current list.
    @inline(__always)
    mutating func append(_ item: Position) {
        items.append(item)
    }

    /// Ends the current list; the next one starts.
    @inline(__always)
    mutating func endList() {
        starts.append(Int32(items.count))
    }

    /// Returns the start of the list of the task at `position`; for the position after the last, the end of the last
    /// list.
    func start(of position: Int) -> Int32 { starts[position] }

    /// Returns the range of `item(at:)` with the list of the task at `position`.
    ///
    /// This is a range rather than a slice, because a slice would retain the storage.
    package func range(of position: Int) -> Range<Int> {
        Int(starts[position])..<Int(starts[position + 1])
    }

    /// Returns one item of the lists.
    package func item(at index: Int) -> Position { items[index] }
}
