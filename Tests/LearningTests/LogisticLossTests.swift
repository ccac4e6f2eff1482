import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// An objective of seeded random rows, and points to evaluate it at.
struct LogisticSample: CustomTestStringConvertible {
    let objective: LogisticObjective
    let design: Matrix
    let points: [[Double]]
    let testDescription: String

    /// One class of three or so has no weight.
    init(
        rows: Int, columns: Int, classes: Int, points count: Int, hasIntercept: Bool, size: Double,
        seed: UInt64
    ) {
        var random = Generator(state: seed)
        func values(_ count: Int, _ size: Double) -> [Double] {
            (0..<count).map { _ in Double.random(in: -size...size, using: &random) }
        }
        let codes = (0..<rows).map { _ in Int32.random(in: 0..<Int32(classes), using: &random) }
        let weights = values(classes, 1).map { $0 < -0.3 ? 0 : $0 + 0.5 }
        let total = codes.reduce(0) { $0 + weights[Int($1)] }
        design = Matrix(rows: rows, columns: columns, values: values(rows * columns, 2))
        objective = LogisticObjective(
            rows: LogisticRows(
                RowPanels(design), codes: codes, weights: .ofClasses(weights.map { $0 / max(1, total) }),
                hasIntercept: hasIntercept),
            outputs: classes == 2 ? 1 : classes)
        let parameters = objective.parameterCount
        points = (0..<count).map { _ in values(parameters, size) }
        testDescription =
            "\(rows) × \(columns), \(classes) classes, \(count) points up to \(size), intercept \(hasIntercept)"
    }

    /// Shapes about the lanes, the tiles, the blocks of the kernels and the panels, and random ones.
    static let all: [LogisticSample] = {
        var random = Generator(state: 1)
        let edges = [1, 7, 8, 9, 31, 32, 33, 447, 448, 449, 1792, 1793].map { ($0, 5) } + [(400, 600)]
        let others = (0..<40).map { _ in
            (Int.random(in: 1...900, using: &random), Int.random(in: 1...20, using: &random))
        }
        return (edges + others).enumerated().flatMap { index, shape in
            [2, Int.random(in: 3...26, using: &random)].map { classes in
                LogisticSample(
                    rows: shape.0, columns: shape.1, classes: classes,
                    points: Int.random(in: 1...(classes == 2 ? 20 : 6), using: &random),
                    hasIntercept: Bool.random(using: &random), size: [0, 0.1, 1, 30][index % 4],
                    seed: UInt64(index))
            }
        }
    }()

    struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// Knuth's linear congruence, of which the upper half is random enough.
        mutating func next() -> UInt64 {
            func half() -> UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 32
            }
            return half() << 32 | half()
        }
    }

    /// The loss, the derivatives and the probabilities at a point by the definition.
    func reference(_ point: [Double]) -> (value: Double, gradient: [Double], probabilities: [[Double]]) {
        let width = objective.width
        var (value, gradient) = (0.0, point.map { _ in 0.0 })
        let probabilities = (0..<design.rows).map { row in
            let elements = design[row: row] + (objective.rows.hasIntercept ? [1] : [])
            let scores = (0..<objective.outputs).map { output in
                elements.indices.reduce(0.0) { $0 + elements[$1] * point[output * width + $1] }
            }
            // Two classes are the softmax of 0 and the score.
            let all = objective.outputs == 1 ? [0] + scores : scores
            let greatest = all.max() ?? 0
            let sum = all.reduce(0) { $0 + exp($1 - greatest) }
            let (code, weight) = (Int(objective.rows.code(of: row)), objective.rows.weight(of: row))
            value += weight * (log(sum) + (greatest - all[code]))
            let ofRow = all.map { exp($0 - greatest) / sum }.suffix(objective.outputs)
            for (output, probability) in ofRow.enumerated() {
                let isOwn = code == (objective.outputs == 1 ? 1 : output)
                for (column, element) in elements.enumerated() {
                    gradient[output * width + column] += weight * (probability - (isOwn ? 1 : 0)) * element
                }
            }
            return Array(ofRow)
        }
        return (value, gradient, probabilities)
    }

    /// What rounding may make of a score, whose terms add up to less than this times 1e-16 for each of them: as much of
    /// the loss and, as elements are less than 2 and weights add up to 1, twice as much of a derivative.
    func tolerance(_ point: [Double]) -> Double {
        let largest = point.map(abs).max() ?? 0
        return 1e-15 * (8 + 2 * largest * Double(objective.width))
    }
}

@Suite struct LogisticLossTests {
    @Test(arguments: LogisticSample.all)
    func lossAndDerivativesAreThoseOfTheDefinition(_ sample: LogisticSample) {
        let found = sample.objective.evaluate(sample.points.map { .init(point: $0, penalty: 0) })
        #expect(found.count == sample.points.count)
        for (evaluation, point) in zip(found, sample.points) {
            let (value, gradient, _) = sample.reference(point)
            let tolerance = sample.tolerance(point)
            #expect(abs(evaluation.value - value) <= tolerance)
            #expect(evaluation.gradient.count == gradient.count)
            #expect(zip(evaluation.gradient, gradient).allSatisfy { abs($0 - $1) <= 2 * tolerance })
        }
    }

    @Test(arguments: LogisticSample.all)
    func probabilitiesAreThoseOfTheDefinition(_ sample: LogisticSample) {
        let found = sample.objective.probabilities(at: sample.points[0])
        let expected = sample.reference(sample.points[0]).probabilities
        // They come back from residuals of weights of 1e-4 of their sum and more, but for the few that are smaller.
        let tolerance = 8 * sample.tolerance(sample.points[0])
        for row in 0..<found.rows {
            let isOff = zip(found[row: row], expected[row]).contains { abs($0 - $1) > tolerance }
            #expect(
                sample.objective.rows.weight(of: row) == 0 ? found[row: row].allSatisfy { $0 == 0.5 } : !isOff
            )
        }
    }

    /// Neither the other points nor the panels' neighbours have a part in what is computed at one.
    @Test(arguments: LogisticSample.all)
    func pointsAtOnceAreEachAlone(_ sample: LogisticSample) {
        let together = sample.objective.evaluate(sample.points.map { .init(point: $0, penalty: 0.1) })
        for (evaluation, point) in zip(together, sample.points) {
            let alone = sample.objective.evaluate([.init(point: point, penalty: 0.1)])[0]
            #expect(alone.value == evaluation.value && alone.gradient == evaluation.gradient)
        }
    }

    /// Scores far beyond what exp can take, some with a class that is certain and some without.
    @Test(arguments: [2, 5], [1e3, 1e8, 1e200])
    func hugeScoresStayFinite(_ classes: Int, _ size: Double) {
        let sample = LogisticSample(
            rows: 77, columns: 3, classes: classes, points: 3, hasIntercept: true, size: size, seed: 5)
        let found = sample.objective.evaluate(sample.points.map { .init(point: $0, penalty: 0) })
        for (evaluation, point) in zip(found, sample.points) {
            let (value, gradient, _) = sample.reference(point)
            // Of sums of four terms, some ulps; the probabilities are 0 and 1, but for a few at 1e3.
            #expect(abs(evaluation.value - value) <= 1e-14 * value)
            #expect(relativeDifference(evaluation.gradient, gradient, floor: 1) <= 1e-11)
        }
        let probabilities = sample.objective.probabilities(at: sample.points[0])
        #expect(probabilities.values.allSatisfy { (0...1).contains($0) })
    }
}
