internal import Tabular
internal import TaskGraph

/// What a task reads of a part: the columns that it needs, and what is done with their rows, block by block.
struct PartScan: Sendable {
    /// Where the rows are.
    let source: PartSource

    /// The columns that the steps need.
    let columns: [PartColumn]

    /// The steps, and the expressions that are the result.
    let steps: TableSteps

    /// The tables in memory of the steps that are joins, in their order, as long as the scan is not part of a task: a task has
    /// them as inputs (``ScanInputs``).
    var joinedRows: [JoinedRows] = []

    /// Calls `body` with each block of the results.
    ///
    /// - Parameters:
    ///   - inputs: The inputs of the task.
    ///   - context: The context of the task, which is checked for cancellation before each block.
    ///   - body: Receives a block, and a function that returns the dictionary of texts in it. It returns whether to go on.
    /// - Throws: `TabularError`; ``ChunkedTableError``; `TaskInputError`; `CancellationError`.
    func forEachBlock(
        of inputs: ScannedValues, in context: TaskContext,
        _ body: (Evaluator.Block, _ dictionary: (BlockValue) -> CategoryBuilder) throws -> Bool
    ) throws {
        let program = try steps.program(columns: columns)
        guard steps.joins.count == inputs.tables.count,
            zip(steps.joins, inputs.tables).allSatisfy({ $0.fits($1) })
        else {
            throw TaskInputError(
                position: 0, expected: "the tables of \(steps.joins.count) joins", found: nil)
        }
        var reader = try source.open(columns: program.columns, rows: inputs.rows, in: context)
        var evaluator = Evaluator(program, tables: inputs.tables)
        while let block = try reader.next(in: context) {
            try context.checkCancellation()
            let texts = reader.texts
            let goesOn = try evaluator.run(rows: block.rows, block.cells, texts: texts) { evaluator, result in
                try context.checkCancellation()
                return try body(result) { value in
                    guard case .texts(_, let register) = value else { return .none }
                    return evaluator.withDictionary(register, texts: texts) { $0 }
                }
            }
            if !goesOn { return }
        }
    }

    /// The seconds to read the part, approximately.
    var seconds: Double { Double(byteCount) / 3e8 }

    /// The bytes of the part, decompressed.
    var byteCount: Int { source.byteCount }
}
