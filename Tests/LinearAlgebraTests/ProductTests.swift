import Dispatch
import Foundation
import Locking
import Machine
import Testing

@testable import LinearAlgebra

/// Products against sums written out.
@Suite struct ProductTests {
    private static let shapes = [(0, 3, 2), (3, 0, 2), (1, 1, 1), (2, 5, 3), (7, 4, 9), (300, 20, 11)]

    private func naive(_ a: Matrix, _ b: Matrix) -> Matrix {
        var product = Matrix(rows: a.rows, columns: b.columns)
        for row in 0..<a.rows {
            for column in 0..<b.columns {
                for inner in 0..<a.columns { product[row, column] += a[row, inner] * b[inner, column] }
            }
        }
        return product
    }

    /// Sums of at most 300 products of numbers below 1, in another order: within 300 units in the last place of 300.
    private func isClose(_ a: Matrix, _ b: Matrix) -> Bool {
        a.rows == b.rows && a.columns == b.columns
            && zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-11 }
    }

    /// To the bit, wherever they stand and however many there are: kernels take several rows at a time, and some of them
    /// sum up those that are left over in another order.
    @Test func equalRowsHaveEqualProducts() async {
        await #expect(processExitsWith: .success) {
            OpenBLAS.prepare()
            for columns in [1, 2, 6, 8, 11, 16, 33, 64, 129, 300] {
                for width in [1, 2, 5, 8, 24, 100, 257] {
                    let (row, other) = (
                        randomMatrix(1, columns, seed: 3), randomMatrix(width, columns, seed: 4)
                    )
                    var transposed: Set<[Double]> = []
                    var direct: Set<[Double]> = []
                    for count in [1, 2, 3, 5, 8, 15, 23, 24, 25, 47, 257, 1000] {
                        let rows = row.rows(at: Array(repeating: 0, count: count))
                        let products = rows.timesTransposed(other)
                        transposed.formUnion((0..<count).map { products[row: $0] })
                        let others = rows.times(other.transposed)
                        direct.formUnion((0..<count).map { others[row: $0] })
                    }
                    precondition(
                        transposed.count == 1 && direct.count == 1, "\(columns) columns, \(width) products")
                }
            }
        }
    }

    /// Far more threads compute than OpenBLAS has room for, which would end the process.
    @Test(arguments: [true, false]) func manyThreadsMayCompute(isPrepared: Bool) async {
        if isPrepared {
            await #expect(processExitsWith: .success) {
                OpenBLAS.prepare()
                precondition(productsOnThreads(600) == 600)
            }
        } else {
            await #expect(processExitsWith: .success) { precondition(productsOnThreads(600) == 600) }
        }
    }

    @Test(arguments: shapes) func productsAreSums(n: Int, k: Int, m: Int) {
        let (a, b) = (randomMatrix(n, k, seed: 1), randomMatrix(k, m, seed: 2))
        let expected = naive(a, b)
        #expect(isClose(a.times(b), expected))
        #expect(isClose(a.timesTransposed(b.transposed), expected))
        #expect(isClose(a.transposed.transposedTimes(b), expected))
        #expect(isClose(a.crossProducts(), naive(a.transposed, a)))
        #expect(isClose(a.innerProducts(), naive(a, a.transposed)))
        if m > 0 {
            let vector = (0..<k).map { b[$0, 0] }
            let column = a.times(vector)
            #expect(column.indices.allSatisfy { abs(column[$0] - expected[$0, 0]) < 1e-11 })
            #expect(column.count == n)
        }
    }

    @Test func aRunOfRowsMultipliesAsItsCopy() {
        let a = randomMatrix(20, 6, seed: 3).rows(5..<17)
        let copy = Matrix(rows: 12, columns: 6, values: a.values)
        #expect(a.innerProducts() == copy.innerProducts() && a.crossProducts() == copy.crossProducts())
    }

    /// A product that is worth spreading is spread for a task that runs alone, and has the same bits when it is not
    /// spread, because another task runs on the same cores or one core is allowed.
    @Test func panelsGiveTheSameBitsOnOneCoreOrMany() {
        let a = randomMatrix(700, 90, seed: 4)
        func products(on cores: Cores) -> (matrices: [Matrix], spread: Int) {
            let before = cores.spreadCount
            let matrices = cores.bound { [a.innerProducts(), a.timesTransposed(a)] }
            return (matrices, cores.spreadCount - before)
        }
        let cores = Cores(limit: 3)
        let alone = products(on: cores)
        #expect(alone.spread == 2)
        cores.occupied {
            #expect(products(on: cores).spread == 2)
            let amidOthers = cores.occupied { products(on: cores) }
            #expect(amidOthers.spread == 0)
            #expect(amidOthers.matrices == alone.matrices)
            #expect(products(on: cores).spread == 2)
        }
        cores.setLimit(1)
        let onOneCore = products(on: cores)
        #expect(onOneCore.spread == 0)
        #expect(onOneCore.matrices == alone.matrices)
    }

    /// Less than a millisecond's work is not worth spreading.
    @Test func smallProductsAreNotSpread() {
        let cores = Cores(limit: 3)
        _ = cores.bound { randomMatrix(100, 90, seed: 4).innerProducts() }
        #expect(cores.spreadCount == 0)
    }

    /// Work inside of spread work follows the same cores.
    @Test func threadsOfSpreadWorkHaveTheSameCores() {
        let cores = Cores(limit: 3)
        let bound = cores.bound { Cores.map(8, operations: .max) { _ in Cores.current === cores } }
        #expect(cores.spreadCount == 1)
        #expect(bound.allSatisfy { $0 })
        #expect(Cores.current !== cores)
    }
}

/// How many of so many threads find the right product, all at the same time.
private func productsOnThreads(_ count: Int) -> Int {
    let matrix = randomMatrix(120, 120, seed: 1)
    let expected = matrix.crossProducts()
    let right = Lock(0)
    let done = DispatchGroup()
    for _ in 0..<count {
        done.enter()
        Thread.detachNewThread {
            for _ in 0..<5 where matrix.crossProducts() != expected { return done.leave() }
            right.withLock { $0 += 1 }
            done.leave()
        }
    }
    done.wait()
    return right.withLock { $0 }
}
