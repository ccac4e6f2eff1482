/// Rows of several chunks, in the order in which they are to be copied.
struct RowPicks {
    /// For each chunk, its rows and their places in the order.
    private var rows: [[Int32]]
    private var places: [[Int32]]

    /// The chunks with at least one row.
    private(set) var sources: [Int] = []

    /// The number of rows.
    private(set) var count = 0

    /// Creates a list without rows.
    init(sources: Int) {
        rows = Array(repeating: [], count: sources)
        places = rows
    }

    /// Adds a row of a chunk.
    @inline(__always)
    mutating func append(_ row: Int, of source: Int) {
        if rows[source].isEmpty { sources.append(source) }
        rows[source].append(Int32(truncatingIfNeeded: row))
        places[source].append(Int32(truncatingIfNeeded: count))
        count += 1
    }

    /// Calls `body` with the row and the place of each row of a chunk.
    @inline(__always)
    func forEach(of source: Int, _ body: (_ row: Int, _ place: Int) -> Void) {
        rows[source].withUnsafeBufferPointer { rows in
            places[source].withUnsafeBufferPointer { places in
                for index in rows.indices { body(Int(rows[index]), Int(places[index])) }
            }
        }
    }

    /// Removes all rows.
    mutating func removeAll() {
        for source in sources {
            rows[source].removeAll(keepingCapacity: true)
            places[source].removeAll(keepingCapacity: true)
        }
        sources.removeAll(keepingCapacity: true)
        count = 0
    }
}
