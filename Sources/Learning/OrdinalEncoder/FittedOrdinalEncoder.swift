import LinearAlgebra

/// A fitted ``OrdinalEncoder``: the categories of each column, and their codes.
public struct FittedOrdinalEncoder: FittedTableTransformer, Equatable {
    /// A column and the codes of its categories.
    struct Column: Sendable, Equatable, Codable {
        let categories: LearnedCategories

        /// The code of each category with a value.
        let codes: [Int32]

        /// The code of infrequent categories; nil if there are none.
        let infrequentCode: Int32?

        /// The number of codes.
        let codeCount: Int

        init(_ categories: LearnedCategories, infrequent: [Int]) {
            let grouped = Set(infrequent)
            let frequentCount = categories.valueCount - infrequent.count
            var next: Int32 = 0
            codes = (0..<categories.valueCount).map { category in
                if grouped.contains(category) { return Int32(frequentCount) }
                defer { next += 1 }
                return next
            }
            infrequentCode = infrequent.isEmpty ? nil : Int32(frequentCount)
            codeCount = frequentCount + (infrequent.isEmpty ? 0 : 1)
            self.categories = categories
        }
    }

    let columns: [Column]
    let handleUnknown: OrdinalEncoder.UnknownCategories
    let unknownValue: Int?
    let encodedMissingValue: Int?

    init(
        columns: [Column], handleUnknown: OrdinalEncoder.UnknownCategories, unknownValue: Int?,
        encodedMissingValue: Int?
    ) {
        self.columns = columns
        self.handleUnknown = handleUnknown
        self.unknownValue = unknownValue
        self.encodedMissingValue = encodedMissingValue
    }

    /// The number of columns in the training data.
    public var featureCount: Int { columns.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { columns.count }

    /// The texts of each column's categories in the training rows, in order; `nan` is a missing cell.
    public var categories: [[String]] {
        columns.map { column in (0..<column.categories.count).map(column.categories.text) }
    }

    /// Throws unless each category has a code.
    public func validate() throws {
        try require(!columns.isEmpty, "there are no columns")
        for column in columns {
            try column.categories.validate()
            try require(
                column.codes.count == column.categories.valueCount,
                "\(column.categories.valueCount) categories require as many codes, not \(column.codes.count)")
            try require(
                column.codes.allSatisfy { $0 >= 0 && Int($0) < column.codeCount },
                "a category has a code that does not exist")
        }
    }

    /// Encodes each row.
    ///
    /// - Throws: ``LearningError/unknownCategory(step:column:name:row:)`` for a category that is not in the training
    ///   rows, if that is an error.
    /// - Complexity: O(rows × columns).
    public func transform(_ x: FeatureTable) throws -> Features {
        try checkKinds(of: x, columns.map(\.categories.kind))
        let missing = encodedMissingValue.map(Double.init) ?? .nan
        let unknown = unknownValue.map(Double.init) ?? .nan
        let encoded = try zip(x.columns, columns).enumerated().map { index, pair in
            let (cells, column) = pair
            let indices = column.categories.indices(of: cells)
            if handleUnknown == .error {
                try LearnedCategories.requireKnown(
                    indices, of: cells, column: index, step: OrdinalEncoder.kind)
            }
            return FeatureColumn.numbers(
                indices.map { index in
                    if index < 0 { return unknown }
                    return Int(index) == column.codes.count ? missing : Double(column.codes[Int(index)])
                })
        }
        return try FeatureTable(encoded).features
    }

    /// The names of the columns.
    public func outputNames(for inputs: [String], step: String) -> [String] { inputs }
}
