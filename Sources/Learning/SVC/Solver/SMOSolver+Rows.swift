extension SMOSolver {
    /// The row of the example at a position; if it has to be read, so are those of the worst violators.
    @inline(__always)
    mutating func row(at position: Int) throws -> UnsafeMutablePointer<Float> {
        let example = Int(active[position])
        if !rows.holds(example) {
            if rows.rowsPerReading == 1 {
                try rows.read(example)
            } else {
                try rows.read([example] + worstViolators(besides: example))
            }
        }
        return rows.row(example)
    }

    /// The examples without a row in the cache that are the farthest from optimal, as many as fill a reading.
    func worstViolators(besides example: Int) -> [Int] {
        let wanted = rows.rowsPerReading - 1
        let (gradients, mayGrow, mayFall) = (gradient.start, growth.start, fall.start)
        var worst: [(violation: Double, example: Int)] = []
        for (position, other) in active.enumerated() where other != example && !rows.holds(Int(other)) {
            let violation = max(
                mayGrow[position] - gradients[position] + extremes.most_to_fall,
                mayFall[position] + gradients[position] + extremes.most_to_grow)
            if worst.count == wanted {
                guard violation > worst[wanted - 1].violation else { continue }
                worst.removeLast()
            }
            let place = worst.firstIndex { $0.violation < violation } ?? worst.count
            worst.insert((violation, Int(other)), at: place)
        }
        return worst.map(\.example)
    }
}
