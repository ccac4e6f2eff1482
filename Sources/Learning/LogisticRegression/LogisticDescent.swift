/// One descent to the minimum of a ``LogisticObjective``.
///
/// It asks for the evaluations that it needs and takes them, so that several descents can go on side by side and share
/// the products with the rows (see ``LogisticObjective/minimise(penalties:in:by:)``).
protocol LogisticDescent {
    /// Where it is; where it stopped, once nothing is wanted.
    var here: LogisticObjective.Evaluation { get }

    /// The steps it took.
    var iterations: Int { get }

    /// Whether it ended because it met its tolerance.
    var isConverged: Bool { get }

    /// The point at which it wants the objective evaluated; nil when it has ended.
    var wanted: [Double]? { get }

    /// Takes the evaluation at the point that was wanted, and wants another or ends.
    mutating func take(_ there: LogisticObjective.Evaluation) throws
}

extension LogisticObjective {
    /// Descends from zero for each strength of the penalty, all side by side.
    func minimise<Descent: LogisticDescent>(
        penalties: [Double], in context: FitContext,
        by begin: (_ start: Evaluation, _ penalty: Double) throws -> Descent
    ) throws -> [Descent] {
        let origin = [Double](repeating: 0, count: parameterCount)
        let starts = evaluate(penalties.map { Request(point: origin, penalty: $0) })
        var descents = try zip(starts, penalties).map(begin)
        while true {
            let going = descents.indices.filter { descents[$0].wanted != nil }
            guard !going.isEmpty else { return descents }
            try context.checkCancellation()
            let requests = going.compactMap { index in
                descents[index].wanted.map { Request(point: $0, penalty: penalties[index]) }
            }
            for (index, evaluation) in zip(going, evaluate(requests)) {
                try descents[index].take(evaluation)
            }
        }
    }
}

/// The inner product, by eight sums side by side.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "an inner product needs vectors of one length")
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
