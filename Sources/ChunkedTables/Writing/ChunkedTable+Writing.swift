internal import Files
internal import Learning
internal import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Computes the rows, of which there may be more than fit in memory, and writes them to a CSV file.
    ///
    /// The file is that of the table in memory, `Table.csv`. How a column is written depends on all of its cells: numbers
    /// have a decimal point if one of them does. The rows therefore wait in the spill folder until all have been read, but for
    /// those of a sorted table, which are there already.
    ///
    /// The file appears under its name when it is complete; a file that exists is replaced. If the computation fails, is
    /// cancelled or killed, no file appears.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - scheduler: The scheduler, which does not affect the result. On a cluster, the workers read the rows twice, and this
    ///     process writes the text of some parts at a time, or of all if the table is sorted, or joined with a large one.
    ///   - memoryLimit: The bytes of memory for rows; nil for 1 GiB.
    ///   - spill: The folder for rows; nil for the system's folder for temporary files.
    ///   - onEvent: Receives the events of the runs.
    /// - Throws: ``ChunkedTableError/cannotWrite(path:reason:)``; ``ChunkedTableError/spill(folder:reason:)`` if the disk is full;
    ///   `TabularError` for the first invalid cell, or if a file has changed; `CancellationError`.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public func write(
        csv path: String, on scheduler: some Scheduler, memoryLimit: Int? = nil, spill: SpillFolder? = nil,
        onEvent: RunEvent.Handler? = nil
    ) async throws {
        let output = try Self.placing(path) { try StreamedOutput(path) }
        guard scheduler.runsInProcess else {
            let forms =
                if let knownForms { knownForms } else {
                    try await surveys(
                        orders: [], on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent
                    ).forms
                }
            return try await writeFromWorkers(
                to: output, forms: forms, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        }
        guard let forms = knownForms else {
            let rows = try await sorted(
                by: [], on: scheduler, memoryLimit: memoryLimit, spill: spill, onEvent: onEvent)
            return try await rows.write(
                to: output, forms: rows.knownForms ?? [], on: scheduler, memoryLimit: memoryLimit,
                onEvent: onEvent)
        }
        try await write(
            to: output, forms: forms, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
    }

    /// How the cells of the columns are written; nil before all of them have been read.
    private var knownForms: [ColumnForm]? {
        guard let forms = source.forms, steps.steps.isEmpty else { return nil }
        return columns.map { column in
            let place = source.columns.firstIndex { ExactText($0.name) == ExactText(column.name) }
            return place.map { forms[$0] } ?? ColumnForm()
        }
    }

    /// Writes the parts one after another, each after it has been formatted.
    private func write(
        to output: StreamedOutput, forms: [ColumnForm], on scheduler: some Scheduler, memoryLimit: Int?,
        onEvent: RunEvent.Handler?
    ) async throws {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        let start = try writeHeader(to: output)
        var graph = TaskGraph()
        var end: TaskInput<Int>?
        for scan in scans {
            let text = graph.insert(
                FormatPart(scan: scan, kinds: kinds, forms: forms), .init([scan], in: &graph))
            end = graph.insert(
                AppendText(output: output, start: start), .init(text: text, previous: end))
        }
        if let end {
            _ = try await graph.value(of: end, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        }
        try Self.placing(output.path) { try output.commit() }
    }

    /// Writes the parts one after another, each after workers have formatted it.
    private func writeFromWorkers(
        to output: StreamedOutput, forms: [ColumnForm], on scheduler: some Scheduler, memoryLimit: Int?,
        onEvent: RunEvent.Handler?
    ) async throws {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        var end = try writeHeader(to: output)
        try await forEachResult(of: scans, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent) {
            scan, graph in
            graph.insert(FormatPart(scan: scan, kinds: kinds, forms: forms), .init([scan], in: &graph))
        } _: { rows in
            try Self.placing(output.path) { try rows.bytes.withUnsafeBytes { try output.write($0, at: end) } }
            end += rows.bytes.count
        }
        try Self.placing(output.path) { try output.commit() }
    }

    /// Writes the names of the columns, and returns the number of bytes.
    private func writeHeader(to output: StreamedOutput) throws -> Int {
        var header = CSVText()
        header.add(columnNames)
        let bytes = Array(header.text.utf8)
        try Self.placing(output.path) { try bytes.withUnsafeBytes { try output.write($0, at: 0) } }
        return bytes.count
    }

    /// Turns the errors of files into those of this module.
    private static func placing<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as FileError {
            throw ChunkedTableError.cannotWrite(path: path, reason: error.reason)
        }
    }
}
