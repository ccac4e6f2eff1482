/// Tells where in its file a byte of a block stands.
struct CellLocator {
    /// The file's name.
    let file: String

    /// The columns' names; nil while the header itself is read.
    let columnNames: [String]?

    /// The block's bytes.
    let bytes: UnsafePointer<UInt8>

    /// The index of a byte that begins a line.
    let start: Int

    /// The number of that line, from 1.
    let firstLine: Int

    /// The place of the byte at an index, in the given field of its record, in O(distance from the block's start).
    func callAsFunction(_ index: Int, field: Int) -> CellPosition {
        let before = UnsafeBufferPointer(start: bytes + start, count: index - start)
        let line = before.reduce(firstLine) { $0 + ($1 == ASCII.newline ? 1 : 0) }
        return CellPosition(file: file, line: line, column: name(of: field))
    }

    /// A column's name, or its number from 1 if it has none.
    private func name(of field: Int) -> String {
        if let columnNames, field < columnNames.count { columnNames[field] } else { "#\(field + 1)" }
    }
}
