import LinearAlgebra

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The equations of Newton's method for a ``LogisticObjective``: Hessian × step = -gradient.
///
/// They are those of scikit-learn's `newton-cholesky`. With more than two classes, shifting a parameter of all classes
/// by the same amount changes no probability, so the last class's parameters without a penalty are held fixed.
struct NewtonSystem {
    let objective: LogisticObjective
    let penalty: Double

    private var panels: RowPanels { objective.rows.panels }

    /// The maximum fraction of the rows, by weight, whose second derivative may be 0.
    private static let flatShare = 0.25

    /// Returns the step from a point; nil if the Hessian is not positive definite or is ill-conditioned.
    ///
    /// - Complexity: O(rows × parameters² + parameters³).
    func step(from here: LogisticObjective.Evaluation) -> [Double]? {
        guard let curvatures = curvatures(at: here.point) else { return nil }
        let hessian = secondDerivatives(objective.probabilities(at: here.point), curvatures)
        let free = freeCount
        let equations = free == hessian.rows ? hessian : hessian.rows(0..<free).firstColumns(free)
        guard let factor = try? Cholesky(equations),
            factor.reciprocalCondition(of: equations) >= .ulpOfOne
        else { return nil }
        let right = Matrix(rows: free, columns: 1, values: here.gradient.prefix(free).map(-))
        return factor.solve(right).values + Array(repeating: 0, count: hessian.rows - free)
    }

    /// The number of free parameters, which come first.
    private var freeCount: Int {
        let (count, width) = (objective.parameterCount, objective.width)
        guard objective.outputs > 1 else { return count }
        if penalty == 0 { return count - width }
        return objective.rows.hasIntercept ? count - 1 : count
    }

    /// Returns the point with the same probabilities whose parameters without a penalty have mean 0 over the classes.
    func symmetric(_ point: [Double]) -> [Double] {
        guard freeCount < point.count else { return point }
        let (outputs, width) = (objective.outputs, objective.width)
        var point = point
        for column in (penalty == 0 ? 0 : width - 1)..<width {
            let places = stride(from: column, to: point.count, by: width)
            let mean = places.reduce(0) { $0 + point[$1] } / Double(outputs)
            for place in places { point[place] -= mean }
        }
        return point
    }

    /// Returns, for two classes, the second derivative of each row's loss by its score; empty for more classes.
    ///
    /// Accurate even if a probability rounds to 1. Nil if the derivative is 0 for more than a quarter of the rows, by
    /// weight.
    private func curvatures(at point: [Double]) -> [Double]? {
        guard objective.outputs == 1 else { return [] }
        let intercept = objective.rows.hasIntercept ? point[objective.rows.columns] : 0
        let coefficients = Array(point.prefix(objective.rows.columns))
        var curvatures: [Double] = []
        curvatures.reserveCapacity(panels.rows)
        var flat = 0.0
        for run in panels.runs {
            for product in objective.rows.matrix(ofRun: run).times(coefficients) {
                let power = exp(-abs(product + intercept))
                let curvature = power / ((1 + power) * (1 + power))
                if curvature <= 0 { flat += objective.rows.weight(of: curvatures.count) }
                curvatures.append(curvature)
            }
        }
        return flat > Self.flatShare ? nil : curvatures
    }

    /// Returns the Hessian, whose block (k, l) is `Σ weight p_k (δ_kl - p_l) x xᵀ`, plus that of the penalty.
    ///
    /// For two classes, `p (1 - p)` of each row is passed in.
    private func secondDerivatives(_ probabilities: Matrix, _ curvatures: [Double]) -> Matrix {
        let (outputs, width) = (objective.outputs, objective.width)
        var hessian = Matrix(rows: outputs * width, columns: outputs * width)
        // One run of rows at a time, so that the weighted copies stay small.
        for run in panels.runs {
            let (rows, range) = (objective.rows.matrix(ofRun: run), panels.range(ofRun: run))
            if outputs > 1 {
                let products = scaled(rows, range, of: 0..<outputs) {
                    probabilities[$0, $1]
                }.crossProducts()
                hessian.add(products, times: -1, skippingBlocksOf: width)
            }
            // p (1 - p) rather than p - p², which would cancel for a nearly certain class.
            for output in 0..<outputs {
                let products = scaled(rows, range, of: output..<output + 1) { row, output in
                    if outputs == 1 { return curvatures[row].squareRoot() }
                    let probability = probabilities[row, output]
                    return (probability * (1 - probability)).squareRoot()
                }.crossProducts()
                hessian.add(products, toBlockAt: output * width)
            }
        }
        for output in 0..<outputs {
            for column in 0..<objective.rows.columns {
                hessian[output * width + column, output * width + column] += penalty
            }
        }
        return hessian
    }

    /// Returns each row of a range, multiplied by the square root of its weight and by a factor for each of some
    /// outputs, side by side: rows × (outputs × width).
    private func scaled(
        _ rows: Matrix, _ range: Range<Int>, of outputs: Range<Int>,
        by factor: (_ row: Int, _ output: Int) -> Double
    ) -> Matrix {
        let (width, columns) = (objective.width, rows.columns)
        return Matrix(rows: rows.rows, columns: outputs.count * width) { target in
            rows.withUnsafeValues { rows in
                guard var to = target.baseAddress, var from = rows.baseAddress else { return }
                for row in range {
                    let root = objective.rows.weight(of: row).squareRoot()
                    for output in outputs {
                        let scale = root * factor(row, output)
                        for column in 0..<columns { (to + column).initialize(to: scale * from[column]) }
                        if objective.rows.hasIntercept { (to + columns).initialize(to: scale) }
                        to += width
                    }
                    from += columns
                }
            }
        }
    }
}

extension Matrix {
    /// Adds a multiple of a matrix of the same shape to this square matrix, except for the diagonal blocks.
    fileprivate mutating func add(_ other: Matrix, times factor: Double, skippingBlocksOf side: Int) {
        let columns = columns
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for row in 0..<columns {
                    let block = row / side * side
                    for column in 0..<block {
                        target[row * columns + column] += factor * source[row * columns + column]
                    }
                    for column in block + side..<columns {
                        target[row * columns + column] += factor * source[row * columns + column]
                    }
                }
            }
        }
    }

    /// Adds a smaller square matrix to the diagonal block that starts at a row.
    fileprivate mutating func add(_ other: Matrix, toBlockAt start: Int) {
        let columns = columns
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for row in 0..<other.rows {
                    let offset = (start + row) * columns + start
                    for column in 0..<other.columns {
                        target[offset + column] += source[row * other.columns + column]
                    }
                }
            }
        }
    }
}
