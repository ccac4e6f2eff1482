internal import Tabular
internal import TaskGraph

/// The rows of the right table of a join, by the values of their keys.
///
/// A missing key equals a missing key, as in pandas.
struct JoinTable: Sendable {
    /// The columns that are not keys.
    let columns: [TableChunk.Column]

    /// The values of each key, whose codes are from 1 in ``levels``; 0 is a missing value.
    let keys: [KeyCoder]

    /// The combinations of the first keys, by level: (combination of the keys before, code of the next key).
    let levels: [CodeTable]

    /// The rows of each combination of all keys: those in ``rows`` from one start to the next.
    let starts: [Int32]
    let rows: [Int32]

    /// Creates a table from its parts.
    init(
        columns: [TableChunk.Column], keys: [KeyCoder], levels: [CodeTable], starts: [Int32], rows: [Int32]
    ) {
        (self.columns, self.keys, self.levels) = (columns, keys, levels)
        (self.starts, self.rows) = (starts, rows)
    }

    /// Creates the table of the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The rows, at most 2³¹ - 1.
    ///   - keys: The positions of the keys.
    ///   - columns: The positions of the other columns that the result needs.
    init(_ chunk: TableChunk, keys places: [Int], columns: [Int]) {
        var keys = places.map { KeyCoder(kind: chunk.columns[$0].kind) }
        var levels = places.map { _ in CodeTable() }
        var groups = [Int32](repeating: 0, count: chunk.rows)
        for (level, place) in places.enumerated() {
            let column = chunk.columns[place]
            let value: BlockValue =
                switch column.kind {
                case .text: .texts(column.codes, dictionary: 0)
                case .date: .dates(column.numbers)
                case .number, .flag: .numbers(column.numbers, areIntegers: column.areIntegers)
                }
            let codes = keys[level].codes(of: value, rows: chunk.rows, dictionary: column.texts)
            for row in groups.indices {
                groups[row] = levels[level].code(of: Self.word(groups[row], codes[row] + 1))
            }
        }
        var starts = [Int32](repeating: 0, count: (levels.last?.count ?? 0) + 1)
        for group in groups { starts[Int(group) + 1] += 1 }
        for group in starts.indices.dropFirst() { starts[group] += starts[group - 1] }
        var next = starts
        var rows = [Int32](repeating: 0, count: chunk.rows)
        for (row, group) in groups.enumerated() {
            rows[Int(next[Int(group)])] = Int32(row)
            next[Int(group)] += 1
        }
        self.columns = columns.map { chunk.columns[$0] }
        (self.keys, self.levels, self.starts, self.rows) = (keys, levels, starts, rows)
    }

    fileprivate static func word(_ before: Int32, _ code: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: before)) << 32 | UInt64(UInt32(bitPattern: code))
    }
}

/// Finds the rows of a ``JoinTable`` for the rows of blocks of the left table.
struct JoinSearch {
    private let table: JoinTable

    /// For each key, the codes of the texts of the dictionary that values have come with.
    private var codeOfText: [[Int32]]

    /// Creates a search for blocks whose texts have the same dictionaries, but for texts that are added to them.
    init(_ table: JoinTable) {
        self.table = table
        codeOfText = table.keys.map { _ in [] }
    }

    /// Returns the combination of keys of each row, -1 if the table has no such row.
    ///
    /// - Parameters:
    ///   - values: The values of the keys.
    ///   - rows: The number of rows.
    ///   - dictionary: Returns the dictionary of texts.
    mutating func groups(
        of values: [BlockValue], rows: Int, dictionary: (BlockValue) -> CategoryBuilder
    ) -> [Int32] {
        var groups = [Int32](repeating: 0, count: rows)
        for (level, value) in values.enumerated() {
            let codes = codes(of: value, key: level, rows: rows, dictionary: dictionary)
            for row in 0..<rows where groups[row] >= 0 {
                groups[row] =
                    codes[row] < 0
                    ? -1 : table.levels[level].existingCode(of: JoinTable.word(groups[row], codes[row]))
            }
        }
        return groups
    }

