internal import Tabular

/// Appends rows of a chunk to bytes, some at a time.
///
/// The number of rows is followed by the number of bytes of each column, and by the columns. Numbers and dates are doubles.
/// Texts are the distinct ones of the rows: their number, the end of each, and their UTF-8; followed by a code for each row.
/// All machines that read them are little endian.
struct RowEncoder {
    private let chunk: TableChunk

    /// For each column of texts, their codes among those of the rows that are appended; -1 before and after.
    private var codes: [[Int32]]

    /// Creates an encoder of the rows of a chunk.
    init(_ chunk: TableChunk) {
        self.chunk = chunk
        codes = chunk.columns.map { [Int32](repeating: -1, count: $0.texts.count) }
    }

    /// Appends rows.
    ///
    /// - Complexity: O(*n*), where *n* is the size of the rows, and not that of the chunk.
    mutating func append(rows: ArraySlice<Int32>, to bytes: inout [UInt8]) {
        bytes.append(rows.count)
        let sizes = bytes.count
        for _ in chunk.columns { bytes.append(0) }
        for (place, column) in chunk.columns.enumerated() {
            let start = bytes.count
            if column.kind == .text {
                appendTexts(of: column, at: place, rows: rows, to: &bytes)
            } else {
                let numbers = column.numbers.gathered(at: rows)
                numbers.withUnsafeBytes { bytes += $0 }
            }
            bytes.replace(at: sizes + 8 * place, with: bytes.count - start)
        }
    }

    private mutating func appendTexts(
        of column: TableChunk.Column, at place: Int, rows: ArraySlice<Int32>, to bytes: inout [UInt8]
    ) {
        var (used, ends, known): ([UInt8], [Int32], [Int]) = ([], [], [])
        let own = rows.map { row -> Int32 in
            let code = Int(column.codes[Int(row)])
            guard code >= 0 else { return -1 }
            if codes[place][code] < 0 {
                codes[place][code] = Int32(known.count)
                known.append(code)
                column.texts.withText(of: code) { used += $0 }
                ends.append(Int32(truncatingIfNeeded: used.count))
            }
            return codes[place][code]
        }
        for code in known { codes[place][code] = -1 }
        bytes.append(ends.count)
        ends.withUnsafeBytes { bytes += $0 }
        bytes.append(used.count)
        bytes += used
        own.withUnsafeBytes { bytes += $0 }
    }
}

extension TableChunk {
    /// Returns rows as bytes.
    func bytes(of rows: Range<Int>) -> [UInt8] {
        var (encoder, bytes): (RowEncoder, [UInt8]) = (RowEncoder(self), [])
        encoder.append(rows: rows.map { Int32($0) }[...], to: &bytes)
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: Int) { Swift.withUnsafeBytes(of: value) { self += $0 } }

    fileprivate mutating func replace(at place: Int, with value: Int) {
        withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: place, as: Int.self) }
    }
}

extension [Double] {
    /// Returns the numbers of some rows.
    fileprivate func gathered(at rows: ArraySlice<Int32>) -> [Double] {
        withUnsafeBufferPointer { numbers in
            rows.withUnsafeBufferPointer { rows in filled(rows.count) { numbers[Int(rows[$0])] } }
        }
    }
}
