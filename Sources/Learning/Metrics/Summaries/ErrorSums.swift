/// Sums over the errors of predicted numbers, and over the true numbers.
struct ErrorSums: Sendable, Codable, Equatable {
    /// The scorers that can be computed from the sums.
    static let scorers: [Scorer] = [
        .r2, .explainedVariance, .negMeanSquaredError, .negRootMeanSquaredError, .negMeanAbsoluteError,
        .negMeanAbsolutePercentageError, .negMaxError,
    ]

    private var truth: Deviations
    private var errors: Deviations
    private var squares = 0.0
    private var absolutes = 0.0
    private var relatives = 0.0
    private var largest = 0.0

    init(of predicted: [Double], _ truth: [Double]) {
        self.truth = Deviations(truth)
        errors = Deviations(zip(truth, predicted).map { $0 - $1 })
        for (value, prediction) in zip(truth, predicted) {
            let error = abs(value - prediction)
            squares += error * error
            absolutes += error
            relatives += error / max(abs(value), .ulpOfOne)
            largest = max(largest, error)
        }
    }

    mutating func add(_ other: ErrorSums) {
        truth.add(other.truth)
        errors.add(other.errors)
        squares += other.squares
        absolutes += other.absolutes
        relatives += other.relatives
        largest = max(largest, other.largest)
    }

    /// Returns the score of all rows; nil for a scorer that is none of ``scorers``.
    func score(by scorer: Scorer, rows: Int) throws -> Double? {
        guard absolutes.isFinite else { throw scorer.undefined("a prediction or a target is not finite") }
        let count = Double(rows)
        return switch scorer {
        case .r2: rows < 2 ? .nan : Self.explained(unexplained: squares, total: truth.squares)
        case .explainedVariance: Self.explained(unexplained: errors.squares, total: truth.squares)
        case .negMeanSquaredError: -(squares / count)
        case .negRootMeanSquaredError: -(squares / count).squareRoot()
        case .negMeanAbsoluteError: -(absolutes / count)
        case .negMeanAbsolutePercentageError: -(relatives / count)
        case .negMaxError: -largest
        default: nil
        }
    }

    /// Returns 1 − unexplained/total; for a total of 0, 1 if nothing is unexplained, otherwise 0.
    private static func explained(unexplained: Double, total: Double) -> Double {
        if unexplained == 0 { return 1 }
        return total == 0 ? 0 : 1 - unexplained / total
    }
}

/// The sum of the squares of numbers' deviations from their mean.
///
/// The mean is measured from one of the numbers, so that a large offset of all of them does not cost digits.
///
/// Source of the sum: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances",
/// 1979, equation 2.1.
private struct Deviations: Sendable, Codable, Equatable {
    private var count: Double

    /// The first number.
    private let origin: Double

    /// The mean of the differences from the first number.
    private var mean: Double

    /// The sum of squares: exactly 0 for equal numbers.
    private(set) var squares: Double

    init(_ values: [Double]) {
        let origin = values.first ?? 0
        let mean = values.reduce(0) { $0 + ($1 - origin) } / Double(max(1, values.count))
        squares = values.reduce(0) { sum, value in
            let deviation = (value - origin) - mean
            return sum + deviation * deviation
        }
        (self.origin, self.mean, count) = (origin, mean, Double(values.count))
    }

    mutating func add(_ other: Deviations) {
        let total = count + other.count
        guard total > 0 else { return }
        let difference = (other.origin - origin) + (other.mean - mean)
        squares += other.squares + difference * difference * (count / total) * other.count
        mean += difference * (other.count / total)
        count = total
    }
}
