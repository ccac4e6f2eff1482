import LinearAlgebra

/// The equations of ridge regression for encoded rows, of which the unknowns of the widest block are eliminated.
///
/// The products of a block's columns with each other are diagonal, so that its weights follow from the others:
///
///     w_g = (y_g - z_g · w - c_g b) / (c_g + alpha)
///
/// where c_g is the number of rows of a category g, and y_g and z_g are the sums of their targets and of their other
/// columns. What remains are the equations of the other columns and of the intercept b, the Schur complement. With K
/// categories and d other columns, a solution takes O(K d² + d³) operations instead of O((K + d)³), and no matrix of K × K
/// elements.
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

    // The sums over the rows of each category.
    private let counts: [Double]
    private let valueSums: [Double]
    private let sums: Matrix

    // The sums over the rows without a category.
    private let restCount: Double
    private let restValueSum: Double
    private let restSums: [Double]

    /// The products of the other columns, and with the values.
    private let products: Matrix
    private let right: [Double]

    /// The minimum number of columns of the block.
    private static let leastWidth = 256

    /// The largest factor by which cancelled digits and the condition number may together increase a rounding error.
    private static let largestError = 1e9

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
        counts = x.counts(of: block)
        sums = others.sums(by: block)
        valueSums = block.sums(of: values)
        products = others.crossProducts()
        right = others.transposedTimes(values)
        let isRest = block.codes.map { $0 < 0 ? 1.0 : 0 }
        restCount = isRest.reduce(0, +)
        restSums = others.transposedTimes(isRest)
        restValueSum = zip(isRest, values).reduce(0) { $0 + $1.0 * $1.1 }
        (self.design, self.values, self.valueMean) = (design, values, valueMean)
        self.hasIntercept = hasIntercept
    }

    /// Returns the model for a penalty; nil if rounding errors might be too large.
    func solution(alpha: Double) -> FittedRidge? {
        guard counts.allSatisfy({ $0 + alpha > 0 }) else { return nil }
        let inverses = counts.map { 1 / ($0 + alpha) }
        let count = others.columns
        let size = count + (hasIntercept ? 1 : 0)
        guard size > 0 else { return model(inverses, [], 0) }
        let eliminated = sums.scaledRows(by: inverses.map { $0.squareRoot() }).crossProducts()
        // Sums over categories of y_g alpha / (c_g + alpha) instead of y_g - y_g c_g / (c_g + alpha), which cancels.
        let shares = inverses.map { $0 * alpha }
        let sumsOfShares = sums.transposedTimes(shares)
        var equations = Matrix(rows: size, columns: size)
        var lost = 1.0
        for row in 0..<count {
            for column in 0..<count {
                equations[row, column] = products[row, column] - eliminated[row, column]
            }
            equations[row, row] += alpha
            lost = max(lost, (products[row, row] + alpha) / equations[row, row])
        }
        let scaled = zip(valueSums, inverses).map { $0 * $1 }
        var rightSide = zip(right, sums.transposedTimes(scaled)).map { $0 - $1 }
        if hasIntercept {
            addFullBlocks(to: &equations)
            for row in 0..<count {
                let product = restSums[row] + sumsOfShares[row]
                (equations[row, count], equations[count, row]) = (product, product)
            }
            equations[count, count] = zip(counts, shares).reduce(restCount) { $0 + $1.0 * $1.1 }
            rightSide.append(zip(valueSums, shares).reduce(restValueSum) { $0 + $1.0 * $1.1 })
        }
        guard lost.isFinite, lost >= 1 else { return nil }
        let limit = min(PenalisedSystem.largestCondition, Self.largestError / lost)
        guard let system = PenalisedSystem(equations, alpha: 0, condition: limit) else { return nil }
        let solution = system.solution(rightSide)
        return model(inverses, Array(solution.prefix(count)), hasIntercept ? solution[count] : 0)
    }

    /// Adds a multiple of the matrix of ones to the products of each other block in which every row has a 1.
    ///
    /// Adding a number to all weights of such a block and subtracting it from the intercept changes no prediction. The
    /// weights of the solution therefore add up to 0, and the addition does not change it; but without it, the equations
    /// would be nearly singular for a weak penalty.
    private func addFullBlocks(to equations: inout Matrix) {
        for other in others.blocks where other.codes.allSatisfy({ $0 >= 0 }) {
            let trace = other.columns.reduce(0) { $0 + equations[$1, $1] }
            let ofElement = trace / Double(other.width * other.width)
            for row in other.columns {
                for column in other.columns { equations[row, column] += ofElement }
            }
        }
    }

    /// Returns the model with the given weights of the other columns, and an intercept for the centred rows and values.
    private func model(_ inverses: [Double], _ weights: [Double], _ intercept: Double) -> FittedRidge? {
        let products = weights.isEmpty ? [Double](repeating: 0, count: block.width) : sums.times(weights)
        var all = [Double](repeating: 0, count: design.x.columns)
        for (place, weight) in zip(places, weights) { all[place] = weight }
        for category in 0..<block.width {
            let rest = valueSums[category] - products[category] - counts[category] * intercept
            all[block.start + category] = rest * inverses[category]
        }
        let shift = design.intercept(all, ofCentredRows: valueMean + intercept)
        guard all.allSatisfy(\.isFinite), shift.isFinite else { return nil }
        return FittedRidge(coefficients: all, intercept: hasIntercept ? shift : 0)
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
            rows: rows, columns: columns - removed.width, dense: dense, denseColumns: denseColumns.map(place),
            blocks: rest.map { Block(start: place($0.start), width: $0.width, codes: $0.codes) })
    }
}

extension EncodedRows.Block {
    /// Returns the sum of the values of the rows with a 1 in each column.
    fileprivate func sums(of values: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        for (code, value) in zip(codes, values) where code >= 0 { sums[Int(code)] += value }
        return sums
    }
}
