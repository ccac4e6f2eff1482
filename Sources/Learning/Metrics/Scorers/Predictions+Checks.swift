import LinearAlgebra

/// What scorers need of predictions, checked. Each throws ``LearningError/undefinedMetric(name:reason:)`` with the
/// name of the scorer.
extension Predictions {
    /// The predicted codes, one a row of the truth.
    func codes(for truth: Target, scoredBy name: String) throws -> [Int32] {
        let codes = try require(codes, "labels", name)
        try check(codes.count, for: truth, scoredBy: name)
        return codes
    }

    /// The predicted values, finite, one a row of the truth, which is finite too.
    func values(for truth: Target, scoredBy name: String) throws -> [Double] {
        let values = try require(values, "values", name)
        try check(values.count, for: truth, scoredBy: name)
        for (what, numbers) in [("prediction", values), ("target", truth.values ?? [])] {
            if let row = numbers.firstIndex(where: { !$0.isFinite }) {
                throw LearningError.undefinedMetric(
                    name: name, reason: "the \(what) of row \(row) is \(numbers[row])")
            }
        }
        return values
    }

    /// The probabilities, from 0 to 1, one row for each of the truth.
    func probabilityRows(for truth: Target, scoredBy name: String) throws -> Matrix {
        let probabilities = try require(probabilities, "probabilities", name)
        try check(probabilities.rows, for: truth, scoredBy: name)
        if let index = probabilities.values.firstIndex(where: { !(0...1).contains($0) }) {
            throw LearningError.undefinedMetric(
                name: name,
                reason:
                    "a probability of row \(index / probabilities.columns) is \(probabilities.values[index])")
        }
        return probabilities
    }

    /// For each row of the truth, the column that stands for its class.
    func columns(for truth: Target, scoredBy name: String) throws -> [Int] {
        let columnOf = Dictionary(
            classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return try truth.codes.map { code in
            guard let column = columnOf[code] else {
                let unknown = truth.labels?.classes[Int(code)] ?? ""
                throw LearningError.undefinedMetric(
                    name: name,
                    reason: "the class '\(unknown)' is not among the \(classes.count) the model knows")
            }
            return column
        }
    }

    /// Probabilities, and for each row the column of its class, where the classes in the truth are just those the
    /// model knows.
    ///
    /// scikit-learn's scorers refuse a truth in which a class of the model does not occur; so does this. For a
    /// model of two classes they take the first class's probability as what the second's leaves.
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
                    "the model knows \(classes.count) classes, but '\(absentName)' does not occur in the truth"
            )
        }
        if classes.count == 2 {
            for row in 0..<probabilities.rows { probabilities[row, 0] = 1 - probabilities[row, 1] }
        }
        return (columns, probabilities)
    }

    /// Throws unless the truth has as many rows as were predicted.
    func check(_ count: Int, for truth: Target, scoredBy name: String) throws {
        guard count == truth.count else {
            throw LearningError.undefinedMetric(
                name: name, reason: "there are \(count) predictions for \(truth.count) rows")
        }
    }

    private func require<Response>(_ response: Response?, _ what: String, _ name: String) throws -> Response {
        guard let response else {
            throw LearningError.undefinedMetric(
                name: name, reason: "it needs \(what), which were not predicted")
        }
        return response
    }
}
