/// The text of a CSV file (RFC 4180) with LF line endings.
package struct CSVText {
    /// The rows added so far.
    package private(set) var text = ""

    /// Creates an empty text.
    package init() {}

    /// Adds a row; quotes a cell where necessary.
    package mutating func add(_ cells: [String]) {
        text += cells.map(Self.quoted).joined(separator: ",") + "\n"
    }

    /// A number as a cell: the shortest text that reads back as the same number, or an empty text for NaN.
    package static func cell(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

    private static func quoted(_ cell: String) -> String {
        // Compare bytes: a `Character` may combine a line feed with a carriage return, or a quote with an accent.
        let special = cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        guard special else { return cell }
        return String(
            decoding: [0x22] + cell.utf8.flatMap { $0 == 0x22 ? [$0, $0] : [$0] } + [0x22], as: UTF8.self)
    }
}

extension Table {
    /// The table as CSV, with a header and LF line endings.
    ///
    /// Missing cells are empty. Numbers are the shortest texts that read back as the same numbers, so that
    /// ``init(csv:name:options:)`` reads an equal table, unless a text marks a missing cell, such as `NA`.
    ///
    /// - Complexity: O(rows × columns).
    public var csv: String {
        var csv = CSVText()
        csv.add(columnNames)
        for row in 0..<rowCount { csv.add(columns.map { $0[row] ?? "" }) }
        return csv.text
    }
}
