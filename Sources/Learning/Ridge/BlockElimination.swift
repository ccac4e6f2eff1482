import LinearAlgebra

/// The equations of ridge regression for encoded rows, of which the unknowns of the widest block are eliminated.
///
/// The products of a block's columns with each other are diagonal, so that its weights follow from the others:
///
///     w_g = f_g (y_g - z_g · w - c_g b) / (c_g f_g² + alpha)
///
/// where c_g is the number of rows of a category g, or their total weight, f_g is the value of its column, and y_g and z_g
/// are the sums of their targets and of their other columns. What remains are the equations of the other columns and of
/// the intercept b, the Schur complement. With K categories and d other columns, a solution takes O(K d² + d³) operations
/// instead of O((K + d)³), and no matrix of K × K elements.
struct BlockElimination {
    private let design: EncodedDesign
    private let values: [Double]
    private let valueMean: Double
    private let hasIntercept: Bool

    /// The widest block, which is eliminated.
    private let block: EncodedRows.Block

    /// The columns outside of the block, and the places of these columns in the rows.
    private let others: EncodedRows
    private let places: [Int]

    /// The number of rows of each category, and the sums of the other columns over them.
    private let counts: [Double]
    private let sums: Matrix

    /// The value of each column of the block in the rows of its category.
    private let factors: [Double]

    /// The number of rows without a category, and the sums of the other columns over them.
    private let restCount: Double
    private let restSums: [Double]

    /// The products of the other columns.
    private let products: Matrix

    /// The minimum number of columns of the block.
    private static let leastWidth = 256

    /// The largest factor by which cancelled digits and the condition number may together increase a rounding error, so
    /// that refinement converges.
    private static let largestError = 1e13

    /// The length of a correction, relative to the unknowns, after which another one would change only rounding errors,
    /// and the largest that is accepted.
    private static let (negligible, tolerance) = (1e-13, 1e-10)

    /// Computes the sums; nil if the widest block is narrow, so that the elimination would not save time.
    ///
    /// - Parameters:
    ///   - values: The targets, minus their mean if there is an intercept.
    ///   - valueMean: The mean of the targets; 0 without an intercept.
    init?(_ design: EncodedDesign, _ values: [Double], valueMean: Double, hasIntercept: Bool) {
        let x = design.x
        guard let widest = x.blocks.indices.max(by: { x.blocks[$0].width < x.blocks[$1].width }),
            x.blocks[widest].width >= Self.leastWidth
        else { return nil }
        block = x.blocks[widest]
        others = x.removingBlock(at: widest)
        places = Array(0..<block.start) + Array(block.start + block.width..<x.columns)
        let weights = design.weights
        counts = x.counts(of: block, weights: weights)
        sums = others.sums(by: block, weights: weights)
        factors = block.factors ?? [Double](repeating: 1, count: block.width)
        let codes = block.codes
        let ofRest = codes.indices.map { codes[$0] < 0 ? weights?[$0] ?? 1 : 0 }
        restCount = ofRest.reduce(0, +)
        restSums = others.transposedTimes(ofRest)
        products = others.crossProducts(weights: weights)
        (self.design, self.values, self.valueMean) = (design, values, valueMean)
        self.hasIntercept = hasIntercept
    }

    /// Returns the model for a penalty; nil if rounding errors might be too large.
    ///
    /// Subtracting the eliminated products cancels digits, which iterative refinement recovers: the equations are solved
    /// again for what they leave of the rows' own residuals.
    func solution(alpha: Double) -> FittedRidge? {
        guard let system = system(alpha) else { return nil }
        var solution = [Double](repeating: 0, count: design.x.columns + 1)
        var length = Double.infinity
        for _ in 0..<8 {
            let correction = self.solution(of: system, residuals(of: solution, alpha))
            solution.add(correction)
            let before = length
            length = correction.length / solution.length
            if length.isNaN { return solution.allSatisfy { $0 == 0 } ? model(solution) : nil }
            if length <= Self.negligible || length > before / 2 { break }
        }
        return length <= Self.tolerance ? model(solution) : nil
    }

    /// The equations of the other columns and the intercept.
    private struct System {
        let equations: PenalisedSystem?

        /// 1 / (c_g f_g² + alpha) for each category.
        let inverses: [Double]
    }

