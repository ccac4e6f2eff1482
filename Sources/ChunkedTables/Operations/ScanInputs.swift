internal import TaskGraph

/// The inputs of a task that reads parts: the tables in memory that it joins the rows with, and the rows of those parts that
/// other tasks compute.
struct ScanInputs: TaskInputList {
    let all: [TaskInput<ScanInput>]

    static let order = TaskInputOrder(ScanInputs.init(all:)) { $0.all }
}

/// A value that a scan reads: a table in memory, or rows.
enum ScanInput: TaskResultView {
    case table(JoinTable)
    case rows(TableChunk)

    init?(of result: any Sendable) {
        switch result {
        case let table as JoinTable: self = .table(table)
        case let rows as TableChunk: self = .rows(rows)
        default: return nil
        }
    }
}

extension ScanInputs {
    /// Inserts what a task reads that scans some parts of a table.
    ///
    /// - Parameters:
    ///   - scans: The parts, at least one, with the same steps.
    ///   - graph: The graph.
    init(_ scans: [PartScan], in graph: inout TaskGraph) {
        let tables: [TaskInput<ScanInput>] = (scans.first?.joinedRows ?? []).map {
            TaskInput(graph.insert($0, inputs: []))
        }
        let rows: [TaskInput<ScanInput>] = scans.compactMap { scan in
            if case .computed(let rows) = scan.source { rows.insert(into: &graph).reading() } else { nil }
        }
        self.init(all: tables + rows)
    }
}

/// The values that a scan of one part reads.
struct ScannedValues: Sendable {
    let tables: [JoinTable]

    /// The rows of the part, if another task has computed them.
    let rows: TableChunk?
}

extension TaskInputValues<ScanInputs> {
    /// The values of the scan of a part.
    ///
    /// - Parameter index: The position of the scan among those of the task.
    /// - Throws: `TaskInputError`.
    func scanned(_ index: Int = 0) throws -> ScannedValues {
        let values = try self.all.values(as: ScanInput.self)
        var (tables, rows): ([JoinTable], [TableChunk]) = ([], [])
        for value in values {
            switch value {
            case .table(let table): tables.append(table)
            case .rows(let chunk): rows.append(chunk)
            }
        }
        return ScannedValues(tables: tables, rows: index < rows.count ? rows[index] : nil)
    }
}
