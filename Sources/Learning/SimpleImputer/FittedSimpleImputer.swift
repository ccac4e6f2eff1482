import LinearAlgebra

/// A fitted ``SimpleImputer``: the fill value of each column.
public struct FittedSimpleImputer: FittedTableTransformer, Equatable {
    /// The value that fills the missing cells of a column.
    public enum Fill: Sendable, Equatable, Codable {
        /// A number, or the seconds of a date.
        case number(Double)

        /// The name of a category.
        case name(String)

        /// The column has no value in the training rows and is dropped.
        case dropped
    }

    /// The kind of each column.
    public let kinds: [ColumnKind]

    /// The fill value of each column.
    public let fills: [Fill]

    /// The indices of the columns for which a column of 0 and 1 is appended.
    public let indicators: [Int]

    init(kinds: [ColumnKind], fills: [Fill], indicators: [Int]) {
        self.kinds = kinds
        self.fills = fills
        self.indicators = indicators
    }

    /// The number of columns in the training data.
    public var featureCount: Int { fills.count }

    /// The number of columns that are kept, and of indicators.
    public var outputCount: Int { fills.count { $0 != .dropped } + indicators.count }

    /// A warning if columns are dropped.
    public var warnings: [String] {
        let dropped = fills.indices.filter { fills[$0] == .dropped }
        guard !dropped.isEmpty else { return [] }
        let numbers = dropped.prefix(10).map(String.init).joined(separator: ", ")
        return [
            "simple-imputer drops \(dropped.count == 1 ? "a column" : "columns") without any value in the training "
                + "rows: \(numbers)\(dropped.count > 10 ? ", …" : "") (counted from 0)"
        ]
    }

    /// Throws unless each column has a fill value of its kind, and the indicators are indices of columns.
    public func validate() throws {
        try require(!fills.isEmpty, "there are no columns")
        try require(
            kinds.count == fills.count,
            "\(fills.count) fill values require as many kinds, not \(kinds.count)")
        for (kind, fill) in zip(kinds, fills) {
            switch fill {
            case .number(let number):
                try require(
                    kind != .category && number.isFinite, "a column of \(kind.words) is filled with \(number)"
                )
            case .name: try require(kind == .category, "a column of \(kind.words) is filled with a name")
            case .dropped: break
            }
        }
        try require(
            indicators.allSatisfy { fills.indices.contains($0) },
            "an indicator belongs to a column that does not exist")
    }

    /// Fills the missing cells.
    ///
    /// - Complexity: O(rows × columns).
    public func transform(_ x: FeatureTable) throws -> Features {
        try checkKinds(of: x, kinds)
        var columns: [FeatureColumn] = []
        for (column, fill) in zip(x.columns, fills) {
            switch (column, fill) {
            case (.numbers(let cells), .number(let value)):
                columns.append(.numbers(cells.map { $0.isNaN ? value : $0 }))
            case (.dates(let cells), .number(let value)):
                columns.append(.dates(cells.map { $0.isNaN ? value : $0 }))
            case (.categories(let column), .name(let name)):
                columns.append(.categories(column.filled(with: name)))
            default: continue  // the column is dropped
            }
        }
        for index in indicators { columns.append(.numbers(x.columns[index].missingIndicator)) }
        // A table without columns would not have the number of rows.
        if columns.isEmpty { return .matrix(Matrix(rows: x.rowCount, columns: 0)) }
        return try FeatureTable(columns).features
    }

    /// Fills the missing cells of a matrix.
    ///
    /// - Complexity: O(rows × columns).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        guard kinds.allSatisfy({ $0 == .number }) else {
            throw LearningError.columnKind(
                column: kinds.firstIndex { $0 != .number } ?? 0, found: .number,
                expected: kinds.first { $0 != .number } ?? .category)
        }
        let kept: [(column: Int, value: Double)] = fills.enumerated().compactMap { column, fill in
            if case .number(let value) = fill { (column, value) } else { nil }
        }
        let width = outputCount
        return x.withUnsafeValues { source in
            Matrix(rows: x.rows, columns: width) { target in
                for row in 0..<x.rows {
                    let (from, to) = (row * x.columns, row * width)
                    for (place, (column, value)) in kept.enumerated() {
                        let cell = source[from + column]
                        target.initializeElement(at: to + place, to: cell.isNaN ? value : cell)
                    }
                    for (place, column) in indicators.enumerated() {
                        target.initializeElement(
                            at: to + kept.count + place, to: source[from + column].isNaN ? 1 : 0)
                    }
                }
            }
        }
    }

    /// The names of the kept columns, and `missingindicator_` before those with an indicator.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        zip(inputs, fills).filter { $1 != .dropped }.map(\.0)
            + indicators.map { "missingindicator_" + inputs[$0] }
    }
}

extension CategoryColumn {
    /// Returns the column with its missing cells in the category `name`, which is added if it is new.
    func filled(with name: String) -> CategoryColumn {
        guard codes.contains(where: { $0 < 0 }) else { return self }
        if let code = names.firstIndex(where: { ExactText($0) == ExactText(name) }) {
            return CategoryColumn(names: names, codes: codes.map { $0 < 0 ? Int32(code) : $0 })
        }
        let all = Labels.sorted(names + [name])
        let codeOf = Dictionary(uniqueKeysWithValues: all.enumerated().map { (ExactText($1), Int32($0)) })
        let moved = names.map { codeOf[ExactText($0)] ?? 0 }
        let filling = codeOf[ExactText(name)] ?? 0
        return CategoryColumn(names: all, codes: codes.map { $0 < 0 ? filling : moved[Int($0)] })
    }
}

extension FeatureColumn {
    /// 1 for each missing cell, 0 for the others.
    fileprivate var missingIndicator: [Double] {
        switch self {
        case .numbers(let cells), .dates(let cells): cells.map { $0.isNaN ? 1 : 0 }
        case .categories(let column): column.codes.map { $0 < 0 ? 1 : 0 }
        }
    }
}
