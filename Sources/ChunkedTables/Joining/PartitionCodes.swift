internal import Tabular

extension TableChunk {
    /// Returns the rows of each of some partitions: rows with equal keys, of whatever table, are in the same one.
    ///
    /// - Parameters:
    ///   - places: The positions of the keys.
    ///   - count: The number of partitions.
    func partitions(by places: [Int], count: Int) -> [[Int]] {
        var hashes = [UInt64](repeating: 0, count: rows)
        for place in places {
            let own = columns[place].hashes
            for row in 0..<rows { hashes[row] = (hashes[row] &* 0x9E37_79B9_7F4A_7C15) ^ own[row] }
        }
        var partitions = [[Int]](repeating: [], count: count)
        for (row, hash) in hashes.enumerated() {
            // The upper half of the product is a number below the count.
            partitions[Int(hash.multipliedFullWidth(by: UInt64(count)).high)].append(row)
        }
        return partitions
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
