internal import TaskGraph

/// What is known of some rows before they are shuffled or written.
struct RowSurvey: Sendable {
    /// How the cells of each column are written.
    let forms: [ColumnForm]

    /// The bytes of the rows.
    let byteCount: Int

    /// Every so many rows are in the sample.
    let stride: Int

    /// Some rows, at equal distances, of which the columns are those of the orders.
    let sample: TableChunk
}

/// Reads the rows of some parts, and returns the forms of the columns and a sample.
struct SurveyParts: TypedOperation {
    /// The parts, one or several that follow each other.
    let scans: [PartScan]

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The orders for which rows are sampled.
    let orders: [ColumnOrder]

    let name = "survey-parts"

    /// The largest number of rows of a sample; pieces are off by a share of it.
    private static let sampleRows = 512

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: scans.count)
        for scan in scans { scan.encode(into: &encoder) }
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(orders)
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> RowSurvey {
        var forms = kinds.map { _ in ColumnForm() }
        var keys = TableChunk(kinds: orders.map { kinds[$0.place] })
        var bytes = 0
        for (index, scan) in scans.enumerated() {
            let chunk = try scan.rows(kinds, of: inputs.scanned(index), in: context)
            for place in forms.indices { forms[place].add(chunk.columns[place], rows: 0..<chunk.rows) }
            keys.append(TableChunk(rows: chunk.rows, columns: orders.map { chunk.columns[$0.place] }))
            bytes += chunk.byteCount
        }
        let stride = max(1, (keys.rows + Self.sampleRows - 1) / Self.sampleRows)
        let rows = orders.isEmpty ? [] : Array(Swift.stride(from: 0, to: keys.rows, by: stride))
        return RowSurvey(
            forms: forms, byteCount: bytes, stride: stride, sample: keys.rows(at: rows).withoutUnusedTexts())
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: 2 * scans.reduce(0) { $0 + $1.seconds }, bytes: 1 << 13,
            workBytes: 2 * (scans.map(\.byteCount).max() ?? 0) + (4 << 20))
    }
}

extension ChunkedTable {
    /// Surveys all rows, those that are read by one task of a shuffle in one task.
    func surveys(
        orders: [ColumnOrder], on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> [RowSurvey] {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        var graph = TaskGraph()
        let tasks = scans.groupsForShuffles.map { scans in
            graph.insert(SurveyParts(scans: scans, kinds: kinds, orders: orders), .init(scans, in: &graph))
        }
        return try await graph.values(of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
    }
}

extension [RowSurvey] {
    /// The forms of the columns of the whole table.
    var forms: [ColumnForm] {
        guard var forms = first?.forms else { return [] }
        for survey in dropFirst() { for place in forms.indices { forms[place].add(survey.forms[place]) } }
        return forms
    }
}

extension [PartScan] {
    /// The largest number of tasks that divide rows, each of which has a piece for each task that merges rows.
    private static let mostGroups = 256

    /// The parts that tasks of a shuffle read together, so that there are fewer pieces: up to four, or more if there are very many.
    var groupsForShuffles: [[PartScan]] {
        let size = Swift.max(1, Swift.min(4, count / 16), (count + Self.mostGroups - 1) / Self.mostGroups)
        return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
