import Learning
import LinearAlgebra

extension Table {
    /// Splits the table into features and a target.
    ///
    /// Without a `task` the target's column decides: text and integers are classes; numbers of which at least one has
    /// a point or an exponent, or is beyond 32 bits, are values. For classification, numbers have to be whole, and at
    /// least two classes have to occur. `1` and `1.0` are one class; where an integer has leading zeros or a plus
    /// sign, such as `01`, every cell's class is its text. The features are all other columns in their order, but for those in `excluding`; every cell of theirs has to be a finite number.
    ///
    /// Throws a ``TabularError`` that names the column, or the first cell, that is at fault. O(rows × columns).
    public func supervised(
        target name: String, task: LearningTask? = nil, excluding: [String] = []
    ) throws -> Supervised {
        let column = try column(named: name)
        let left = try featureNames(excluding: excluding + [name])
        if left.isEmpty { throw TabularError.noFeatures(file: self.name, target: name) }
        let target = try target(column, task: task ?? column.task)
        return Supervised(
            features: try features(including: left), featureNames: left, target: target, targetName: name)
    }

    private func target(_ column: Column, task: LearningTask) throws -> Target {
        guard task == .classification else { return .values(try column.numbers(as: .target)) }
        let labels = try labels(of: column, as: .target)
        if labels.classes.count < 2 {
            throw TabularError.oneClass(file: name, column: column.name, name: labels.classes[0])
        }
        return .labels(labels)
    }

    /// The target alone, for rows that are to be scored rather than learned from: one class is enough.
    ///
    /// Throws a ``TabularError`` that names the column, or the first cell, that is at fault.
    public func target(_ name: String, task: LearningTask) throws -> Target {
        let column = try column(named: name)
        return task == .classification
            ? .labels(try labels(of: column, as: .target)) : .values(try column.numbers(as: .target))
    }

    /// The group of each row, by a column of text or whole numbers.
    ///
    /// Throws ``TabularError/missingCell(at:role:)`` and ``TabularError/notAClass(at:found:role:)``.
    public func groups(_ name: String) throws -> Labels {
        try labels(of: column(named: name), as: .group)
    }
}

extension Column {
    /// What a target is for if nobody says.
    fileprivate var task: LearningTask {
        if case .real = values { .regression } else { .classification }
    }
}
