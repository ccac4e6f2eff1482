import Foundation
import LinearAlgebra
import Testing

@testable import Learning

@Suite struct SVCKernelTests {
    /// Compared with the mathematical library over the range, in steps of no round size.
    @Test func exponentialIsWithinTwoUlp() {
        for step in [0.023_621_57, 6.172_835e-5] {
            let distances = (0..<29_971).map { Double($0) * step }
            let kernel = radialBasis(of: distances)
            let errors = zip(kernel, distances).map { ($0 - exp(-$1)).magnitude / exp(-$1).ulp }
            #expect(errors.allSatisfy { $0 <= 2 })
        }
        #expect(radialBasis(of: [0, -1e-9, 708.5, 1e300, .infinity]) == [1, 1, 0, 0, 0])
        #expect(radialBasis(of: [.nan])[0].isNaN)
    }

    /// exp(-distance) of squared distances, all at once.
    private func radialBasis(of distances: [Double]) -> [Double] {
        let function = KernelFunction(kernel: .rbf, gamma: 1, degree: 3, coef0: 0)
        return function.gram(
            innerProducts: Matrix(rows: 1, columns: distances.count), leftNorms: [0], rightNorms: distances
        ).values
    }

    /// 256 is the height of a panel, 32 that of a block, 8 that of a vector.
    @Test(arguments: [1, 3, 8, 31, 33, 66, 255, 257, 300])
    func gramMatricesAgree(side: Int) throws {
        let x = Matrix(
            (0..<side).map { row in (0..<3).map { column in sin(Double(row * 3 + column) * 1.7) * 2 } })
        let norms = x.squaredRowNorms
        for kernel in Kernel.allCases {
            let function = KernelFunction(kernel: kernel, gamma: 0.3, degree: 3, coef0: 0.2)
            let gram = try GramMatrix(function, train: x, others: x)
            let block = gram.block(rows: 0..<side, columns: 0..<side)
            #expect(block == block.transposed)
            let general = function.gram(
                innerProducts: x.timesTransposed(x), leftNorms: norms, rightNorms: norms)
            // Every element of the small, some of every part of the large.
            for row in stride(from: 0, to: side, by: side > 40 ? 13 : 1) {
                for column in stride(from: 0, to: side, by: side > 40 ? 7 : 1) {
                    let dot = zip(x[row: row], x[row: column]).reduce(0) { $0 + $1.0 * $1.1 }
                    let distance = zip(x[row: row], x[row: column]).reduce(0) {
                        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                    }
                    let expected =
                        switch kernel {
                        case .linear: dot
                        case .rbf: exp(-0.3 * distance)
                        case .poly: pow(0.3 * dot + 0.2, 3)
                        case .sigmoid: tanh(0.3 * dot + 0.2)
                        }
                    let slack = 1e-14 * max(1, norms[row] + norms[column])
                    let rounding = 6e-8 * expected.magnitude + slack
                    let isClose =
                        (gram[row, column] - expected).magnitude <= rounding
                        && (gram[side + row, column] - expected).magnitude <= slack
                        && (general[row, column] - expected).magnitude <= slack
                    if !isClose { Issue.record("\(kernel) at \(row), \(column)") }
                }
            }
            if kernel == .rbf { #expect((0..<side).allSatisfy { gram[$0, $0] == 1 }) }
        }
    }

    @Test func equalRowsAreAtNoDistance() throws {
        let x = Matrix(rows: 9, columns: 7, values: (0..<63).map { 1e3 * sin(Double($0 % 7)) + 0.1 })
        let gram = try GramMatrix(
            KernelFunction(kernel: .rbf, gamma: 1e6), train: x, others: Matrix(rows: 0, columns: 7))
        #expect(gram.trainElements.elements[..<81].allSatisfy { $0 == 1 })
    }
}

/// The store of kernel rows, over rows whose elements encode their origin.
@Suite struct SVCRowCacheTests {
    private struct NumberedRows: KernelRows {
        let count: Int
        let rowsPerReading: Int
        var inPlace: ElementBuffer<Float>?
        var diagonal: [Double] { (0..<count).map { Double(1000 * $0 + $0) } }

        func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Float>]) throws {
            for (row, target) in zip(rows, targets) {
                for column in 0..<count { target[column] = Float(1000 * row + column) }
            }
        }

        func inPlace(_ row: Int) -> UnsafePointer<Float>? {
            inPlace.map { UnsafePointer($0.start + row * count) }
        }

