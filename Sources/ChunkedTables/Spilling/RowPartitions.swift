internal import Tabular

/// The rows of a chunk by partition: rows with equal keys, of whatever table, are in the same one.
struct RowPartitions {
    /// The rows, those of each partition after those of the one before, in their order.
    private let order: [Int32]

    /// For each partition, the end of its rows; followed by the number of rows.
    private let ends: [Int]

    /// Divides the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The chunk.
    ///   - keys: The positions of the keys.
    ///   - count: The number of partitions.
    init(_ chunk: TableChunk, keys: [Int], count: Int) {
        let hashes = chunk.hashes(of: keys)
        // The upper half of the product is a number below the count.
        let partitions = hashes.map { Int32($0.multipliedFullWidth(by: UInt64(count)).high) }
        var places = [Int](repeating: 0, count: count + 1)
        for partition in partitions { places[Int(partition) + 1] += 1 }
        for partition in 0..<count { places[partition + 1] += places[partition] }
        var order = [Int32](repeating: 0, count: partitions.count)
        for (row, partition) in partitions.enumerated() {
            order[places[Int(partition)]] = Int32(row)
            places[Int(partition)] += 1
        }
        (self.order, ends) = (order, places)
    }

    /// Returns the rows of a partition.
    func rows(of partition: Int) -> ArraySlice<Int32> {
        order[(partition == 0 ? 0 : ends[partition - 1])..<ends[partition]]
    }
}

extension TableChunk {
    /// Returns the rows of each of some partitions.
    ///
    /// - Parameters:
    ///   - places: The positions of the keys.
    ///   - count: The number of partitions.
    func partitions(by places: [Int], count: Int) -> [[Int]] {
        let partitions = RowPartitions(self, keys: places, count: count)
        return (0..<count).map { partitions.rows(of: $0).map(Int.init) }
    }

    /// The hashes of the keys of each row.
    fileprivate func hashes(of places: [Int]) -> [UInt64] {
        var hashes = [UInt64](repeating: 0, count: rows)
        for place in places {
            let own = columns[place].hashes
            for row in 0..<rows { hashes[row] = (hashes[row] &* 0x9E37_79B9_7F4A_7C15) ^ own[row] }
        }
        return hashes
    }
}

extension TableChunk.Column {
    /// The hashes of the cells, which do not depend on the process.
    fileprivate var hashes: [UInt64] {
        guard kind == .text else { return numbers.map { $0.isNaN ? 0 : DistinctCounter.hash($0) } }
        let known = (0..<texts.count).map { code in texts.withText(of: code) { DistinctCounter.hash($0) } }
        return codes.map { $0 < 0 ? 0 : known[Int($0)] }
    }
}
