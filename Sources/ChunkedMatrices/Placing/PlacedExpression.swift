import LinearAlgebra
import TaskGraph

/// A matrix whose blocks are put together from parts of blocks of others: slices, other chunks, and matrices side by side.
struct PlacedExpression: BlockExpression {
    /// The row and the column at which each input begins; negative if its first rows or columns are not part of it.
    let origins: [Origin]

    struct Origin: Hashable, Sendable {
        let row: Int
        let column: Int
    }

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        let (rows, columns) = (node.rows[place.row], node.columns[place.column])
        guard !rows.isEmpty, !columns.isEmpty else { return [] }
        return zip(node.inputs, origins).enumerated().flatMap { index, entry in
            let (input, origin) = entry
            let rowIndices = input.rows.indices(overlapping: rows.within(input.rows.length, at: origin.row))
            let columnIndices = input.columns.indices(
                overlapping: columns.within(input.columns.length, at: origin.column))
            return rowIndices.flatMap { row in
                columnIndices.map { BlockReading(index, BlockPlace(row, $0)) }
            }
        }
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let (rows, columns) = (node.rows[place.row], node.columns[place.column])
        let parts = readings(for: place, of: node).map { reading in
            let (input, origin) = (node.inputs[reading.input], origins[reading.input])
            return PutTogether.Part(
                rows: Overlap(rows, input.rows[reading.place.row].shifted(by: origin.row)),
                columns: Overlap(columns, input.columns[reading.place.column].shifted(by: origin.column)))
        }
        let whole = PutTogether(rows: rows.count, columns: columns.count, parts: parts)
        return whole.isIdentity(of: node, blocks.count, readings(for: place, of: node))
            ? blocks[0] : graph.insert(whole, Blocks(blocks: blocks))
    }
}

extension Range<Int> {
    func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }

    /// Returns the part of an axis of some length that is in this range if the axis begins at `origin`.
    fileprivate func within(_ length: Int, at origin: Int) -> Range<Int> {
        shifted(by: -origin).clamped(to: 0..<length)
    }
}

/// The common part of a range of the result and that of a block.
struct Overlap: Hashable, Sendable {
    /// The first position in the result.
    let target: Int
    /// The first position in the block.
    let source: Int
    let count: Int

    init(_ target: Range<Int>, _ source: Range<Int>) {
        let common = target.clamped(to: source)
        self.target = common.lowerBound - target.lowerBound
        self.source = common.lowerBound - source.lowerBound
        count = common.count
    }

    fileprivate init(_ numbers: ArraySlice<Int>) {
        target = numbers[numbers.startIndex]
        source = numbers[numbers.startIndex + 1]
        count = numbers[numbers.startIndex + 2]
    }

    fileprivate var numbers: [Int] { [target, source, count] }

    fileprivate func isWithin(_ length: Int, _ sourceLength: Int) -> Bool {
        target >= 0 && source >= 0 && count >= 0 && target <= length - count && source <= sourceLength - count
    }
}

/// Puts parts of blocks together to one.
struct PutTogether: TypedOperation {
    struct Part: Hashable, Sendable {
        let rows: Overlap
        let columns: Overlap
    }

    let rows: Int
    let columns: Int
    /// The part of each input.
    let parts: [Part]
    let name = "put-blocks-together"

    init(rows: Int, columns: Int, parts: [Part]) {
        (self.rows, self.columns, self.parts) = (rows, columns, parts)
    }

    /// Decodes the operation.
    init(from decoder: inout CanonicalDecoder) throws {
        let numbers = try decoder.readInts()
        guard numbers.count % 6 == 2, numbers[0] >= 0, numbers[1] >= 0 else {
            throw WireError.cannotDecode(value: "put-blocks-together", reason: "\(numbers.count) numbers")
        }
        self.init(
            rows: numbers[0], columns: numbers[1],
            parts: stride(from: 2, to: numbers.count, by: 6).map {
                Part(rows: Overlap(numbers[$0..<$0 + 3]), columns: Overlap(numbers[$0 + 3..<$0 + 6]))
            })
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append([rows, columns] + parts.flatMap { $0.rows.numbers + $0.columns.numbers })
    }

    /// Returns whether the result is the only block that is read.
    fileprivate func isIdentity(of node: MatrixNode, _ count: Int, _ readings: [BlockReading]) -> Bool {
        guard count == 1, let reading = readings.first else { return false }
        let shape = node.inputs[reading.input].shape(of: reading.place)
        return shape == (rows, columns) && parts[0].rows.count == rows && parts[0].columns.count == columns
    }

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        let blocks = try inputs.blocks
        for (block, part) in zip(blocks, parts) {
            guard part.rows.isWithin(rows, block.rows), part.columns.isWithin(columns, block.columns) else {
                throw ChunkedMatricesError.otherShape(
                    rows: block.rows, columns: block.columns,
                    expectedRows: part.rows.source + part.rows.count,
                    expectedColumns: part.columns.source + part.columns.count)
            }
        }
        if blocks.count == 1, parts[0].rows.count == rows, parts[0].columns.count == columns,
            blocks[0].columns == columns
        {
            return blocks[0].rows(parts[0].rows.source..<parts[0].rows.source + rows)  // shares its elements
        }
        return Matrix(rows: rows, columns: columns) { target in
            guard let to = target.baseAddress else { return }
            for (block, part) in zip(blocks, parts) {
                block.withUnsafeValues { source in
                    guard let from = source.baseAddress else { return }
                    for row in 0..<part.rows.count {
                        (to + (part.rows.target + row) * columns + part.columns.target).initialize(
                            from: from + (part.rows.source + row) * block.columns + part.columns.source,
                            count: part.columns.count)
                    }
                }
            }
        }
    }

    /// Estimates a copy of the elements.
    func estimate(for inputs: TaskInputEstimates<Blocks>) -> TaskEstimate {
        .block(rows, columns, perElement: 1e-9)
    }
}
