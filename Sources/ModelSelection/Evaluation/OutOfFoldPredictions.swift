import Learning
import LinearAlgebra

/// The prediction of each row by a model that was fitted without it.
public struct OutOfFoldPredictions: Sendable {
    /// The predicted class or value of each row.
    public let predicted: Target

    /// The classes in the data: those of the columns below; empty for regression.
    public let classes: [String]

    /// The probability of each class: n × classes; nil if the model does not predict it.
    ///
    /// A class that does not occur in the training rows of a split has the probability 0 there.
    public let probabilities: Matrix?

    /// The decision values: n × 1 for two classes, otherwise n × classes; nil if the model has none.
    ///
    /// A class that does not occur in the training rows of a split has the least finite number there, as in
    /// scikit-learn.
    public let decisionFunction: Matrix?

    /// The index of the split, from 0, whose test set contains each row.
    public let splits: [Int]

    /// The distinct warnings of the fits.
    public let warnings: [String]
}

extension OutOfFoldPredictions {
    /// Puts the predictions of all splits together.
    ///
    /// - Parameters:
    ///   - outputs: The predictions for the test rows of each split, which are a partition of the rows.
    ///   - kinds: The kinds to keep besides classes or values.
    /// - Throws: ``SearchError/tooFewClasses(split:found:classes:)``.
    init(
        _ outputs: [Predict.Output], of splits: [Split], _ target: Target, keeping kinds: PredictionKinds
    ) throws {
        let rows = target.count
        let labels = target.labels
        let present = labels?.presentCodes ?? []
        let columnOf = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
        var codes = [Int32](repeating: 0, count: rows)
        var values = [Double](repeating: 0, count: rows)
        var probabilities = kinds.contains(.probabilities) ? Matrix(rows: rows, columns: present.count) : nil
        let decisionColumns = present.count == 2 ? 1 : present.count
        var decisions =
            kinds.contains(.decisionFunction)
            ? Matrix(rows: rows, columns: decisionColumns, repeating: -.greatestFiniteMagnitude) : nil
        var splitOfRow = [Int](repeating: 0, count: rows)
        var warnings: [String] = []
        for (split, output) in zip(splits.indices, outputs) {
            let own = output.predictions
            let columns = own.classes.compactMap { columnOf[$0] }
            if decisions != nil, present.count > 2, columns.count < 3 {
                throw SearchError.tooFewClasses(split: split, found: columns.count, classes: present.count)
            }
            for (place, row) in splits[split].test.enumerated() {
                splitOfRow[row] = split
                if let predicted = own.codes { codes[row] = predicted[place] }
                if let predicted = own.values { values[row] = predicted[place] }
                if let predicted = own.probabilities {
                    for (column, ofAll) in columns.enumerated() {
                        probabilities?[row, ofAll] = predicted[place, column]
                    }
                }
                if let predicted = own.decisionFunction {
                    for column in 0..<predicted.columns {
                        decisions?[row, predicted.columns == 1 ? 0 : columns[column]] =
                            predicted[place, column]
                    }
                }
            }
            for warning in output.warnings where !warnings.contains(warning) { warnings.append(warning) }
        }
        predicted = labels.map { .labels(Labels(classes: $0.classes, codes: codes)) } ?? .values(values)
        classes = labels.map { labels in present.map { labels.classes[Int($0)] } } ?? []
        self.probabilities = probabilities
        decisionFunction = decisions
        self.splits = splitOfRow
        self.warnings = warnings
    }
}
