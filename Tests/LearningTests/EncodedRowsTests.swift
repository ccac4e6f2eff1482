import LinearAlgebra
import Testing

@testable import Learning

/// Every product of encoded rows is that of the matrix that they stand for.
@Suite struct EncodedRowsTests {
    @Test func aMatrixHasAOneForEachCode() throws {
        let rows = try #require(
            EncodedRows(
                sideBySide: [
                    .matrix(Matrix([[7], [8], [9]])), .encoded(EncodedRows([([1, -1, 0], 2)], rows: 3)),
                    .matrix(Matrix([[0.5], [0.25], [0.125]])),
                ], rows: 3))
        #expect(rows.matrix == Matrix([[7, 0, 1, 0.5], [8, 0, 0, 0.25], [9, 1, 0, 0.125]]))
        #expect(rows.denseColumns == [0, 3] && rows.columns == 4)
        #expect(Features.encoded(rows).matrix == rows.matrix)
        #expect(Features.encoded(rows).table == FeatureTable(rows.matrix))
    }

    @Test func blocksWithoutColumnsAreDropped() {
        let rows = EncodedRows([([-1, -1], 0), ([0, -1], 1)], rows: 2)
        #expect(rows.blocks.count == 1 && rows.columns == 1)
        #expect(rows.matrix == Matrix([[1], [0]]))
    }

    @Test func partsThatDoNotAgreeAreRefused() {
        typealias Block = EncodedRows.Block
        let dense = Matrix(rows: 2, columns: 1)
        #expect(EncodedRows(dense: dense, blocks: [Block(start: 1, width: 2, codes: [0, 1])]) != nil)
        for blocks in [
            [Block(start: 1, width: 2, codes: [0, 2])], [Block(start: 1, width: 2, codes: [0, -2])],
            [Block(start: 1, width: 2, codes: [0])], [Block(start: 2, width: 2, codes: [0, 1])],
            [Block(start: 0, width: 0, codes: [-1, -1])],
            [Block(start: 1, width: 2, codes: [0, 1]), Block(start: 2, width: 2, codes: [0, 1])],
        ] {
            #expect(EncodedRows(dense: dense, blocks: blocks) == nil)
        }
    }

    @Test(arguments: EncodedSample.forms) func rowsAreThoseOfTheMatrix(_ sample: EncodedSample) {
        let (rows, matrix) = (sample.rows, sample.rows.matrix)
        let indices = [0, rows.rows - 1, rows.rows / 2, 0]
        #expect(rows.rows(at: indices).matrix == matrix.rows(at: indices))
        #expect(rows.rows(rows.rows / 3..<rows.rows).matrix == matrix.rows(rows.rows / 3..<rows.rows))
    }

    @Test func valuesReplaceZerosAndOnes() throws {
        let block = EncodedRows.Block(
            start: 1, width: 2, codes: [1, -1, 0], values: .init(zeros: [-1, -2], ones: [3, 4]))
        let rows = try #require(EncodedRows(dense: Matrix([[7], [8], [9]]), blocks: [block]))
        #expect(rows.matrix == Matrix([[7, -1, 4], [8, -1, -2], [9, 3, -2]]))
        #expect(!rows.hasZeros && rows.zeros == [0, -1, -2])
        #expect(rows.subtractingZeros().matrix == Matrix([[7, 0, 6], [8, 0, 0], [9, 4, 0]]))
        #expect(rows.subtractingZeros().hasZeros)
        for values in [
            EncodedRows.Block.Values(zeros: [1], ones: [1, 2]), .init(zeros: [1, 2], ones: [1, 2, 3]),
        ] {
            let wrong = [block.with(values: values)]
            #expect(EncodedRows(dense: Matrix(rows: 3, columns: 1), blocks: wrong) == nil)
        }
    }

    @Test(arguments: EncodedSample.forms) func productsAreThoseOfTheMatrix(_ sample: EncodedSample) {
        let (rows, matrix) = (sample.rows, sample.rows.matrix)
        let vectors = Matrix(
            rows: 3, columns: rows.columns, values: sample.values(3 * rows.columns, seed: 1))
        func expectSame(_ found: [Double], _ expected: [Double]) {
            #expect(relativeDifference(found, expected, floor: 1e-300) < 1e-13)
        }
        expectSame(rows.timesTransposed(vectors).values, matrix.timesTransposed(vectors).values)
        expectSame(rows.times(vectors[row: 0]), matrix.times(vectors[row: 0]))
        let column = sample.values(rows.rows, seed: 2)
        expectSame(rows.transposedTimes(column), matrix.transposedTimes(column))
        guard rows.hasZeros else { return }
        for weights in [nil, sample.weights] {
            let weighted = weights.map { matrix.scaledRows(by: $0) } ?? matrix
            expectSame(
                rows.crossProducts(weights: weights).values, matrix.transposedTimes(weighted).values)
            for block in rows.blocks {
                let ofBlock = EncodedRows([(block.codes, block.width)], rows: rows.rows).matrix
                let ones = weights ?? [Double](repeating: 1, count: rows.rows)
                expectSame(rows.counts(of: block, weights: weights), ofBlock.transposedTimes(ones))
                expectSame(
                    rows.sums(by: block, weights: weights).values, ofBlock.transposedTimes(weighted).values)
            }
        }
    }
}
