import CVectorLoops
import Foundation
import Testing

/// The innermost loops at every small length, between pages that may not be touched, on numbers of every kind.
@Suite struct GuardedLoopsTests {
    /// More than two vectors and the rows of two panels.
    private static let lengths = Array(0...67)

    private static let strange: [Double] = [
        0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNormalMagnitude / 2,
        1e308,
        -1e308, 3.4e38, 1e-45, 1e39,
    ]

    /// Numbers of which some are strange, if wanted.
    private static func numbers(_ count: Int, seed: Int, strange: Bool) -> [Double] {
        (0..<count).map { index in
            let place = index * 7 + seed * 13
            return strange && place % 5 == 0
                ? Self.strange[place % Self.strange.count] : Double(place % 31) / 8 - 1.5
        }
    }

    private static func areSame(_ one: Double, _ other: Double, within units: Double = 0) -> Bool {
        one == other || one.isNaN && other.isNaN
            || abs(one - other) <= units * max(one.magnitude, other.magnitude).ulp
    }

    @Test(arguments: [true, false]) func rowsAreAdded(atEnd: Bool) {
        for count in Self.lengths {
            for strange in [false, true] {
                let (row, sums) = (
                    Self.numbers(count, seed: 1, strange: strange),
                    Self.numbers(count, seed: 2, strange: strange)
                )
                let floats = row.map { Float($0) }
                let target = GuardedBuffer(sums, atEnd: atEnd)
                trellis_add_double_row(GuardedBuffer(row, atEnd: atEnd).start, 0.75, count, target.start)
                for (index, sum) in target.elements.enumerated() {
                    // The product may be rounded before it is added, or not.
                    let (fused, plain) = (
                        sums[index].addingProduct(row[index], 0.75), sums[index] + row[index] * 0.75
                    )
                    #expect(Self.areSame(sum, fused) || Self.areSame(sum, plain))
                }
                let other = GuardedBuffer(sums, atEnd: atEnd)
                trellis_add_row(GuardedBuffer(floats, atEnd: atEnd).start, 0.75, count, other.start)
                for (index, sum) in other.elements.enumerated() {
                    let element = Double(floats[index])
                    let (fused, plain) = (
                        sums[index].addingProduct(element, 0.75), sums[index] + element * 0.75
                    )
                    #expect(Self.areSame(sum, fused) || Self.areSame(sum, plain))
                }
            }
        }
    }

    @Test(arguments: [true, false]) func rowsAreMultiplied(atEnd: Bool) {
        for count in Self.lengths {
            let (row, factors) = (
                Self.numbers(count, seed: 3, strange: false), Self.numbers(count, seed: 4, strange: false)
            )
            let guardedFactors = GuardedBuffer(factors, atEnd: atEnd)
            // Multiples of 1/64 add up without rounding.
            let expected = zip(row, factors).reduce(0) { $0 + $1.0 * $1.1 }
            let doubles = GuardedBuffer(row, atEnd: atEnd)
            #expect(trellis_double_row_times(doubles.start, guardedFactors.start, count) == expected)
            let floats = GuardedBuffer(row.map { Float($0) }, atEnd: atEnd)
            #expect(trellis_row_times(floats.start, guardedFactors.start, count) == expected)
            let sick = GuardedBuffer(row.map { _ in Double.nan }, atEnd: atEnd)
            #expect(trellis_double_row_times(sick.start, guardedFactors.start, count).isNaN == (count > 0))
        }
    }

    @Test(arguments: [true, false]) func elementsAreTaken(atEnd: Bool) {
        for count in Self.lengths {
            let row = Self.numbers(2 * count, seed: 5, strange: true)
            let positions = (0..<count).map { Int32(2 * $0 + $0 % 2) }
            let guardedPositions = GuardedBuffer(positions, atEnd: atEnd)
            let doubles = GuardedBuffer([Double](repeating: 9, count: count), atEnd: atEnd)
            trellis_take_double(
                GuardedBuffer(row, atEnd: atEnd).start, guardedPositions.start, count, doubles.start)
            #expect(doubles.elements.map(\.bitPattern) == positions.map { row[Int($0)].bitPattern })
            let narrow = row.map { Float($0) }
            let floats = GuardedBuffer([Float](repeating: 9, count: count), atEnd: atEnd)
            trellis_take(
                GuardedBuffer(narrow, atEnd: atEnd).start, guardedPositions.start, count, floats.start)
            #expect(floats.elements.map(\.bitPattern) == positions.map { narrow[Int($0)].bitPattern })
        }
    }

