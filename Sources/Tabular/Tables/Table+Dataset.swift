import Learning
import LinearAlgebra

extension Table {
    /// Splits the table into features and a target.
    ///
    /// The features are all other columns except that of the weights and those in `excluding`, in the order of the table: a matrix if all of
    /// them are numbers, and otherwise columns of the kinds ``Column/kind``. Cells may be missing, but no number may be
    /// infinite.
    ///
    /// For classification, the target must be text or whole numbers, with at least two classes. `1` and `1.0` are the
    /// same class. If any integer has leading zeros or a plus sign, such as `01`, the class of every cell is its
    /// text.
    ///
    /// - Parameters:
    ///   - name: The name of the target column.
    ///   - problem: Classification or regression. By default, the column decides: text and integers are classes; numbers
    ///     are values if at least one has a decimal point or an exponent, or exceeds 32 bits, or if the column was read
    ///     with the kind `number`.
    ///   - weights: The name of the column with the weights of rows; nil if all rows have the same weight.
    ///   - excluding: The names of columns that are not features.
    ///   - dropMissingTarget: Whether to drop the rows without a target, which are otherwise an error.
    /// - Throws: A ``TabularError`` that names the column, or the first cell, that is invalid.
    /// - Complexity: O(rows × columns).
    public func dataset(
        target name: String, problem: Problem? = nil, weights: String? = nil, excluding: [String] = [],
        dropMissingTarget: Bool = false
    ) throws -> Dataset {
        if dropMissingTarget {
            return try droppingRows(missing: name).dataset(
                target: name, problem: problem, weights: weights, excluding: excluding)
        }
        let column = try column(named: name)
        let left = try featureNames(excluding: excluding + [name] + (weights.map { [$0] } ?? []))
        if left.isEmpty { throw TabularError.noFeatures(file: self.name, target: name) }
        let target = try target(column, problem: problem ?? column.problem)
        return try Dataset(
            features: try features(including: left), featureNames: left, target: target, targetName: name,
            weights: weights.map { try self.weights($0) })
    }

    private func target(_ column: Column, problem: Problem) throws -> Target {
        guard problem == .classification else { return .values(try column.numbers(as: .target)) }
        let labels = try labels(of: column, as: .target)
        if labels.classes.count < 2 {
            throw TabularError.oneClass(file: name, column: column.name, name: labels.classes[0])
        }
        return .labels(labels)
    }

    /// Returns the target without features, for scoring predictions; a single class is allowed.
    ///
    /// - Parameters:
    ///   - name: The name of the target column.
    ///   - problem: Classification or regression.
    /// - Throws: A ``TabularError`` that names the column, or the first cell, that is invalid.
    public func target(_ name: String, problem: Problem) throws -> Target {
        let column = try column(named: name)
        return problem == .classification
            ? .labels(try labels(of: column, as: .target)) : .values(try column.numbers(as: .target))
    }

    /// Returns the weight of each row from a column of numbers.
    ///
    /// - Parameter name: The name of the weight column.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``; an error for the first cell that is not a finite number;
    ///   ``TabularError/negativeWeight(at:found:)``, or ``TabularError/noWeight(file:column:)`` if all weights are 0.
    public func weights(_ name: String) throws -> [Double] {
        let column = try column(named: name)
        let weights = try column.numbers(as: .weight)
        if let row = weights.firstIndex(where: { $0 < 0 }) {
            throw TabularError.negativeWeight(
                at: position(ofRow: row, column: column.name), found: column[row] ?? "")
        }
        guard weights.contains(where: { $0 > 0 }) else {
            throw TabularError.noWeight(file: self.name, column: column.name)
        }
        return weights
    }

    /// Returns the group of each row from a column of text or whole numbers.
    ///
    /// - Parameter name: The name of the group column.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``, ``TabularError/missingCell(at:role:)`` or
    ///   ``TabularError/notAClass(at:found:role:)``.
    public func groups(_ name: String) throws -> Labels {
        try labels(of: column(named: name), as: .group)
    }
}

extension Column {
    /// The default kind of problem for a target column.
    fileprivate var problem: Problem {
        if case .real = values { return .regression }
        return declaredKind == .number ? .regression : .classification
    }
}
