internal import Learning
internal import Tabular
internal import TaskGraph

/// The rows of a part that are the result of a task, which is an input of the tasks that read them.
struct ComputedRows: Sendable {
    /// The names of the columns.
    let names: [String]

    /// The bytes of the rows, approximately.
    let byteCount: Int

    /// The task; nil if the rows are an input already, in a task that was sent to another process.
    let recipe: TaskRecipe<TableChunk>?

    /// Inserts the task that computes the rows.
    func insert(into graph: inout TaskGraph) -> TaskInput<TableChunk> {
        guard let recipe else { preconditionFailure("the rows are an input already") }
        return recipe.insert(into: &graph)
    }
}

/// Reads some columns of ``ComputedRows``, block by block.
struct ComputedRowsReader {
    /// The texts of each column, which is empty for columns of other kinds.
    let texts: [CategoryBuilder]

    private let columns: [TableChunk.Column]
    private let rows: Int
    private var row = 0

    /// The rows of a block.
    private static let blockRows = 1 << 14

    /// Opens a part.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - rows: Its rows.
    ///   - columns: The columns to read, which the part has.
    /// - Throws: `TaskInputError` unless there are rows with the columns.
    init(_ part: ComputedRows, rows: TableChunk?, columns: [PartColumn]) throws {
        guard let rows, rows.columns.count == part.names.count else {
            throw TaskInputError(position: 0, expected: "rows of \(part.names.count) columns", found: nil)
        }
        let positions = Dictionary(
            part.names.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
        let places = columns.map { column in
            guard let place = positions[ExactText(column.name)] else {
                preconditionFailure("the rows have no column '\(column.name)'")
            }
            return place
        }
        self.columns = places.map { rows.columns[$0] }
        texts = self.columns.map(\.texts)
        self.rows = rows.rows
    }

    /// Reads the next block; nil at the end of the part.
    mutating func next() -> (rows: Int, cells: [PartCells])? {
        guard row < rows else { return nil }
        let block = row..<min(row + Self.blockRows, rows)
        row = block.upperBound
        let cells = columns.map { column -> PartCells in
            switch column.kind {
            case .number, .flag: .numbers(Array(column.numbers[block]), areIntegers: column.areIntegers)
            case .date: .dates(Array(column.numbers[block]))
            case .text: .texts(Array(column.codes[block]))
            }
        }
        return (block.count, cells)
    }
}
