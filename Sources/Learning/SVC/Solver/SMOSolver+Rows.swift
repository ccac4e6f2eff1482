import CVectorLoops

extension SMOSolver {
    /// Ensures that the row of the example at a position is available.
    ///
    /// If it must be read and several rows cost little more than one, also reads those of the worst violators.
    mutating func provideRow(at position: Int) throws {
        let example = Int(active[position])
        if rows.holds(example) { return rows.narrowRow(of: example) }
        if rows.rowsPerReading == 1 {
            try rows.read(example, clock: &state.clock)
        } else {
            try rows.read([example] + worstViolators(besides: example), clock: &state.clock)
        }
    }

    /// Returns the examples without a cached row that are farthest from optimal, up to the size of a batch.
    private func worstViolators(besides example: Int) -> [Int] {
        let limit = rows.rowsPerReading - 1
        var worst: [(violation: Double, example: Int)] = []
        for position in 0..<activeCount {
            let other = Int(active[position])
            guard other != example, !rows.holds(other) else { continue }
            let violation = max(
                toGrow[position] + progress.most_to_fall, toFall[position] + progress.most_to_grow)
            if worst.count == limit {
                guard violation > worst[limit - 1].violation else { continue }
                worst.removeLast()
            }
            let place = worst.firstIndex { $0.violation < violation } ?? worst.count
            worst.insert((violation, other), at: place)
        }
        return worst.map(\.example)
    }
}