    /// The rows of the table with a combination of keys, in order.
    func rows(of group: Int32) -> ArraySlice<Int32> {
        group < 0 ? [] : table.rows[Int(table.starts[Int(group)])..<Int(table.starts[Int(group) + 1])]
    }

    /// Returns the codes of values from 1; 0 for missing ones, and -1 for those that the table does not have.
    private mutating func codes(
        of value: BlockValue, key: Int, rows: Int, dictionary: (BlockValue) -> CategoryBuilder
    ) -> [Int32] {
        let coder = table.keys[key]
        func code(of number: Double) -> Int32 {
            if number.isNaN { return 0 }
            let code = coder.existingCode(of: number)
            return code < 0 ? -1 : code + 1
        }
        switch value {
        case .texts(let codes, _):
            let texts = dictionary(value)
            for place in codeOfText[key].count..<max(codeOfText[key].count, texts.count) {
                let code = texts.withText(of: place) { coder.texts.existingCode(of: $0) }
                codeOfText[key].append(code < 0 ? -1 : code + 1)
            }
            let known = codeOfText[key]
            return codes.map { $0 < 0 ? 0 : known[Int($0)] }
        case .text(let text):
            let code = text.withUnsafeBufferPointer { coder.texts.existingCode(of: $0) }
            return [Int32](repeating: code < 0 ? -1 : code + 1, count: rows)
        case .numbers(let values, _), .dates(let values): return values.map { code(of: $0) }
        case .flags(let flags):
            let pair = (code(of: 0), code(of: 1))
            return flags.map { $0 ? pair.1 : pair.0 }
        case .constant(let value): return [Int32](repeating: code(of: value), count: rows)
        }
    }
}

/// The pairs of rows that a join returns for a block, some at a time: a row may have any number of partners.
struct JoinPairs {
    private let search: JoinSearch
    private let groups: [Int32]

    /// For each row, whether it is returned if it has no partner.
    private let isKept: (Int) -> Bool
    private var row = 0
    private var partner = 0
    private var isFirst = true

    /// The largest number of pairs at a time.
    static let limit = 1 << 16

    init(_ search: JoinSearch, groups: [Int32], isKept: @escaping (Int) -> Bool) {
        (self.search, self.groups, self.isKept) = (search, groups, isKept)
    }

    /// Returns the next pairs in the order of the left rows and of their partners; nil at the end.
    ///
    /// If there are none, it returns an empty list once, because the kinds of columns also depend on rows without partners.
    /// The row of a partner is -1 if there is none.
    mutating func next() -> (left: [Int32], right: [Int32])? {
        var (left, right): ([Int32], [Int32]) = ([], [])
        while row < groups.count, left.count < Self.limit {
            let partners = search.rows(of: groups[row])
            if partners.isEmpty, isKept(row) {
                left.append(Int32(truncatingIfNeeded: row))
                right.append(-1)
            }
            let some = partners.dropFirst(partner).prefix(Self.limit - left.count)
            left += repeatElement(Int32(truncatingIfNeeded: row), count: some.count)
            right += some
            partner += some.count
            if partner == partners.count { (row, partner) = (row + 1, 0) }
        }
        defer { isFirst = false }
        return left.isEmpty && !isFirst ? nil : (left, right)
    }
}

extension TableChunk.Column {
    /// The cells of some rows, missing for row -1.
    ///
    /// - Parameter dictionary: The register of the texts.
    func values(ofRows rows: [Int32], dictionary: Int) -> BlockValue {
        switch kind {
        case .text: .texts(rows.map { $0 < 0 ? -1 : codes[Int($0)] }, dictionary: dictionary)
        case .date: .dates(rows.map { $0 < 0 ? .nan : numbers[Int($0)] })
        case .number, .flag:
            .numbers(rows.map { $0 < 0 ? .nan : numbers[Int($0)] }, areIntegers: areIntegers)
        }
    }
}