    private func system(_ alpha: Double) -> System? {
        let squares = zip(counts, factors).map { $0 * $1 * $1 }
        guard squares.allSatisfy({ $0 + alpha > 0 }) else { return nil }
        let inverses = squares.map { 1 / ($0 + alpha) }
        let count = others.columns
        let size = count + (hasIntercept ? 1 : 0)
        guard size > 0 else { return System(equations: nil, inverses: inverses) }
        let eliminated = sums.scaledRows(by: zip(factors, inverses).map { $0 * $1.squareRoot() })
            .crossProducts()
        var equations = Matrix(rows: size, columns: size)
        var lost = 1.0
        for row in 0..<count {
            for column in 0..<count {
                equations[row, column] = products[row, column] - eliminated[row, column]
            }
            equations[row, row] += alpha
            lost = max(lost, (products[row, row] + alpha) / equations[row, row])
        }
        if hasIntercept {
            addFullBlocks(to: &equations)
            // With the products p_g = c_g f_g², the sums of z_g alpha / (p_g + alpha) instead of
            // z_g - z_g p_g / (p_g + alpha), which cancels.
            let shares = inverses.map { $0 * alpha }
            for (row, sum) in zip(restSums, sums.transposedTimes(shares)).map({ $0 + $1 }).enumerated() {
                (equations[row, count], equations[count, row]) = (sum, sum)
            }
            equations[count, count] = zip(counts, shares).reduce(restCount) { $0 + $1.0 * $1.1 }
        }
        guard let factor = PenalisedSystem(equations, alpha: 0, condition: Self.largestError / lost) else {
            return nil
        }
        return System(equations: factor, inverses: inverses)
    }

    /// Returns what the unknowns leave of the right sides of all equations: the derivatives of the objective by the weights
    /// and the intercept, halved and negated.
    private func residuals(of unknowns: [Double], _ alpha: Double) -> [Double] {
        let weights = Array(unknowns.dropLast())
        let intercept = unknowns[weights.count]
        var left = zip(values, design.x.times(weights)).map { $0 - $1 - intercept }
        if let weightsOfRows = design.weights { left = left.times(weightsOfRows) }
        let ofWeights = zip(design.x.transposedTimes(left), weights).map { $0 - alpha * $1 }
        return ofWeights + [hasIntercept ? left.reduce(0, +) : 0]
    }

    /// Returns the weights and the intercept that solve the equations for some right sides.
    private func solution(of system: System, _ right: [Double]) -> [Double] {
        let ofBlock = Array(right[block.columns])
        let scaled = zip(ofBlock, system.inverses).map { $0 * $1 }.times(factors)
        var reduced = zip(places, sums.transposedTimes(scaled)).map { right[$0] - $1 }
        if hasIntercept {
            reduced.append(zip(counts, scaled).reduce(right[right.count - 1]) { $0 - $1.0 * $1.1 })
        }
        let unknowns = system.equations?.solution(reduced) ?? []
        var solution = [Double](repeating: 0, count: right.count)
        for (place, unknown) in zip(places, unknowns) { solution[place] = unknown }
        let intercept = hasIntercept ? unknowns[places.count] : 0
        solution[right.count - 1] = intercept
        let ofOthers =
            places.isEmpty
            ? [Double](repeating: 0, count: block.width) : sums.times(Array(unknowns.prefix(places.count)))
        for category in 0..<block.width {
            let ofRest = ofOthers[category] + counts[category] * intercept
            let rest = ofBlock[category] - factors[category] * ofRest
            solution[block.start + category] = rest * system.inverses[category]
        }
        return solution
    }

    /// Adds a multiple of the matrix u uᵀ to the products of each other block in which every row has a code, where u are
    /// the inverse values of its columns, which are 1 for columns of 0 and 1.
    ///
    /// Adding a multiple of u to the weights of such a block and subtracting it from the intercept changes no prediction.
    /// The weights w of the solution therefore satisfy u · w = 0, and the addition does not change it; but without it, the
    /// equations would be nearly singular for a weak penalty.
    private func addFullBlocks(to equations: inout Matrix) {
        for other in others.blocks where other.codes.allSatisfy({ $0 >= 0 }) {
            let inverses = other.factors?.map { 1 / $0 } ?? [Double](repeating: 1, count: other.width)
            let trace = other.columns.reduce(0) { $0 + equations[$1, $1] }
            let ofElement = trace / (Double(other.width) * inverses.reduce(0) { $0 + $1 * $1 })
            guard ofElement.isFinite else { continue }
            for (row, ofRow) in zip(other.columns, inverses) {
                for (column, ofColumn) in zip(other.columns, inverses) {
                    equations[row, column] += ofElement * ofRow * ofColumn
                }
            }
        }
    }

    /// Returns the model with the given weights and intercept of the centred rows and values.
    private func model(_ unknowns: [Double]) -> FittedRidge? {
        let weights = Array(unknowns.dropLast())
        let intercept = design.intercept(weights, ofShiftedRows: valueMean + unknowns[weights.count])
        guard weights.allSatisfy(\.isFinite), intercept.isFinite else { return nil }
        return FittedRidge(coefficients: weights, intercept: hasIntercept ? intercept : 0)
    }
}

extension EncodedRows {
    /// Returns the rows without the columns of a block.
    fileprivate func removingBlock(at index: Int) -> EncodedRows {
        let removed = blocks[index]
        func place(_ column: Int) -> Int { column < removed.start ? column : column - removed.width }
        var rest = blocks
        rest.remove(at: index)
        return EncodedRows(
            rows: rows, columns: columns - removed.width, dense: dense,
            denseColumns: denseColumns.map(place),
            blocks: rest.map { $0.moved(to: place($0.start)) })
    }
}

extension [Double] {
    fileprivate var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
