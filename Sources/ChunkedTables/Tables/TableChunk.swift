internal import Tabular

/// Some rows of a table, by column.
struct TableChunk: Sendable {
    /// The cells of a column.
    struct Column: Sendable {
        let kind: ValueKind

        /// Numbers and dates, NaN where they are missing; empty for texts.
        var numbers: [Double] = []

        /// Whether the numbers are integers.
        var areIntegers = true

        /// The codes of texts, -1 where they are missing; empty for other kinds.
        var codes: [Int32] = []
        var texts = CategoryBuilder()

        /// The codes of the texts of the dictionary that values have come with; -1 for those that have not occurred.
        fileprivate var codeOfText: [Int32] = []

        init(kind: ValueKind) { self.kind = kind }
    }

    private(set) var rows = 0
    private(set) var columns: [Column]

    /// Creates a chunk without rows.
    init(kinds: [ValueKind]) { columns = kinds.map { Column(kind: $0) } }

    /// Creates a chunk from columns of the same length.
    init(rows: Int, columns: [Column]) { (self.rows, self.columns) = (rows, columns) }

    /// Adds the rows of a block.
    ///
    /// - Parameters:
    ///   - block: The block, whose outputs are the columns.
    ///   - dictionary: Returns the dictionary of texts.
    mutating func append(_ block: Evaluator.Block, dictionary: (BlockValue) -> CategoryBuilder) {
        rows += block.rows
        for (place, value) in block.outputs.enumerated() {
            switch value {
            case .texts(let codes, _): columns[place].append(codes, of: dictionary(value))
            default: columns[place].append(value)
            }
        }
    }

    /// Adds the rows of another chunk with the same columns.
    mutating func append(_ other: TableChunk) {
        rows += other.rows
        for place in columns.indices { columns[place].append(other.columns[place]) }
    }

    /// Adds rows of other chunks with the same columns.
    ///
    /// - Parameters:
    ///   - picks: The rows.
    ///   - chunk: Returns a chunk by its index.
    mutating func append(_ picks: RowPicks, of chunk: (Int) -> TableChunk) {
        rows += picks.count
        for place in columns.indices { columns[place].append(picks, of: { chunk($0).columns[place] }) }
    }

    /// Adds a column with a cell for each row.
    mutating func append(column: Column) { columns.append(column) }

    /// Expects other dictionaries in the next blocks, as those of another part of the table.
    mutating func endDictionaries() { for place in columns.indices { columns[place].codeOfText = [] } }

    /// Takes account of the forms of whole columns of which these are some cells.
    mutating func setForms(_ forms: [ColumnForm]) {
        for (place, form) in forms.enumerated() { columns[place].areIntegers = form.areIntegers }
    }

    /// Returns the rows at some indices.
    func rows(at indices: [Int]) -> TableChunk {
        TableChunk(
            rows: indices.count,
            columns: columns.map { column in
                var selected = column
                if column.kind == .text {
                    selected.codes = indices.map { column.codes[$0] }
                } else {
                    selected.numbers = indices.map { column.numbers[$0] }
                }
                return selected
            })
    }

    /// Returns the first rows.
    func prefix(_ count: Int) -> TableChunk { count < rows ? rows(at: Array(0..<count)) : self }

    /// Returns a table with names for the columns.
    func table(names: [String], name: String) throws -> Table {
        try Table(columns: zip(names, columns).map { $1.column(named: $0) }, name: name)
    }

    /// The number of bytes, approximately.
    var byteCount: Int {
        columns.reduce(0) { $0 + $1.numbers.count * 8 + $1.codes.count * 4 + $1.texts.utf8.count }
    }
}

extension TableChunk.Column {
    fileprivate mutating func append(_ value: BlockValue) {
        switch value {
        case .numbers(let values, let areIntegers):
            numbers += values
            self.areIntegers = self.areIntegers && areIntegers
        case .dates(let values): numbers += values
        case .flags(let flags): numbers += flags.map { $0 ? 1 : 0 }
        case .texts, .constant, .text: preconditionFailure("results are not constant")
        }
    }

    /// Adds texts of a dictionary, which is the same in all calls but for texts that are added to it.
    fileprivate mutating func append(_ codes: [Int32], of dictionary: CategoryBuilder) {
        codeOfText += repeatElement(-1, count: max(0, dictionary.count - codeOfText.count))
        // Only texts that occur: the rest of a dictionary may be that of many rows before.
        self.codes += codes.map { code in
            guard code >= 0 else { return -1 }
            if codeOfText[Int(code)] < 0 {
                codeOfText[Int(code)] = dictionary.withText(of: Int(code)) { texts.code(of: $0) }
            }
            return codeOfText[Int(code)]
        }
    }

    fileprivate mutating func append(_ picks: RowPicks, of column: (Int) -> Self) {
        if kind == .text { return appendTexts(picks, of: column) }
        let start = numbers.count
        numbers += repeatElement(.nan, count: picks.count)
        numbers.withUnsafeMutableBufferPointer { target in
            for source in picks.sources {
                column(source).numbers.withUnsafeBufferPointer { numbers in
                    picks.forEach(of: source) { row, place in target[start + place] = numbers[row] }
                }
            }
        }
    }

    private mutating func appendTexts(_ picks: RowPicks, of column: (Int) -> Self) {
        let start = codes.count
        codes += repeatElement(-1, count: picks.count)
        var known = CategoryBuilder()
        swap(&known, &texts)
        codes.withUnsafeMutableBufferPointer { target in
            for source in picks.sources {
                let column = column(source)
                picks.forEach(of: source) { row, place in
                    let code = Int(column.codes[row])
                    if code >= 0 {
                        target[start + place] = column.texts.withText(of: code) { known.code(of: $0) }
                    }
                }
            }
        }
        swap(&known, &texts)
    }

    fileprivate mutating func append(_ other: Self) {
        numbers += other.numbers
        areIntegers = areIntegers && other.areIntegers
        let mapping = (0..<other.texts.count).map { place in
            other.texts.withText(of: place) { texts.code(of: $0) }
        }
        codes += other.codes.map { $0 < 0 ? -1 : mapping[Int($0)] }
    }

    /// The column of a table.
    func column(named name: String) -> Column {
        switch kind {
        case .number, .flag: Column(name, numbers: numbers, areIntegers: areIntegers)
        case .text: Column(name, codes: codes, texts: texts)
        case .date: Column(name, DateText.texts(of: numbers))
        }
    }
}
