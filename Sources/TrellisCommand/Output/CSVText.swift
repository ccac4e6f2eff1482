/// Rows of cells as a CSV file has them (RFC 4180), with LF at the line's end.
struct CSVText {
    /// The lines so far.
    private(set) var text = ""

    /// Adds a row; a cell is put in quotes if it must be.
    mutating func add(_ cells: [String]) {
        text += cells.map(Self.quoted).joined(separator: ",") + "\n"
    }

    /// A number as a cell: the shortest text that reads back as the same number, nothing for NaN.
    static func cell(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

    private static func quoted(_ cell: String) -> String {
        // A line feed after a carriage return is one character with it, and so is an accent after a quote: it is the bytes
        // that are looked at.
        let special = cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        guard special else { return cell }
        return String(
            decoding: [0x22] + cell.utf8.flatMap { $0 == 0x22 ? [$0, $0] : [$0] } + [0x22], as: UTF8.self)
    }
}
