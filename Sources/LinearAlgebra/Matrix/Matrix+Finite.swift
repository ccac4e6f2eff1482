/// What tells elements that cannot be computed with: passes over all of them, in runs that spread over the cores if
/// nothing else runs.
extension Matrix {
    /// The first element that is NaN or infinite, or nil if all are finite.
    ///
    /// O(rows × columns).
    public var firstNonFinite: (row: Int, column: Int)? {
        // x × 0 is NaN for just those.
        guard !sum(of: { $0 * 0 }).isFinite else { return nil }
        return withUnsafeValues { values in
            guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
            return (index / columns, index % columns)
        }
    }

    /// The sum of all elements' squares: infinite or NaN if an element is or a square exceeds a `Double`.
    ///
    /// O(rows × columns).
    package var sumOfSquares: Double { sum { $0 * $0 } }

    /// The sum over all elements of what `body` gives for eight at a time.
    @inline(__always)
    private func sum(of body: @Sendable (SIMD8<Double>) -> SIMD8<Double>) -> Double {
        withUnsafeValues { values in
            nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(values)  // read only
            let length = 1 << 21  // a multiple of eight elements
            let runs = (bytes.count + length - 1) / length
            let sums = BLASThreads.map(runs, operations: 4 * values.count) { run in
                let end = Swift.min((run + 1) * length, bytes.count)
                let whole = (end - run * length) & ~63
                // Eight sums side by side, for additions that wait for each other would be slower than memory.
                var sums = SIMD8<Double>.zero
                for offset in stride(from: run * length, to: run * length + whole, by: 64) {
                    sums += body(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self))
                }
                var rest = SIMD8<Double>.zero
                for (place, offset) in stride(from: run * length + whole, to: end, by: 8).enumerated() {
                    rest[place] = bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
                }
                return (sums + body(rest)).sum()
            }
            return sums.reduce(0, +)
        }
    }
}
