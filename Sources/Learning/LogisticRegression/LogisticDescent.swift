/// A descent to the minimum of a ``LogisticObjective``.
///
/// A descent requests evaluations rather than computing them, so that several descents run side by side and share the
/// products with the rows (see ``LogisticObjective/minimise(penalties:in:by:)``).
protocol LogisticDescent {
    /// The current point; the final point once the descent has ended.
    var here: LogisticObjective.Evaluation { get }

    /// The number of steps taken.
    var iterations: Int { get }

    /// Whether the descent ended because it met its tolerance.
    var isConverged: Bool { get }

    /// The next point to evaluate; nil after the end.
    var nextPoint: [Double]? { get }

    /// Takes the evaluation at ``nextPoint``, and requests another point or ends.
    mutating func take(_ there: LogisticObjective.Evaluation) throws
}

extension LogisticObjective {
    /// Runs a descent from zero for each penalty strength, all side by side.
    func minimise<Descent: LogisticDescent>(
        penalties: [Double], in context: FitContext,
        by begin: (_ start: Evaluation, _ penalty: Double) throws -> Descent
    ) throws -> [Descent] {
        let origin = [Double](repeating: 0, count: parameterCount)
        let starts = evaluate(penalties.map { Request(point: origin, penalty: $0) })
        var descents = try zip(starts, penalties).map(begin)
        while true {
            let going = descents.indices.filter { descents[$0].nextPoint != nil }
            guard !going.isEmpty else { return descents }
            try context.checkCancellation()
            let requests = going.compactMap { index in
                descents[index].nextPoint.map { Request(point: $0, penalty: penalties[index]) }
            }
            for (index, evaluation) in zip(going, evaluate(requests)) {
                try descents[index].take(evaluation)
            }
        }
    }
}

/// Returns the inner product, computed as eight partial sums.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "an inner product requires vectors of the same length")
    return left.withUnsafeBytes { leftBytes in
        right.withUnsafeBytes { rightBytes in
            var sums = SIMD8<Double>.zero
            let whole = left.count & ~7
            for offset in stride(from: 0, to: 8 * whole, by: 64) {
                let a = leftBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                let b = rightBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                sums += a * b
            }
            return (whole..<left.count).reduce(sums.sum()) { $0 + left[$1] * right[$1] }
        }
    }
}
