import Foundation
import Testing

@testable import LinearAlgebra

/// Factorisations: what they are made of multiplies back to what they were made from.
@Suite struct FactorisationTests {
    private func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
        zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: [1, 4, 25]) func choleskySolves(side: Int) throws {
        let root = randomMatrix(side + 5, side, seed: 1)
        let matrix = root.crossProducts()
        let solution = randomMatrix(side, 2, seed: 2)
        // Conditioned no worse than 1e4 here, so that ten digits are right.
        let solved = try Cholesky(matrix).solve(matrix.times(solution))
        #expect(largestDifference(solved, solution) < 1e-9)
    }

    @Test func choleskyRefusesWhatIsNotPositiveDefinite() {
        #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
            try Cholesky(Matrix([[1, 2], [2, 1]]))
        }
    }

    @Test(arguments: [1, 3, 30]) func eigenvectorsAreScaledByTheirValues(side: Int) throws {
        let root = randomMatrix(side, side, seed: 3)
        let matrix = root.crossProducts()
        let eigen = try SymmetricEigen(matrix)
        #expect(eigen.values == eigen.values.sorted(by: >))
        #expect(largestDifference(eigen.vectors.innerProducts(), identity(side)) < 1e-12)
        let scaled = eigen.vectors.times(matrix)
        for row in 0..<side {
            for column in 0..<side {
                #expect(abs(scaled[row, column] - eigen.values[row] * eigen.vectors[row, column]) < 1e-11)
            }
        }
    }

    @Test(arguments: [(5, 3), (3, 5), (4, 4), (40, 7)]) func singularVectorsMultiplyBack(
        rows: Int, columns: Int
    ) throws {
        let matrix = randomMatrix(rows, columns, seed: 4)
        let parts = try SingularValues(matrix)
        var scaled = parts.right
        for row in 0..<scaled.rows {
            for column in 0..<columns { scaled[row, column] *= parts.values[row] }
        }
        #expect(largestDifference(parts.left.times(scaled), matrix) < 1e-12)
        #expect(parts.values == parts.values.sorted(by: >))
        // The squares of the singular values are the eigenvalues of the cross-products.
        let squares = try SymmetricEigen(matrix.crossProducts()).values.prefix(parts.values.count)
        #expect(zip(parts.values, squares).allSatisfy { abs($0 * $0 - $1) < 1e-11 })
    }

    @Test func leastSquaresLeavesAResidualAtRightAngles() throws {
        let (a, b) = (randomMatrix(30, 4, seed: 5), randomMatrix(30, 2, seed: 6))
        let solution = try LeastSquares.solve(a, b)
        let fitted = a.times(solution)
        var residual = b
        for row in 0..<30 { for column in 0..<2 { residual[row, column] -= fitted[row, column] } }
        #expect(a.transposedTimes(residual).values.allSatisfy { abs($0) < 1e-12 })
    }

    @Test func leastSquaresOfLowRankIsTheShortest() throws {
        let column = randomMatrix(10, 1, seed: 7)
        let twice = Matrix((0..<10).map { [column[$0, 0], column[$0, 0]] })
        let solution = try LeastSquares.solve(twice, column)
        #expect(abs(solution[0, 0] - 0.5) < 1e-12 && abs(solution[1, 0] - 0.5) < 1e-12)
    }

    @Test func whatIsNotFiniteIsRefused() {
        let matrix = Matrix([[1, 0], [.nan, 1]])
        let error = LinearAlgebraError.notFinite(row: 1, column: 0)
        #expect(throws: error) { try SymmetricEigen(matrix) }
        #expect(throws: error) { try SingularValues(matrix) }
        #expect(throws: error) { try LeastSquares.solve(matrix, matrix) }
    }

    private func identity(_ side: Int) -> Matrix {
        var identity = Matrix(rows: side, columns: side)
        for index in 0..<side { identity[index, index] = 1 }
        return identity
    }
}