    @Test(arguments: [true, false]) func radialBasesAreExponentials(atEnd: Bool) {
        let (norm, gamma) = (2.0, 0.5)
        for count in Self.lengths {
            for strange in [false, true] {
                let products = Self.numbers(count, seed: 6, strange: strange)
                let norms = Self.numbers(count, seed: 7, strange: false).map { abs($0) }
                let expected = zip(products, norms).map { product, other in
                    let distance = norm + other - 2 * product
                    return distance.isNaN ? .nan : exp(-gamma * max(0, distance))
                }
                let sources = (GuardedBuffer(products, atEnd: atEnd), GuardedBuffer(norms, atEnd: atEnd))
                let target = GuardedBuffer([Double](repeating: 9, count: count), atEnd: atEnd)
                trellis_radial_basis(sources.0.start, norm, sources.1.start, gamma, count, target.start)
                for (value, exact) in zip(target.elements, expected) where !exact.isNaN {
                    #expect(Self.areSame(value, exact, within: 4) || exact < 1e-307)
                }
                let rounded = GuardedBuffer([Float](repeating: 9, count: count), atEnd: atEnd)
                let isFinite = trellis_rounded_radial_basis(
                    sources.0.start, norm, sources.1.start, gamma, count, rounded.start)
                #expect(isFinite == !expected.contains { $0.isNaN })
            }
        }
    }

    @Test(arguments: [true, false]) func numbersAreRounded(atEnd: Bool) {
        for count in Self.lengths {
            for strange in [false, true] {
                let source = Self.numbers(count, seed: 8, strange: strange)
                let target = GuardedBuffer([Float](repeating: 9, count: count), atEnd: atEnd)
                let isRepresentable = trellis_round(
                    GuardedBuffer(source, atEnd: atEnd).start, target.start, count)
                #expect(isRepresentable == source.allSatisfy { Float($0).isFinite })
                for (value, number) in zip(target.elements, source) {
                    #expect(value == Float(number) || value.isNaN && number.isNaN)
                }
            }
        }
    }

    @Test(arguments: [true, false]) func rowsArePackedSideBySide(atEnd: Bool) {
        let lanes = Int(TRELLIS_PANEL)
        for count in Self.lengths {
            for columns in [1, 2, 7, 8, 9] {
                let source = Self.numbers(count * columns, seed: 9, strange: true)
                let panels = (count + lanes - 1) / lanes
                let target = GuardedBuffer(
                    [Double](repeating: 9, count: panels * lanes * columns), atEnd: atEnd)
                trellis_pack(GuardedBuffer(source, atEnd: atEnd).start, count, columns, target.start)
                let expected = (0..<panels * columns * lanes).map { place in
                    let (panel, column, lane) = (
                        place / (columns * lanes), place / lanes % columns, place % lanes
                    )
                    let row = panel * lanes + lane
                    return row < count ? source[row * columns + column].bitPattern : 0
                }
                #expect(target.elements.map(\.bitPattern) == expected)

                let design = target.elements.map { $0.isFinite && abs($0) < 1e3 ? $0 : 1 }
                let squares = GuardedBuffer([Double](repeating: 1, count: columns), atEnd: atEnd)
                trellis_add_column_squares(
                    GuardedBuffer(design, atEnd: atEnd).start, panels, columns, squares.start)
                for (column, sum) in squares.elements.enumerated() {
                    let exact = design.indices.filter { $0 / lanes % columns == column }
                        .reduce(1) { $0 + design[$1] * design[$1] }
                    #expect(abs(sum - exact) <= 1e-12 * exact)
                }
            }
        }
    }

    @Test(arguments: [true, false]) func lanesAreSummedUp(atEnd: Bool) {
        let lanes = Int(TRELLIS_LANES)
        for count in Self.lengths {
            let vectors = Self.numbers(count * lanes, seed: 10, strange: false)
            let sums = GuardedBuffer([Double](repeating: 9, count: count), atEnd: atEnd)
            trellis_sum_lanes(GuardedBuffer(vectors, atEnd: atEnd).start, count, sums.start)
            #expect(sums.elements == (0..<count).map { vectors[$0 * lanes..<($0 + 1) * lanes].reduce(0, +) })
        }
    }

