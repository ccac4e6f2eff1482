internal import Learning
internal import TaskGraph

/// Reads the rows of a part as typed columns.
struct ReadFeatures: TypedOperation {
    /// What is read, whose outputs are the columns.
    let scan: PartScan

    /// The kind of each column.
    let kinds: [ValueKind]

    /// The names of the categories of each column; nil for other kinds.
    let names: [CategoryNames?]

    /// The number of rows, counted before.
    let rows: Int

    let name = "read-features"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
        for names in names { if let names { encoder.append(names.digest) } else { encoder.appendNil() } }
        encoder.append(rows)
    }

    /// Writes the names, of which the key has only hashes.
    func encodeSettings(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: names.count)
        for names in names { if let names { encoder.append(list: names.names) } else { encoder.appendNil() } }
    }

    /// - Throws: `TabularError`; ``ChunkedTableError/otherRows(file:found:expected:)``.
    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> FeatureTable {
        var numbers = kinds.map { _ in [Double]() }
        var codes = kinds.map { _ in [Int32]() }
        /// The code of each text of the dictionary of a column.
        var known = kinds.map { _ in [Int32]() }
        var found = 0
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            for (column, value) in block.outputs.enumerated() {
                guard case .texts(let own, _) = value, let names = names[column] else {
                    switch value.operand {
                    case .values(let values): numbers[column] += values
                    case .constant(let value):
                        numbers[column] += repeatElement(value, count: block.rows)
                    }
                    continue
                }
                known[column] += names.codes(of: dictionary(value), from: known[column].count)
                codes[column] += own.map { $0 < 0 ? -1 : known[column][Int($0)] }
            }
            found += block.rows
            return true
        }
        guard found == rows else {
            throw ChunkedTableError.otherRows(
                file: scan.source.place(of: 0).file, found: found, expected: rows)
        }
        return try FeatureTable(
            kinds.indices.map { column in
                switch kinds[column] {
                case .text:
                    .categories(CategoryColumn(names: names[column]?.names ?? [], codes: codes[column]))
                case .date: .dates(numbers[column])
                case .number, .flag: .numbers(numbers[column])
                }
            })
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: scan.seconds, bytes: 8 * rows * kinds.count, workBytes: 4 << 20, rows: rows,
            columns: kinds.count)
    }
}
