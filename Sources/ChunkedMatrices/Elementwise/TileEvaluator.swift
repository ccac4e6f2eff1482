import LinearAlgebra

/// Evaluates a program on blocks tile by tile, so that intermediate results stay in the cache.
struct TileEvaluator {
    /// The elements of an input, with the distances between neighbours; 0 where they are repeated.
    private struct Source {
        let start: UnsafePointer<Double>
        let rowStride: Int
        let columnStride: Int
    }

    let rows: Int
    let columns: Int
    private let program: ElementProgram
    private let sources: [Source]
    private let tileRows: Int
    private let tileColumns: Int

    private static let tileElements = 2048
    private static let widestTile = 256

    /// Calls `body` with an evaluator, while the blocks stay in place.
    static func with<Result>(
        _ program: ElementProgram, _ blocks: [Matrix], _ body: (TileEvaluator) throws -> Result
    ) rethrows -> Result {
        try withExtendedLifetime(blocks) { try body(TileEvaluator(program, blocks)) }
    }

    private init(_ program: ElementProgram, _ blocks: [Matrix]) {
        let shapes = zip(blocks, program.isTransposed).map { block, isTransposed in
            isTransposed
                ? (rows: block.columns, columns: block.rows) : (rows: block.rows, columns: block.columns)
        }
        rows = Self.common(shapes.map(\.rows))
        columns = Self.common(shapes.map(\.columns))
        self.program = program
        sources = zip(zip(blocks, program.isTransposed), shapes).compactMap { [rows, columns] entry, shape in
            let (block, isTransposed) = entry
            // The elements stay in place while the block, or a copy of it, exists.
            guard let start = block.withUnsafeValues({ $0.baseAddress }) else { return nil }
            return Source(
                start: start,
                rowStride: shape.rows == 1 && rows > 1 ? 0 : isTransposed ? 1 : block.columns,
                columnStride: shape.columns == 1 && columns > 1 ? 0 : isTransposed ? block.columns : 1)
        }
        // Blocks that are read transposed need tiles that are as high as wide: lines of both are read whole.
        let width = program.isTransposed.contains(true) ? 32 : Self.widestTile
        tileColumns = max(1, min(columns, width))
        tileRows = max(1, min(rows, Self.tileElements / tileColumns))
    }

    /// Returns the number of rows or columns of blocks, some of which have 1 that is repeated.
    private static func common(_ counts: [Int]) -> Int {
        counts.contains(0) ? 0 : counts.max() ?? 0
    }

    /// Calls `body` with the results for each tile: its rows, its columns, and its elements, row by row.
    func forEachTile(_ body: (Range<Int>, Range<Int>, UnsafeBufferPointer<Double>) throws -> Void) rethrows {
        let capacity = tileRows * tileColumns
        guard rows > 0, columns > 0, sources.count == program.isTransposed.count else { return }
        try withUnsafeTemporaryAllocation(of: Double.self, capacity: capacity * program.stackSize) { stack in
            for row in stride(from: 0, to: rows, by: tileRows) {
                let tileRange = row..<min(rows, row + tileRows)
                for column in stride(from: 0, to: columns, by: tileColumns) {
                    let columnRange = column..<min(columns, column + tileColumns)
                    let count = tileRange.count * columnRange.count
                    if let direct = direct(tileRange, columnRange) {
                        try body(tileRange, columnRange, UnsafeBufferPointer(start: direct, count: count))
                    } else {
                        evaluate(tileRange, columnRange, in: stack, capacity: capacity)
                        try body(tileRange, columnRange, UnsafeBufferPointer(rebasing: stack[..<count]))
                    }
                }
            }
        }
    }

    /// Returns the elements of a tile of the only input where they lie, if they are contiguous and nothing is computed.
    private func direct(_ rows: Range<Int>, _ columns: Range<Int>) -> UnsafePointer<Double>? {
        guard program == .identity, sources[0].columnStride == 1, columns.count == self.columns,
            sources[0].rowStride == self.columns || rows.count == 1
        else { return nil }
        return sources[0].start + rows.lowerBound * sources[0].rowStride
    }

    private func evaluate(
        _ rows: Range<Int>, _ columns: Range<Int>, in stack: UnsafeMutableBufferPointer<Double>, capacity: Int
    ) {
        let count = rows.count * columns.count
        var size = 0
        func slot(_ index: Int) -> UnsafeMutableBufferPointer<Double> {
            UnsafeMutableBufferPointer(rebasing: stack[index * capacity..<index * capacity + count])
        }
        for step in program.steps {
            switch step {
            case .load(let input):
                load(sources[input], rows, columns, into: slot(size))
                size += 1
            case .constant(let number):
                slot(size).update(repeating: number)
                size += 1
            case .function(let function):
                function.apply(to: slot(size - 1))
            case .operator(let operation):
                operation.apply(to: slot(size - 2), UnsafeBufferPointer(slot(size - 1)))
                size -= 1
            }
        }
    }

    private func load(
        _ source: Source, _ rows: Range<Int>, _ columns: Range<Int>,
        into target: UnsafeMutableBufferPointer<Double>
    ) {
        guard let to = target.baseAddress else { return }
        let from =
            source.start + rows.lowerBound * source.rowStride + columns.lowerBound * source.columnStride
        let width = columns.count
        switch source.columnStride {
        case 0:
            for row in 0..<rows.count {
                (to + row * width).update(repeating: from[row * source.rowStride], count: width)
            }
        case 1:
            for row in 0..<rows.count {
                (to + row * width).update(from: from + row * source.rowStride, count: width)
            }
        default:
            for column in 0..<width {
                let line = from + column * source.columnStride
                for row in 0..<rows.count { to[row * width + column] = line[row * source.rowStride] }
            }
        }
    }
}

extension TileEvaluator {
    /// The results of all tiles.
    var matrix: Matrix {
        Matrix(rows: rows, columns: columns) { target in
            guard let to = target.baseAddress else { return }
            forEachTile { rows, columns, tile in
                guard let from = tile.baseAddress else { return }
                for (line, row) in rows.enumerated() {
                    (to + row * self.columns + columns.lowerBound)
                        .initialize(from: from + line * columns.count, count: columns.count)
                }
            }
        }
    }
}