    /// Scores and slopes of codes, for numbers of outputs about the lanes.
    @Test(arguments: [true, false]) func codesAreGatheredAndScattered(atEnd: Bool) {
        let lanes = Int(TRELLIS_LANES)
        for (rows, blocks, tableRows) in [(8, 1, 1), (16, 3, 5), (32, 2, 40)] {
            for outputs in [1, 3, 7, 8, 9, 16, 17] {
                let groups = (outputs + lanes - 1) / lanes
                let places = (0..<rows * blocks).map { Int32($0 * 7 % tableRows) }
                let tables = Self.numbers(groups * tableRows * lanes, seed: 12, strange: false)
                func place(_ row: Int, _ output: Int) -> Int {
                    (output / lanes * tableRows + row) * lanes + output % lanes
                }
                let codes = GuardedBuffer(places, atEnd: atEnd)
                var problem = trellis_codes(
                    places: codes.start, rows: rows, blocks: blocks, table_rows: tableRows)
                let scores = GuardedBuffer([Double](repeating: 9, count: outputs * rows), atEnd: atEnd)
                trellis_gather_scores(
                    &problem, GuardedBuffer(tables, atEnd: atEnd).start, outputs, scores.start)
                let residuals = Self.numbers(outputs * rows, seed: 13, strange: false)
                var sums = tables
                for output in 0..<outputs {
                    for row in 0..<rows {
                        let ofRow = places[row * blocks..<(row + 1) * blocks].map { place(Int($0), output) }
                        #expect(scores.elements[output * rows + row] == ofRow.reduce(0) { $0 + tables[$1] })
                        for place in ofRow { sums[place] += residuals[output * rows + row] }
                    }
                }
                for copies in [1, Int(TRELLIS_COPIES)] {
                    let zeros = [Double](repeating: 0, count: (copies - 1) * tables.count)
                    let slopes = GuardedBuffer(tables + zeros, atEnd: atEnd)
                    trellis_scatter_slopes(
                        &problem, GuardedBuffer(residuals, atEnd: atEnd).start, outputs, slopes.start,
                        copies == 1 ? 0 : tables.count)
                    for output in 0..<outputs {
                        for row in 0..<tableRows {
                            let all = (0..<copies).map {
                                slopes.elements[$0 * tables.count + place(row, output)]
                            }
                            #expect(all.reduce(0, +) == sums[place(row, output)])
                        }
                    }
                }
            }
        }
    }

    /// Losses and slopes of panels, whose arrays end where they say.
    @Test(arguments: [true, false]) func lossesStayWithinTheirArrays(atEnd: Bool) {
        let lanes = Int(TRELLIS_PANEL)
        for (panelCount, columns, classes) in [(1, 1, 2), (2, 3, 2), (3, 9, 3), (1, 17, 5)] {
            let rows = panelCount * lanes
            let design = GuardedBuffer(Self.numbers(rows * columns, seed: 11, strange: false), atEnd: atEnd)
            let codes = GuardedBuffer((0..<rows).map { Int32($0 % classes) }, atEnd: atEnd)
            let weights = GuardedBuffer([Double](repeating: 0.5, count: rows), atEnd: atEnd)
            let classWeights = GuardedBuffer([Double](repeating: 0.5, count: classes), atEnd: atEnd)
            var panels = trellis_panels(
                design: design.start, stride: columns * lanes, codes: codes.start, weights: weights.start,
                class_weights: classWeights.start, rows: rows, columns: columns, has_intercept: true,
                has_scores: false)
            let outputs = classes == 2 ? 1 : classes
            let parameters = (classes == 2 ? 1 : classes - 1) * (columns + 1)
            let point = GuardedBuffer([Double](repeating: 0, count: parameters), atEnd: atEnd)
            let residuals = GuardedBuffer([Double](repeating: 9, count: outputs * rows), atEnd: atEnd)
            let loss = GuardedBuffer([0.0], atEnd: atEnd)
            if classes == 2 {
                trellis_logistic_loss(&panels, point.start, 1, residuals.start, loss.start)
            } else {
                trellis_softmax_loss(&panels, point.start, classes, residuals.start, loss.start)
            }
            // At the origin every class is as likely as any other.
            #expect(abs(loss.elements[0] - Double(rows) * 0.5 * log(Double(classes))) < 1e-9)
            let slopes = GuardedBuffer(
                [Double](repeating: 0, count: outputs * (columns + 1) * Int(TRELLIS_LANES)), atEnd: atEnd)
            trellis_add_slopes(&panels, residuals.start, outputs, slopes.start)
            #expect(slopes.elements.allSatisfy { $0.isFinite })
        }
    }
}
