import Foundation
import LinearAlgebra
import Testing

/// `Golden/linear_algebra.json`, as `Tools/golden/linear_algebra.py` writes it from numpy.
private struct LinearAlgebraGolden: Decodable {
    struct Symmetric: Decodable, Sendable, CustomTestStringConvertible {
        let a: [[Double]]
        let b: [[Double]]
        let eigenvalues: [Double]
        let solution: [[Double]]

        var testDescription: String { "\(a.count) × \(a.count)" }
    }

    struct Table: Decodable, Sendable, CustomTestStringConvertible {
        let a: [[Double]]
        let b: [[Double]]
        let rank: Int
        let singularValues: [Double]
        let leastSquares: [[Double]]

        var testDescription: String { "\(a.count) × \(a[0].count) of rank \(rank)" }
    }

    let symmetric: [Symmetric]
    let tables: [Table]

    static let all: LinearAlgebraGolden? = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/linear_algebra.json")
        return (try? Data(contentsOf: path)).flatMap { try? JSONDecoder().decode(Self.self, from: $0) }
    }()
}

/// What numpy computes of the same matrices.
///
/// Both call LAPACK, whose results err by a few units in the last place times the matrix's condition: the systems
/// here have condition numbers below 1e4, so 1e-10 leaves room.
@Suite struct GoldenTests {
    private func agree(_ ours: [Double], _ theirs: [Double]) -> Bool {
        let scale = theirs.reduce(1) { max($0, abs($1)) }
        return ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-10 * scale }
    }

    @Test func goldenIsThere() throws {
        let golden = try #require(LinearAlgebraGolden.all)
        #expect(golden.symmetric.count >= 4 && golden.tables.count >= 5)
    }

    @Test(arguments: LinearAlgebraGolden.all?.symmetric ?? [])
    fileprivate func symmetric(_ golden: LinearAlgebraGolden.Symmetric) throws {
        let matrix = Matrix(golden.a)
        #expect(agree(try SymmetricEigen(matrix).values, golden.eigenvalues))
        #expect(agree(try Cholesky(matrix).solve(Matrix(golden.b)).values, golden.solution.flatMap { $0 }))
    }

    @Test(arguments: LinearAlgebraGolden.all?.tables ?? [])
    fileprivate func tables(_ golden: LinearAlgebraGolden.Table) throws {
        let matrix = Matrix(golden.a)
        #expect(agree(try SingularValues(matrix).values, golden.singularValues))
        let solution = try LeastSquares.solve(matrix, Matrix(golden.b))
        #expect(agree(solution.values, golden.leastSquares.flatMap { $0 }))
    }
}
