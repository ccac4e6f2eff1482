import CVectorLoops
import Machine

extension CSVFile {
    /// Divides the file into parts of about `bytes` bytes.
    ///
    /// A newline ends a record unless it is inside quotes, and whether it is depends on all quotes before it. A first scan
    /// therefore counts the quotes and the newlines of each piece of `bytes` bytes, on all cores; each part then ends after
    /// the first record that ends in the next piece. A compressed file is one part.
    ///
    /// - Parameter bytes: The size of the pieces, at least 1.
    /// - Throws: ``TabularError`` if the file cannot be read or has changed.
    /// - Complexity: O(*n*), where *n* is the size of the file, at several GB per second and core.
    package func parts(of bytes: Int) throws -> [CSVPart] {
        precondition(bytes >= 1, "a part has at least one byte")
        let whole = CSVPart(file: self, range: 0..<size, firstLine: 1)
        guard size > bytes, !isCompressed else { return [whole] }
        let file = try open()
        let pieces = (size + bytes - 1) / bytes
        let counts = Cores.map(pieces, operations: size) { piece in
            Result { try marks(in: piece * bytes..<min((piece + 1) * bytes, size), of: file) }
        }
        var parts: [CSVPart] = []
        var (start, line) = (0, 1)
        var (quotes, newlines) = (0, 0)
        for piece in 0..<pieces {
            let position = piece * bytes
            if position > start {
                guard
                    let cut = try end(
                        from: position, isQuoted: quotes % 2 == 1, newlines: newlines, of: file)
                else { break }
                parts.append(CSVPart(file: self, range: start..<cut.position, firstLine: line))
                (start, line) = (cut.position, 1 + cut.newlines)
            }
            let count = try counts[piece].get()
            quotes += count.quotes
            newlines += count.newlines
        }
        if start < size { parts.append(CSVPart(file: self, range: start..<size, firstLine: line)) }
        try require(file)
        return parts
    }

    /// Counts the quotes and newlines in a range of an open file.
    private func marks(in range: Range<Int>, of file: FileBytes) throws -> (quotes: Int, newlines: Int) {
        var (quotes, newlines) = (0, 0)
        var position = range.lowerBound
        try withBuffer(of: min(range.count, 1 << 18)) { buffer in
            while position < range.upperBound {
                let wanted = min(buffer.count, range.upperBound - position)
                let count = try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: position)
                guard count > 0 else { throw hasChanged }
                var found = (0, 0)
                trellis_count_marks(buffer.baseAddress, count, &found.0, &found.1)
                quotes += found.0
                newlines += found.1
                position += count
            }
        }
        return (quotes, newlines)
    }

    /// Finds the first end of a record at or after an offset.
    ///
    /// - Parameters:
    ///   - offset: The offset, after the first line.
    ///   - isQuoted: Whether the byte at the offset is inside quotes.
    ///   - newlines: The number of newlines before the offset.
    ///   - file: The open file.
    /// - Returns: The offset after the newline, and the number of newlines before it; nil if no record follows.
    private func end(
        from offset: Int, isQuoted: Bool, newlines: Int, of file: FileBytes
    ) throws -> (position: Int, newlines: Int)? {
        var (position, isQuoted, newlines) = (offset, isQuoted, newlines)
        // Whether the line has no bytes but a carriage return so far: blank lines are left to the reader.
        var isBlank = try endsLine(before: offset, of: file)
        return try withBuffer(of: 1 << 14) { buffer in
            while position < size {
                let count = try file.read(into: buffer, at: position)
                guard count > 0 else { throw hasChanged }
                for (index, byte) in buffer[..<count].enumerated() {
                    switch byte {
                    case ASCII.quote:
                        isQuoted.toggle()
                        isBlank = false
                    case ASCII.newline:
                        newlines += 1
                        let end = position + index + 1
                        if !isQuoted, !isBlank { return end < size ? (end, newlines) : nil }
                        isBlank = true
                    case ASCII.carriageReturn: break
                    default: isBlank = false
                    }
                }
                position += count
            }
            return nil
        }
    }

    /// Whether the bytes before an offset are a newline, or one and a carriage return.
    private func endsLine(before offset: Int, of file: FileBytes) throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 2)
        let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: max(0, offset - 2)) }
        guard count == 2 else { throw hasChanged }
        return bytes[1] == ASCII.newline || bytes == [ASCII.newline, ASCII.carriageReturn]
    }

    private func withBuffer<Value>(
        of count: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Value
    ) rethrows -> Value {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        defer { buffer.deallocate() }
        return try body(buffer)
    }
}
