import Learning
import LinearAlgebra

extension Table {
    /// Splits the table into features and a target.
    ///
    /// The features are all other columns except those in `excluding`, in the order of the table. Every cell of a
    /// feature must be a finite number.
    ///
    /// For classification, the target must be text or whole numbers, with at least two classes. `1` and `1.0` are the
    /// same class. If any integer has leading zeros or a plus sign, such as `01`, the class of every cell is its
    /// text.
    ///
    /// - Parameters:
    ///   - name: The name of the target column.
    ///   - problem: Classification or regression. By default, the column decides: text and integers are classes; numbers
    ///     are values if at least one has a decimal point or an exponent, or exceeds 32 bits.
    ///   - excluding: The names of columns that are not features.
    /// - Throws: A ``TabularError`` that names the column, or the first cell, that is invalid.
    /// - Complexity: O(rows × columns).
    public func dataset(
        target name: String, problem: Problem? = nil, excluding: [String] = []
    ) throws -> Dataset {
        let column = try column(named: name)
        let left = try featureNames(excluding: excluding + [name])
        if left.isEmpty { throw TabularError.noFeatures(file: self.name, target: name) }
        let target = try target(column, problem: problem ?? column.problem)
        return try Dataset(
            features: try features(including: left), featureNames: left, target: target, targetName: name)
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
        if case .real = values { .regression } else { .classification }
    }
}
