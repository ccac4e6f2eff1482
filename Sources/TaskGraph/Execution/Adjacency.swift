/// For each position, a list of positions: all lists in one array, one after the other.
package struct Adjacency: Sendable {
    /// Where each list starts; one more entry says where the last one ends.
    private var starts: [Int32]
    private var items: [Position]

    /// No lists yet, and room for some.
    init(listCount: Int, itemCount: Int) {
        starts = [0]
        starts.reserveCapacity(listCount + 1)
        items = []
        items.reserveCapacity(itemCount)
    }

    /// The lists turned round: where `other` leads from a to b, this leads from b to a.
    ///
    /// Counts, then fills; as the sources are taken in ascending order, each list comes out sorted.
    package init(reversing other: Adjacency) {
        let count = other.starts.count - 1
        starts = [Int32](repeating: 0, count: count + 1)
        for item in other.items { starts[item.index + 1] += 1 }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var ends = starts
        items = [Position](repeating: Position(0), count: other.items.count)
        for source in 0..<count {
            for item in other.range(of: source) {
                let target = other.items[item].index
                items[Int(ends[target])] = Position(source)
                ends[target] += 1
            }
        }
    }

    /// Adds an item to the list that is being made.
    @inline(__always)
    mutating func append(_ item: Position) {
        items.append(item)
    }

    /// Ends the list that is being made; the next one begins.
    @inline(__always)
    mutating func endList() {
        starts.append(Int32(items.count))
    }

    /// Where the list of the task at `position` starts; for the position after the last, where the last list
    /// ends.
    func start(of position: Int) -> Int32 { starts[position] }

    /// The range of `item(at:)` that holds the list of the task at `position`.
    ///
    /// A range rather than a slice, which would retain the storage.
    package func range(of position: Int) -> Range<Int> {
        Int(starts[position])..<Int(starts[position + 1])
    }

    /// One item of the lists.
    package func item(at index: Int) -> Position { items[index] }
}
