import Machine

/// Checks for NaN and infinite elements, which process runs of elements on several cores if no other task is running.
extension Matrix {
    /// The position of the first element that is NaN or infinite, or nil if all elements are finite.
    ///
    /// - Complexity: O(rows × columns).
    public var firstNonFinite: (row: Int, column: Int)? {
        // x × 0 is NaN for exactly these elements.
        guard !sum(of: { $0 * 0 }).isFinite else { return nil }
        return withUnsafeValues { values in
            guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
            return (index / columns, index % columns)
        }
    }

    /// The first infinite element, in row order; nil if there is none.
    ///
    /// NaN is not infinite.
    ///
    /// - Complexity: O(rows × columns).
    package var firstInfinite: (row: Int, column: Int)? {
        withUnsafeValues { values in
            guard let index = values.firstIndex(where: \.isInfinite) else { return nil }
            return (index / columns, index % columns)
        }
    }

    /// The sum of the squares of all elements; infinite or NaN if an element is or a square overflows.
    ///
    /// - Complexity: O(rows × columns).
    package var sumOfSquares: Double { sum { $0 * $0 } }

    /// Returns the sum of the results of `body`, which processes eight elements at a time.
    @inline(__always)
    private func sum(of body: @Sendable (SIMD8<Double>) -> SIMD8<Double>) -> Double {
        withUnsafeValues { values in
            nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(values)  // read only
            let length = 1 << 21  // a multiple of eight elements
            let runs = (bytes.count + length - 1) / length
            let sums = Cores.map(runs, operations: 4 * values.count) { run in
                let end = Swift.min((run + 1) * length, bytes.count)
                let whole = (end - run * length) & ~63
                // Eight independent sums, because dependent additions would be slower than memory.
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
