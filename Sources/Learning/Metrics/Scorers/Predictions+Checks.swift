import LinearAlgebra

/// Checked access to predictions for scorers. Each method throws ``LearningError/undefinedMetric(name:reason:)`` with
/// the name of the scorer.
extension Predictions {
    /// Returns the predicted codes, one for each row of the truth.
    func codes(for truth: Target, scoredBy name: String) throws -> [Int32] {
        let codes = try require(codes, .labels, name)
        try check(codes.count, for: truth, scoredBy: name)
        return codes
    }

    /// Returns the predicted values, one for each row of the truth.
    ///
    /// Predictions and truth must be finite.
    func values(for truth: Target, scoredBy name: String) throws -> [Double] {
        let values = try require(values, .values, name)
        try check(values.count, for: truth, scoredBy: name)
        for (what, numbers) in [("prediction", values), ("target", truth.values ?? [])] {
            if let row = numbers.firstIndex(where: { !$0.isFinite }) {
                throw LearningError.undefinedMetric(
                    name: name, reason: "the \(what) of row \(row) is \(numbers[row])")
            }
        }
        return values
    }

    /// Returns the probabilities, from 0 to 1, with a row for each row of the truth.
    func probabilityRows(for truth: Target, scoredBy name: String) throws -> Matrix {
        let probabilities = try require(probabilities, .probabilities, name)
        try check(probabilities.rows, for: truth, scoredBy: name)
        if let index = probabilities.values.firstIndex(where: { !(0...1).contains($0) }) {
            throw LearningError.undefinedMetric(
                name: name,
                reason:
                    "a probability of row \(index / probabilities.columns) is \(probabilities.values[index])")
        }
        return probabilities
    }

    /// Returns, for each row of the truth, the column of its class.
    func columns(for truth: Target, scoredBy name: String) throws -> [Int] {
        let columnOf = Dictionary(
            classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return try truth.codes.map { code in
            guard let column = columnOf[code] else {
                let unknown = truth.labels?.classes[Int(code)] ?? ""
                throw LearningError.undefinedMetric(
                    name: name,
                    reason: "the class '\(unknown)' is not among the \(classes.count) classes of the model")
            }
            return column
        }
    }

    /// Returns the probabilities, and the column of each row's class, if the truth has exactly the model's classes.
    ///
    /// scikit-learn's scorers also reject a truth in which a class of the model does not occur. For a model of two
    /// classes, they take the first class's probability as 1 minus the second's.
    func checkedProbabilities(
        for truth: Target, scoredBy name: String
    ) throws -> (columns: [Int], probabilities: Matrix) {
        var probabilities = try probabilityRows(for: truth, scoredBy: name)
        let columns = try columns(for: truth, scoredBy: name)
        let present = Set(columns)
        if let absent = classes.indices.first(where: { !present.contains($0) }) {
            let absentName = truth.labels.map { $0.classes[Int(classes[absent])] } ?? ""
            throw LearningError.undefinedMetric(
                name: name,
                reason:
                    "the model has \(classes.count) classes, but '\(absentName)' does not occur in the truth"
            )
        }
        if classes.count == 2 {
            for row in 0..<probabilities.rows { probabilities[row, 0] = 1 - probabilities[row, 1] }
        }
        return (columns, probabilities)
    }

    /// Throws unless the number of predictions equals the number of rows.
    func check(_ count: Int, for truth: Target, scoredBy name: String) throws {
        guard count == truth.count else {
            throw LearningError.undefinedMetric(
                name: name, reason: "there are \(count) predictions for \(truth.count) rows")
        }
    }

    private func require<Values>(_ values: Values?, _ kind: PredictionKinds, _ name: String) throws -> Values
    {
        guard let values else {
            throw LearningError.undefinedMetric(
                name: name, reason: "it requires \(kind), which were not predicted")
        }
        return values
    }
}
