import LinearAlgebra
import Testing

@testable import Learning

/// Seeded random encoded rows.
struct EncodedSample: CustomTestStringConvertible {
    let rows: EncodedRows
    let testDescription: String

    /// Creates rows of a block for each of some widths, with dense columns before, between and after them.
    ///
    /// - Parameter missing: The part of the rows without a 1 in a block.
    init(rows count: Int, widths: [Int], denseColumns: Int, missing: Double, seed: UInt64) {
        var random = LogisticSample.Generator(state: seed)
        var parts: [Features] = []
        for index in 0...widths.count {
            let columns =
                denseColumns / (widths.count + 1) + (index < denseColumns % (widths.count + 1) ? 1 : 0)
            let values = (0..<count * columns).map { _ in Double.random(in: -2...2, using: &random) }
            parts.append(.matrix(Matrix(rows: count, columns: columns, values: values)))
            guard index < widths.count else { break }
            let codes = (0..<count).map { row -> Int32 in
                // Each column has a 1 in some row.
                if row < widths[index] { return Int32(row) }
                return Double.random(in: 0..<1, using: &random) < missing
                    ? -1 : Int32.random(in: 0..<Int32(widths[index]), using: &random)
            }
            parts.append(.encoded(EncodedRows([(codes, widths[index])], rows: count)))
        }
        guard let joined = EncodedRows(sideBySide: parts, rows: count) else {
            fatalError("parts are numbers")
        }
        rows = joined
        testDescription =
            "\(count) rows, blocks of \(widths), \(denseColumns) dense columns, missing \(missing)"
    }

    private init(rows: EncodedRows, _ description: String) {
        self.rows = rows
        testDescription = description
    }

    /// Returns the rows with other values than 0 and 1 in the columns of blocks, and none for some blocks.
    ///
    /// - Parameter isCentred: Whether columns are not 0 where they have no code.
    func scaled(isCentred: Bool) -> EncodedSample {
        let blocks = rows.blocks.enumerated().map { index, block in
            guard index != 1 else { return block }
            let zeros = values(block.width, seed: 30).map { isCentred ? $0 / 3 : 0 }
            let factors = values(block.width, seed: 31).map { 2 + $0 }
            return block.with(values: .init(zeros: zeros, ones: zip(zeros, factors).map { $0 + $1 }))
        }
        return EncodedSample(
            rows: EncodedRows(
                rows: rows.rows, columns: rows.columns, dense: rows.dense, denseColumns: rows.denseColumns,
                blocks: blocks), testDescription + (isCentred ? ", centred" : ", scaled"))
    }

    /// The shapes with values of 0 and 1, with scaled ones and with centred ones.
    static let forms = all.flatMap { [$0, $0.scaled(isCentred: false), $0.scaled(isCentred: true)] }

    /// Weights, of which some are 0.
    var weights: [Double] { values(rows.rows, seed: 13).map { max(0, $0 + 0.7) } }

    /// Shapes about the lanes and panels of the kernels, with and without dense columns, with a wide block, and with more
    /// columns than rows.
    static let all = [
        EncodedSample(rows: 1, widths: [1], denseColumns: 0, missing: 0, seed: 1),
        EncodedSample(rows: 40, widths: [3, 2], denseColumns: 1, missing: 0, seed: 2),
        EncodedSample(rows: 449, widths: [5, 1, 7], denseColumns: 6, missing: 0.1, seed: 3),
        EncodedSample(rows: 600, widths: [4], denseColumns: 0, missing: 0.5, seed: 4),
        EncodedSample(rows: 2000, widths: [3, 300, 5], denseColumns: 4, missing: 0, seed: 5),
        EncodedSample(rows: 1500, widths: [400, 260], denseColumns: 3, missing: 0.2, seed: 6),
        EncodedSample(rows: 40, widths: [30, 20, 8], denseColumns: 5, missing: 0.3, seed: 7),
    ]

    /// Numbers for some rows.
    func values(_ count: Int, seed: UInt64) -> [Double] {
        var random = LogisticSample.Generator(state: seed)
        return (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
    }

    /// Targets that depend on the columns, and noise.
    var targets: [Double] {
        let weights = values(rows.columns, seed: 11).map { 3 * $0 }
        return zip(rows.matrix.times(weights), values(rows.rows, seed: 12)).map { 5 + $0 + $1 }
    }
}
