internal import Files
internal import TaskGraph

/// Reads the rows of a part, and returns them as CSV.
struct FormatPart: TypedOperation {
    let scan: PartScan

    /// The types of the columns.
    let kinds: [ValueKind]

    /// How the cells of each column are written.
    let forms: [ColumnForm]

    let name = "format-part"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(forms: forms)
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> FormattedRows {
        var chunk = TableChunk(kinds: kinds)
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            return true
        }
        return FormattedRows(bytes: chunk.csv(forms))
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: 2 * scan.seconds, bytes: 2 * scan.byteCount, workBytes: 2 * scan.byteCount + (1 << 20))
    }
}

/// Rows as CSV, without a header.
struct FormattedRows: Sendable {
    let bytes: [UInt8]
}

/// Appends a text to a file, after the one before, and returns the number of bytes of the file.
struct AppendText: TypedOperation {
    struct Inputs: TaskInputList {
        let text: TaskInput<FormattedRows>

        /// The task that appends the text before.
        let previous: TaskInput<Int>?

        static let order = TaskInputOrder(Inputs.init) { ($0.text, $0.previous) }
    }

    let output: StreamedOutput

    /// The number of bytes before the first text.
    let start: Int

    let name = "append-text"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append([output.identity, start])
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Int {
        let text = try inputs.text.bytes
        let offset = try inputs.previous ?? start
        do {
            try text.withUnsafeBytes { try output.write($0, at: offset) }
        } catch let error as FileError {
            throw ChunkedTableError.cannotWrite(path: output.path, reason: error.reason)
        }
        return offset + text.count
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-4 + 1e-9 * Double(inputs.text.bytes))
    }
}
