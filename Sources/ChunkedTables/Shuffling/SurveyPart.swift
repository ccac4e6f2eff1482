internal import TaskGraph

/// What is known of a part before its rows are shuffled or written.
struct PartSurvey: Sendable {
    /// How the cells of each column are written.
    let forms: [ColumnForm]

    /// The bytes of the rows.
    let byteCount: Int

    /// Every so many rows are in the sample.
    let stride: Int

    /// Some rows, at equal distances, of which the columns are those of the orders.
    let sample: TableChunk
}

/// Reads the rows of a part, and returns the forms of its columns and a sample.
struct SurveyPart: TypedOperation {
    let scan: PartScan

    /// The types of the columns.
    let kinds: [ValueKind]

    /// The orders for which rows are sampled.
    let orders: [ColumnOrder]

    let name = "survey-part"

    /// The largest number of rows of a sample, whose pieces are off by a share of this of the rows of the part.
    private static let sampleRows = 512

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: kinds.map(\.rawValue))
        encoder.append(orders)
    }

    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> PartSurvey {
        var chunk = TableChunk(kinds: kinds)
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, dictionary in
            chunk.append(block, dictionary: dictionary)
            return true
        }
        let forms = chunk.columns.map { column in
            var form = ColumnForm()
            form.add(column, rows: 0..<chunk.rows)
            return form
        }
        let stride = max(1, (chunk.rows + Self.sampleRows - 1) / Self.sampleRows)
        let rows = orders.isEmpty ? [] : Array(Swift.stride(from: 0, to: chunk.rows, by: stride))
        let keys = TableChunk(rows: chunk.rows, columns: orders.map { chunk.columns[$0.place] })
        return PartSurvey(
            forms: forms, byteCount: chunk.byteCount, stride: stride,
            sample: keys.rows(at: rows).withoutUnusedTexts())
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: 2 * scan.seconds, bytes: 1 << 13, workBytes: 2 * scan.byteCount + (4 << 20))
    }
}

extension ChunkedTable {
    /// Surveys all parts.
    func surveys(
        orders: [ColumnOrder], on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> [PartSurvey] {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        var graph = TaskGraph()
        let tasks = scans.map { scan in
            graph.insert(SurveyPart(scan: scan, kinds: kinds, orders: orders), .init([scan], in: &graph))
        }
        return try await graph.values(of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
    }
}

extension [PartSurvey] {
    /// The forms of the columns of the whole table.
    var forms: [ColumnForm] {
        guard var forms = first?.forms else { return [] }
        for survey in dropFirst() { for place in forms.indices { forms[place].add(survey.forms[place]) } }
        return forms
    }
}
