import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The sum of the logarithms of the probabilities of true classes.
struct ProbabilitySums: Sendable, Codable, Equatable {
    /// The codes of the classes that the model knows.
    private let known: [Int32]

    /// The number of rows of each class.
    private var counts: [Int]

    /// The sum of the logarithms.
    private var logarithms: Double = 0

    /// The first probability that is not between 0 and 1.
    private var invalid: Double?

    init(_ probabilities: Matrix, _ known: [Int32], _ labels: Labels) {
        self.known = known
        counts = labels.counts
        var columnOf = [Int?](repeating: nil, count: labels.classes.count)
        for (column, code) in known.enumerated() { columnOf[Int(code)] = column }
        let epsilon = Double.ulpOfOne
        for (row, code) in labels.codes.enumerated() {
            guard let column = columnOf[Int(code)] else { continue }
            // scikit-learn takes the probability of the first of two classes as 1 minus that of the second.
            let probability =
                known.count == 2 && column == 0 ? 1 - probabilities[row, 1] : probabilities[row, column]
            if !(0...1).contains(probability), invalid == nil { invalid = probability }
            logarithms += log(min(max(probability, epsilon), 1 - epsilon))
        }
    }

    mutating func add(_ other: ProbabilitySums) {
        counts = zip(counts, other.counts).map(+)
        logarithms += other.logarithms
        invalid = invalid ?? other.invalid
    }

    /// Returns the mean logarithm.
    func negLogLoss(rows: Int, classes: [String]) throws -> Double {
        let scorer = Scorer.negLogLoss
        if let invalid { throw scorer.undefined("a probability is \(invalid)") }
        for (code, count) in counts.enumerated() where count > 0 && !known.contains(Int32(code)) {
            throw scorer.undefined(
                "the class '\(classes[code])' is not among the \(known.count) classes of the model")
        }
        if let absent = known.first(where: { counts[Int($0)] == 0 }) {
            throw scorer.undefined(
                "the model has \(known.count) classes, but '\(classes[Int(absent)])' does not occur in the truth"
            )
        }
        return logarithms / Double(rows)
    }
}
