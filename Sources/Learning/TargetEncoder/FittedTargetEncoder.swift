import LinearAlgebra

/// A fitted ``TargetEncoder``: the encoding of each category of each column.
public struct FittedTargetEncoder: FittedTableTransformer, Equatable {
    /// A column: its categories, and the encodings of these.
    struct Column: Sendable, Equatable, Codable {
        let categories: LearnedCategories

        /// The encoding of each category, for each output of the column.
        let encodings: [[Double]]
    }

    let columns: [Column]

    /// The mean of all rows for each output of a column, which encodes unknown categories.
    public let targetMeans: [Double]

    /// The class of each output of a column, with more than two classes; empty otherwise.
    public let classNames: [String]

    init(columns: [Column], targetMeans: [Double], classNames: [String]) {
        self.columns = columns
        self.targetMeans = targetMeans
        self.classNames = classNames
    }

    /// The number of columns in the training data.
    public var featureCount: Int { columns.count }

    /// The number of columns, times that of classes if there are more than two.
    public var outputCount: Int { columns.count * targetMeans.count }

    /// The texts of each column's categories in the training rows, in order; `nan` is a missing cell.
    public var categories: [[String]] {
        columns.map { column in (0..<column.categories.count).map(column.categories.text) }
    }

    /// The encodings of the categories of each output column: those of the first column for each class, then those of
    /// the second column.
    public var encodings: [[Double]] { columns.flatMap(\.encodings) }

    /// Throws unless each category has an encoding for each output.
    public func validate() throws {
        try require(!columns.isEmpty, "there are no columns")
        try require(!targetMeans.isEmpty, "there are no outputs")
        try require(
            classNames.count == (targetMeans.count > 1 ? targetMeans.count : 0),
            "\(targetMeans.count) outputs require as many classes, not \(classNames.count)")
        for column in columns {
            try column.categories.validate()
            try require(
                column.encodings.count == targetMeans.count,
                "\(targetMeans.count) outputs require as many lists of encodings, not \(column.encodings.count)"
            )
            for encodings in column.encodings {
                try require(
                    encodings.count == column.categories.count,
                    "\(column.categories.count) categories require as many encodings, not \(encodings.count)")
            }
        }
    }

    /// Encodes each row.
    ///
    /// - Complexity: O(rows × output columns).
    public func transform(_ x: FeatureTable) throws -> Features {
        try checkKinds(of: x, columns.map(\.categories.kind))
        let indices = zip(x.columns, columns).map { $1.categories.indices(of: $0) }
        let (width, outputs) = (outputCount, targetMeans.count)
        return .matrix(
            Matrix(rows: x.rowCount, columns: width) { target in
                for (index, column) in columns.enumerated() {
                    for (output, encodings) in column.encodings.enumerated() {
                        let (place, mean) = (index * outputs + output, targetMeans[output])
                        for (row, category) in indices[index].enumerated() {
                            target.initializeElement(
                                at: row * width + place, to: category < 0 ? mean : encodings[Int(category)])
                        }
                    }
                }
            })
    }

    /// The names of the columns, followed by those of the classes if there are more than two: `color_yes`.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        classNames.isEmpty ? inputs : inputs.flatMap { input in classNames.map { "\(input)_\($0)" } }
    }
}
