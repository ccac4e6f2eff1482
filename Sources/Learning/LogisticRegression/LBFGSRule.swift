import LinearAlgebra

/// The limited-memory quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno: steps of O(rows ×
/// parameters).
///
/// Nocedal and Wright, "Numerical Optimization" (2006), algorithm 7.4. What it starts from is not the
/// identity but a bound on the second derivatives' diagonal, after Böhning, "Multinomial logistic regression
/// algorithm" (1992), so that the scales of the columns matter little.
struct LBFGSRule: DescentRule {
    /// One step that was taken, and what it changed.
    private struct Step {
        let move: [Double]
        let gradientChange: [Double]
        let product: Double
    }

    /// The steps remembered.
    private static let memory = 10

    /// For each parameter, a bound on its second derivative.
    private let curvature: [Double]

    private var steps: [Step] = []

    init(_ objective: LogisticObjective) {
        // p (1 - p) is at most 1/4; with classes coupled by the softmax, the bound is 1/2.
        let bound = objective.outputs == 1 ? 0.25 : 0.5
        let squares = objective.weightedSquares()
        let ofOneOutput = squares.enumerated().map { column, square in
            let curvature = bound * square + (column < objective.penalisedColumns ? objective.penalty : 0)
            return curvature > 0 ? curvature : 1
        }
        curvature = Array(repeatElement(ofOneOutput, count: objective.outputs).joined())
    }

    mutating func direction(from here: LogisticObjective.Evaluation) -> [Double] {
        var direction = here.gradient.map { -$0 }
        var factors: [Double] = []
        for step in steps.reversed() {
            let factor = dot(step.move, direction) / step.product
            direction.add(step.gradientChange, times: -factor)
            factors.append(factor)
        }
        if let last = steps.last {
            let changes = last.gradientChange
            let scale = last.product / dot(changes, zip(changes, curvature).map { $0 / $1 })
            for index in direction.indices { direction[index] *= scale / curvature[index] }
        } else {
            for index in direction.indices { direction[index] /= curvature[index] }
        }
        for (step, factor) in zip(steps, factors.reversed()) {
            direction.add(step.move, times: factor - dot(step.gradientChange, direction) / step.product)
        }
        return direction
    }

    mutating func didStep(from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation) {
        let move = zip(new.point, old.point).map { $0 - $1 }
        let gradientChange = zip(new.gradient, old.gradient).map { $0 - $1 }
        let product = dot(move, gradientChange)
        // The weak Wolfe conditions make it positive, but for rounding.
        guard product > .leastNormalMagnitude else { return }
        steps.append(Step(move: move, gradientChange: gradientChange, product: product))
        if steps.count > Self.memory { steps.removeFirst() }
    }
}

extension LogisticObjective {
    /// The weighted mean of each column's squares.
    fileprivate func weightedSquares() -> [Double] {
        var squares = [Double](repeating: 0, count: width)
        design.withUnsafeValues { design in
            squares.withUnsafeMutableBufferPointer { squares in
                for (row, weight) in weights.enumerated() {
                    let values = UnsafeBufferPointer(rebasing: design[row * width..<(row + 1) * width])
                    for column in 0..<width { squares[column] += weight * values[column] * values[column] }
                }
            }
        }
        return squares
    }
}

extension [Double] {
    /// Adds a multiple of a vector of the same length.
    fileprivate mutating func add(_ other: [Double], times factor: Double) {
        for index in indices { self[index] += factor * other[index] }
    }
}
