import LinearAlgebra

/// A fitted ``OneHotEncoder``: the categories of each column, and their output columns.
public struct FittedOneHotEncoder: FittedTableTransformer, Equatable {
    /// A column and its output columns.
    struct Column: Sendable, Equatable, Codable {
        let categories: LearnedCategories

        /// The output column of each category, counted from the first of this column; -1 if it has none.
        let places: [Int32]

        /// The output column of an unknown category; -1 if it has none.
        let unknownPlace: Int32

        /// The number of output columns.
        let width: Int

        /// The names of the output columns, without that of the column.
        let names: [String]

        init(
            _ categories: LearnedCategories, infrequent: [Int], drop: OneHotEncoder.Drop?,
            handleUnknown: OneHotEncoder.UnknownCategories
        ) {
            let grouped = Set(infrequent)
            let frequent = (0..<categories.count).filter { !grouped.contains($0) }
            // The groups in the order of their columns; the infrequent categories come last.
            let groups = frequent.map { [$0] } + (infrequent.isEmpty ? [] : [infrequent])
            let dropped: Int?
            switch drop {
            // The first group is dropped, which is that of the first frequent category if there is one.
            case .first: dropped = 0
            case .ifBinary: dropped = groups.count == 2 ? 0 : nil
            case nil: dropped = nil
            }
            var places = [Int32](repeating: -1, count: categories.count)
            var names: [String] = []
            for (index, group) in groups.enumerated() where index != dropped {
                for category in group { places[category] = Int32(names.count) }
                let isInfrequent = !infrequent.isEmpty && index == groups.count - 1
                names.append(isInfrequent ? "infrequent_sklearn" : categories.text(of: group[0]))
            }
            self.categories = categories
            self.places = places
            self.names = names
            width = names.count
            unknownPlace =
                handleUnknown == .infrequentIfExist ? infrequent.first.map { places[$0] } ?? -1 : -1
        }
    }

    let columns: [Column]
    let handleUnknown: OneHotEncoder.UnknownCategories

    init(columns: [Column], handleUnknown: OneHotEncoder.UnknownCategories) {
        self.columns = columns
        self.handleUnknown = handleUnknown
    }

    /// The number of columns in the training data.
    public var featureCount: Int { columns.count }

    /// The number of output columns of all columns.
    public var outputCount: Int { columns.reduce(0) { $0 + $1.width } }

    /// The texts of each column's categories in the training rows, in order; `nan` is a missing cell.
    public var categories: [[String]] {
        columns.map { column in (0..<column.categories.count).map(column.categories.text) }
    }

    /// Throws unless the categories are consistent with the output columns.
    public func validate() throws {
        try require(!columns.isEmpty, "there are no columns")
        for column in columns {
            try column.categories.validate()
            try require(
                column.places.count == column.categories.count,
                "\(column.categories.count) categories require as many output columns, not \(column.places.count)"
            )
            try require(
                column.width == column.names.count, "\(column.width) output columns require as many names")
            try require(
                (column.places + [column.unknownPlace]).allSatisfy {
                    $0 >= -1 && Int($0) < column.width
                },
                "a category has an output column that does not exist")
        }
        try require(outputCount > 0, "there are no output columns")
    }

    /// Encodes each row, with the output columns of each column as codes.
    ///
    /// - Throws: ``LearningError/unknownCategory(step:column:name:row:)`` for a category that is not in the training
    ///   rows, if that is an error.
    /// - Complexity: O(rows × columns).
    public func transform(_ x: FeatureTable) throws -> Features {
        try checkKinds(of: x, columns.map(\.categories.kind))
        let places = try zip(x.columns, columns).enumerated().map { index, pair in
            let (cells, column) = pair
            let indices = column.categories.indices(of: cells)
            if handleUnknown == .error {
                try LearnedCategories.requireKnown(
                    indices, of: cells, column: index, step: OneHotEncoder.kind)
            }
            return indices.map { $0 < 0 ? column.unknownPlace : column.places[Int($0)] }
        }
        let blocks = zip(places, columns).map { (codes: $0, width: $1.width) }
        return .encoded(EncodedRows(blocks, rows: x.rowCount))
    }

    /// The name of the column and the category, such as `color_red`.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        zip(inputs, columns).flatMap { input, column in column.names.map { "\(input)_\($0)" } }
    }
}