        /// The same rows, lying in memory.
        func lyingInMemory() throws -> NumberedRows {
            let buffer = ElementBuffer<Float>(count: count * count + 8)
            try read(Array(0..<count), into: (0..<count).map { buffer.start + $0 * count })
            var rows = self
            rows.inPlace = buffer
            return rows
        }
    }

    @Test func rowsFollowTheActiveExamples() throws {
        for (perReading, liesInMemory) in [(1, false), (3, false), (1, true)] {
            let memory = 30 * 32 * MemoryLayout<Float>.stride
            let rows = NumberedRows(count: 30, rowsPerReading: perReading)
            var cache = RowCache(liesInMemory ? try rows.lyingInMemory() : rows, memory: memory)
            var clock: Int64 = 0
            func expect(_ example: Int, _ active: [Int32]) throws {
                if !cache.holds(example) {
                    if perReading == 1 {
                        try cache.read(example, clock: &clock)
                    } else {
                        try cache.read([example], clock: &clock)
                    }
                }
                if cache.pointers[example] == nil { cache.narrowRow(of: example) }
                let row = try #require(cache.pointers[example])
                #expect(active.indices.allSatisfy { row[$0] == Float(1000 * example + Int(active[$0])) })
                // What pads a row that was copied is zero.
                guard !liesInMemory || active.count < 30 else { return }
                #expect((active.count..<padded(active.count)).allSatisfy { row[$0].isFinite })
            }
            #expect(cache.holds(7) == liesInMemory)
            let all = (0..<30).map(Int32.init)
            for example in 0..<30 { try expect(example, all) }
            let some = all.filter { $0 % 3 != 1 }
            cache.narrow(to: some)
            for example in 0..<20 { try expect(example, some) }
            let few = some.filter { $0 > 8 }
            cache.narrow(to: few)
            for example in 0..<30 { try expect(example, few) }
            cache.widen()
            for example in 0..<30 { try expect(example, all) }
        }
    }

    @Test func theLeastRecentlyUsedRowGivesWay() throws {
        var cache = RowCache(NumberedRows(count: 40, rowsPerReading: 1), memory: 0)  // room for 4
        var clock: Int64 = 0
        for example in 0..<4 { try cache.read(example, clock: &clock) }
        clock += 1
        cache.usedAt[0] = clock
        try cache.read(9, clock: &clock)
        #expect([0, 1, 2, 3, 9].map { cache.holds($0) } == [true, false, true, true, true])
        #expect(cache.pointers[1] == nil && cache.pointers[9]?[39] == 9039)
    }

    @Test func oneReadingTakesDistinctPlaces() throws {
        var cache = RowCache(NumberedRows(count: 40, rowsPerReading: 3), memory: 0)  // room for 8
        var clock: Int64 = 0
        for first in [0, 3, 6, 20] { try cache.read([first, first + 1, first + 2], clock: &clock) }
        #expect((20...22).allSatisfy { cache.pointers[$0]?[1] == Float(1000 * $0 + 1) })
        #expect((6...8).allSatisfy { cache.holds($0) } && !cache.holds(0))
    }

    /// Of rows that lie in one run of columns, in two, and in many.
    @Test(arguments: [Array(0..<40), Array(3..<9) + Array(20..<37), Array(stride(from: 1, to: 40, by: 3))])
    func someElementsOfARowAreThoseOfTheWhole(selection: [Int]) throws {
        let x = Matrix(rows: 40, columns: 1, values: (0..<40).map { sin(Double($0)) })
        let gram = try GramMatrix(
            KernelFunction(kernel: .rbf, gamma: 1), train: x, others: Matrix(rows: 0, columns: 1))
        let rows = RoundedRows(gram, selection: selection)
        let whole = WorkBuffer<Float>(uninitialized: rows.count)
        let some = WorkBuffer<Float>(uninitialized: rows.count)
        for positions in [[], [0], Array(0..<rows.count), Array(stride(from: 1, to: rows.count, by: 2))] {
            for row in 0..<rows.count {
                try rows.read(row, into: whole.start)
                try rows.read(row, at: positions.map(Int32.init), into: some.start)
                #expect(positions.indices.allSatisfy { some[$0] == whole[positions[$0]] })
                guard let inPlace = rows.inPlace(row) else { continue }
                #expect((0..<rows.count).allSatisfy { inPlace[$0] == whole[$0] })
            }
        }
        #expect((rows.inPlace(0) != nil) == (selection.count == 40))
    }

    @Test(arguments: [1, 2, 3])
    func multiplesOfRowsAddUp(perReading: Int) throws {
        let rows = NumberedRows(count: 11, rowsPerReading: perReading)
        let sums = WorkBuffer<Double>(count: 11, repeating: 0.5)
        try rows.add([2, 9, 4], times: [1, -0.5, 2], to: sums.start)
        for column in 0..<11 { #expect(sums[column] == 0.5 + 5500 + 2.5 * Double(column)) }
    }

    /// Rows of a Gram matrix, whether their columns follow each other or not.
    @Test(arguments: [[0, 1, 2, 7, 8, 9], [9, 4, 0, 6]])
    func rowsOfAGramMatrixAddUp(selection: [Int]) throws {
        let elements = (0..<100).map { Float($0 / 10 + $0 % 10) }
        let gram = try #require(
            elements.withUnsafeBytes {
                GramMatrix(
                    KernelFunction(kernel: .linear), train: $0, diagonal: (0..<10).map { 2 * Double($0) },
                    others: OtherProducts(
                        train: Matrix(rows: 10, columns: 1), others: Matrix(rows: 0, columns: 1)))
            })
        let rows = RoundedRows(gram, selection: selection)
        let sums = WorkBuffer<Double>(count: selection.count, repeating: 1)
        try rows.add([1, 3], times: [2, 10], to: sums.start)
        for (place, column) in selection.enumerated() {
            let expected = 1 + 2 * gram[selection[1], column] + 10 * gram[selection[3], column]
            #expect(sums[place] == expected)
        }
    }
}
