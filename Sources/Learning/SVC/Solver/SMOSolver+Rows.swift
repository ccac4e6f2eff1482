import CVectorLoops

extension SMOSolver {
    /// Sees to it that the row of the example at a position is there; if it has to be read and several cost little more
    /// than one, so are those of the worst violators.
    mutating func provideRow(at position: Int) throws {
        let example = Int(active[position])
        if rows.holds(example) { return rows.narrowRow(of: example) }
        if rows.rowsPerReading == 1 {
            try rows.read(example, clock: &state.clock)
        } else {
            try rows.read([example] + worstViolators(besides: example), clock: &state.clock)
        }
    }

    /// The examples without a row in the cache that are the farthest from optimal, as many as fill a reading.
    private func worstViolators(besides example: Int) -> [Int] {
        let wanted = rows.rowsPerReading - 1
        var worst: [(violation: Double, example: Int)] = []
        for position in 0..<activeCount {
            let other = Int(active[position])
            guard other != example, !rows.holds(other) else { continue }
            let violation = max(
                toGrow[position] + progress.most_to_fall, toFall[position] + progress.most_to_grow)
            if worst.count == wanted {
                guard violation > worst[wanted - 1].violation else { continue }
                worst.removeLast()
            }
            let place = worst.firstIndex { $0.violation < violation } ?? worst.count
            worst.insert((violation, other), at: place)
        }
        return worst.map(\.example)
    }
}
