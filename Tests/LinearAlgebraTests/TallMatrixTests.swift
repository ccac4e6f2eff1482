import Testing

@testable import LinearAlgebra

/// Passes over matrices that are cut into several runs of rows.
@Suite struct TallMatrixTests {
    private let tall = randomMatrix(9000, 40, seed: 11)

    @Test func whatIsNotFiniteIsFoundInEveryRun() {
        #expect(tall.firstNonFinite == nil)
        for row in [0, 4500, 8999] {
            var spoilt = tall
            spoilt[row, 39] = .infinity
            #expect(spoilt.firstNonFinite.map { [$0.row, $0.column] } == [row, 39])
        }
        let squares = tall.values.reduce(0) { $0 + $1 * $1 }
        // 360,000 additions, in another order.
        #expect((tall.sumOfSquares - squares).magnitude < 1e-12 * squares)
    }

    @Test func statisticsAreOfAllRows() {
        let means = tall.columnMeans()
        let variances = tall.columnVariances(about: means)
        let products = tall.crossProducts(about: means)
        for column in [0, 17, 39] {
            let values = (0..<tall.rows).map { tall[$0, column] }
            let mean = values.reduce(0, +) / 9000
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            // Elements are at most 1: sums of 9,000 differ by rounding alone.
            #expect((means[column] - mean).magnitude < 1e-14)
            #expect((variances[column] - square / 9000).magnitude < 1e-13)
            #expect((products[column, column] - square).magnitude < 1e-9)
            let moved = tall.shifted(by: means)
            #expect([0, 4500, 8999].allSatisfy { moved[$0, column] == tall[$0, column] - means[column] })
        }
    }
}
