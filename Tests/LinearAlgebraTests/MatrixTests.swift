import Foundation
import Testing

@testable import LinearAlgebra

/// A matrix of values between -1 and 1 that follow from a seed.
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let values = (0..<rows * columns).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
    }
    return Matrix(rows: rows, columns: columns, values: values)
}

@Suite struct MatrixTests {
    @Test func copiesAreIndependent() {
        let original = Matrix([[1, 2], [3, 4]])
        var copy = original
        copy[0, 1] = 9
        #expect(original[0, 1] == 2)
        #expect(copy == Matrix([[1, 9], [3, 4]]))
    }

    @Test func runsOfRowsShareAndThenPart() {
        let whole = randomMatrix(6, 3, seed: 1)
        var part = whole.rows(2..<5)
        #expect(part[0, 0] == whole[2, 0] && part.rows == 3)
        part[0, 0] = 7
        #expect(part[0, 0] == 7 && whole[2, 0] != 7)
        #expect(Array(whole[row: 2]) == whole.rows(2..<3).values)
    }

    @Test func rowsAtIndices() {
        let whole = randomMatrix(5, 2, seed: 2)
        let picked = whole.rows(at: [4, 0, 0, 3])
        for (row, index) in [4, 0, 0, 3].enumerated() {
            #expect(Array(picked[row: row]) == Array(whole[row: index]))
        }
        #expect(whole.rows(at: [1, 2, 3]) == whole.rows(1..<4))
        #expect(whole.rows(at: []).rows == 0)
        let block = whole.timesTransposed(whole).block(at: [3, 1])
        #expect(block[0, 1] == whole.timesTransposed(whole)[3, 1])
    }

    @Test func transposingTwiceChangesNothing() {
        let matrix = randomMatrix(70, 33, seed: 3)
        #expect(matrix.transposed[32, 69] == matrix[69, 32])
        #expect(matrix.transposed.transposed == matrix)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func theFirstNonFiniteIsFound(value: Double) {
        var matrix = randomMatrix(4, 3, seed: 4)
        #expect(matrix.firstNonFinite == nil)
        matrix[2, 1] = value
        #expect(matrix.firstNonFinite?.row == 2 && matrix.firstNonFinite?.column == 1)
        // Values whose sum overflows are finite all the same.
        #expect(Matrix(rows: 1, columns: 2, repeating: .greatestFiniteMagnitude).firstNonFinite == nil)
    }

    @Test func codingKeepsEveryBit() throws {
        var matrix = randomMatrix(3, 4, seed: 5)
        matrix[0, 0] = -0.0
        matrix[1, 1] = .leastNonzeroMagnitude
        let coded = try JSONEncoder().encode(matrix.rows(0..<2))
        let read = try JSONDecoder().decode(Matrix.self, from: coded)
        #expect(read.values.map(\.bitPattern) == matrix.rows(0..<2).values.map(\.bitPattern))
        let wrong = Data(#"{"rows":2,"columns":2,"values":"AAAA"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Matrix.self, from: wrong) }
    }
}
