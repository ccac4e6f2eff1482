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

    /// Calls `body` with each block of the results.
    ///
    /// - Parameters:
    ///   - context: The context of the task, which is checked for cancellation before each block.
    ///   - body: Receives a block, and a function that returns the dictionary of texts in it. It returns whether to go on.
    /// - Throws: `TabularError`; `CancellationError`.
    func forEachBlock(
        in context: TaskContext,
        _ body: (Evaluator.Block, _ dictionary: (BlockValue) -> CategoryBuilder) throws -> Bool
    ) throws {
        let program = try steps.program(columns: columns)
        var reader = try source.open(columns: program.columns)
        var evaluator = Evaluator(program)
        while let block = try reader.next() {
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

extension PartScan {
    /// Writes everything that identifies the rows.
    func encode(into encoder: inout CanonicalEncoder) {
        source.encode(into: &encoder)
        encoder.beginList(count: columns.count)
        for column in columns {
            encoder.append(column.name)
            encoder.append(column.kind.rawValue)
            encoder.append(column.isDeclared)
        }
        steps.encode(into: &encoder)
    }
}

extension CanonicalEncoder {
    mutating func append(list texts: [String]) {
        beginList(count: texts.count)
        for text in texts { append(text) }
    }
}
