import LinearAlgebra

/// What each column of features is, as far as pipelines depend on it before any fit: its kind, how many categories it has,
/// and whether cells are missing.
///
/// Branches select columns by it, and steps accept or refuse them. It is known of rows in chunks, too, which are nowhere in
/// memory as a whole.
public struct FeatureProfile: Sendable, Equatable {
    /// What a column is.
    public struct Column: Sendable, Equatable {
        /// The kind of the cells.
        public let kind: ColumnKind

        /// The number of names of categories; 0 for other kinds.
        public let categoryCount: Int

        /// The first row whose cell is missing; nil if no cell is.
        public let firstMissing: Int?

        /// Creates a profile of a column.
        public init(kind: ColumnKind, categoryCount: Int = 0, firstMissing: Int? = nil) {
            (self.kind, self.categoryCount, self.firstMissing) = (kind, categoryCount, firstMissing)
        }
    }

    /// The columns from left to right.
    public let columns: [Column]

    /// Creates a profile of columns.
    public init(_ columns: [Column]) { self.columns = columns }

    /// The kind of each column.
    public var kinds: [ColumnKind] { columns.map(\.kind) }

    /// Returns what some of the columns contain besides finite numbers.
    package func content(of columns: some Sequence<Int>) -> FeatureContent {
        columns.reduce(into: FeatureContent.numbers) { content, index in
            let column = self.columns[index]
            if column.kind != .number { content.insert(.otherKinds) }
            if column.firstMissing != nil { content.insert(.missing) }
        }
    }
}

extension Features {
    /// What each column is.
    ///
    /// - Complexity: O(rows × columns).
    public var profile: FeatureProfile {
        switch self {
        case .table(let table):
            FeatureProfile(
                table.columns.map { column in
                    .init(
                        kind: column.kind, categoryCount: column.categories?.names.count ?? 0,
                        firstMissing: column.firstMissing)
                })
        case .matrix(let matrix): matrix.profile(at: Array(0..<matrix.columns), of: matrix.columns)
        case .encoded(let encoded): encoded.dense.profile(at: encoded.denseColumns, of: encoded.columns)
        }
    }
}

extension Matrix {
    /// The profile of columns of numbers, some of which are those of this matrix.
    fileprivate func profile(at places: [Int], of count: Int) -> FeatureProfile {
        var missing = [Int?](repeating: nil, count: count)
        if firstNonFinite != nil {
            for (column, place) in places.enumerated() {
                missing[place] = (0..<rows).first { self[$0, column].isNaN }
            }
        }
        return FeatureProfile(missing.map { .init(kind: .number, firstMissing: $0) })
    }
}
