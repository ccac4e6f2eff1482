internal import Tabular

/// What the cells of a feature in some rows are.
struct ScannedColumn: Sendable {
    /// The first row whose cell is missing; nil if there is none.
    private(set) var firstMissing: Int?

    /// The names of categories; empty for other kinds.
    private(set) var names: CategoryBuilder

    /// The number of texts of the dictionary of the rows that are in ``names``.
    private var known = 0

    /// Creates the description of no rows, or of rows that were read elsewhere.
    init(firstMissing: Int? = nil, names: CategoryBuilder = CategoryBuilder()) {
        (self.firstMissing, self.names) = (firstMissing, names)
    }

    /// Adds the cells of a block.
    ///
    /// - Parameters:
    ///   - value: The cells.
    ///   - rows: The number of rows.
    ///   - start: The number of rows before the block.
    ///   - dictionary: Returns the dictionary of texts, which is the same in all calls but for texts that are added to it.
    mutating func add(
        _ value: BlockValue, rows: Int, after start: Int, dictionary: (BlockValue) -> CategoryBuilder
    ) {
        if case .texts(let codes, _) = value {
            if firstMissing == nil { firstMissing = codes.firstIndex { $0 < 0 }.map { start + $0 } }
            let texts = dictionary(value)
            for place in known..<max(known, texts.count) {
                _ = texts.withText(of: place) { names.code(of: $0) }
            }
            known = max(known, texts.count)
            return
        }
        guard firstMissing == nil else { return }
        switch value.operand {
        case .values(let values): firstMissing = values.firstIndex { $0.isNaN }.map { start + $0 }
        case .constant(let value): firstMissing = value.isNaN && rows > 0 ? start : nil
        }
    }

    /// Adds what the cells of the following rows are.
    ///
    /// - Parameters:
    ///   - other: The other rows.
    ///   - start: The number of rows before them.
    mutating func add(_ other: ScannedColumn, after start: Int) {
        if firstMissing == nil { firstMissing = other.firstMissing.map { start + $0 } }
        for place in 0..<other.names.count {
            _ = other.names.withText(of: place) { names.code(of: $0) }
        }
    }
}
