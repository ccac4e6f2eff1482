import LinearAlgebra

/// The first and second moments of rows and their target about an origin, which are sufficient to fit scalers,
/// principal components and ridge regression.
///
/// With `o` the origin, these are the number of rows, `Σ (x - o)`, `Σ (x - o)²`, and with ``SummaryDetail/products``
/// also `Σ (x - o)(x - o)ᵀ` and, for a numeric target, `Σ (x - o)(t - o)`. With weights, every term is multiplied by the
/// weight of its row. The moments of folds are added, never subtracted. The origin is a value within the data, so that
/// differences from it are exact. ``isAccurate`` is false if the rows' own rounding errors matter.
public struct Moments: MappableSummary, WeightedSummary, Equatable {
    /// The kind: `moments`.
    public static let kind = "moments"

    /// The number of rows; with weights, of those with a weight above 0.
    public private(set) var count: Int

    /// The total weight of the rows, which is their number without weights.
    public private(set) var weight: Double

    /// The origin.
    public let origin: Origin

    /// `Σ (x - o)` for each column.
    public private(set) var sums: [Double]

    /// `Σ (x - o)²` for each column.
    public private(set) var squares: [Double]

    /// `Σ (x - o)(x - o)ᵀ`: columns × columns; nil without the products.
    public private(set) var products: Matrix?

    /// `Σ (t - o)`, `Σ (t - o)²` and `Σ (x - o)(t - o)` for a numeric target; nil without the products, or for classes.
    public private(set) var targets: Targets?

    /// The number of leading columns that are as accurate as the rows after the maps applied so far (see
    /// ``isAccurate``).
    let trustedColumns: Int

    /// The moments of the target.
    public struct Targets: Sendable, Codable, Equatable {
        /// `Σ (t - o)`.
        public var sum: Double

        /// `Σ (t - o)²`.
        public var squares: Double

        /// `Σ (x - o)(t - o)` for each column.
        public var products: [Double]
    }

    /// Computes the moments of n rows and their targets.
    ///
    /// - Complexity: O(rows × columns), or with the products O(rows × columns²), as one symmetric product.
    public init(
        of x: Matrix, _ target: Target, weights: [Double]?, about origin: Origin, detail: SummaryDetail
    ) {
        self.origin = origin
        trustedColumns = x.columns
        count = weights.map { $0.count { $0 > 0 } } ?? x.rows
        weight = weights?.reduce(0, +) ?? Double(x.rows)
        // Each row and its target are multiplied by the square root of the weight, so that products have the weight.
        let roots = weights?.map { $0.squareRoot() } ?? [Double](repeating: 1, count: x.rows)
        var centred = x.shifted(by: origin.row)
        if weights != nil { centred.scaleRows(by: roots) }
        sums = centred.transposedTimes(roots)
        guard detail == .products else {
            squares = centred.columnSquares()
            return
        }
        let products = centred.crossProducts()
        squares = (0..<x.columns).map { products[$0, $0] }
        self.products = products
        if let values = target.values {
            let shifted = zip(values, roots).map { ($0 - origin.target) * $1 }
            targets = Targets(
                sum: zip(shifted, roots).reduce(0) { $0 + $1.0 * $1.1 },
                squares: shifted.reduce(0) { $0 + $1 * $1 },
                products: centred.transposedTimes(shifted))
        }
    }

    private init(
        count: Int, weight: Double, origin: Origin, sums: [Double], squares: [Double], products: Matrix?,
        targets: Targets?, trustedColumns: Int
    ) {
        self.trustedColumns = trustedColumns
        self.count = count
        self.weight = weight
        self.origin = origin
        self.sums = sums
        self.squares = squares
        self.products = products
        self.targets = targets
    }

    /// Whether all sums are finite, as those of finite rows are unless they overflow; one NaN or infinite cell makes that of
    /// its column NaN or infinite.
    package var hasFiniteSums: Bool { sums.allSatisfy(\.isFinite) }

    /// Throws unless all moments have the same number of columns.
    public func validate() throws {
        let columns = origin.row.count
        for (found, name) in [
            (sums.count, "sums"), (squares.count, "squares"), (products?.rows ?? columns, "rows of products"),
            (products?.columns ?? columns, "columns of products"),
            (targets?.products.count ?? columns, "products with the target"),
        ] {
            try require(found == columns, "\(columns) columns require as many \(name), not \(found)")
        }
        try require(count >= 0 && trustedColumns >= 0, "\(count) rows and \(trustedColumns) accurate columns")
        try require(weight >= 0, "the total weight is \(weight)")
    }

    /// Adds the moments of other rows about the same origin.
    ///
    /// - Complexity: O(columns²).
    public mutating func add(_ other: Moments) {
        guard origin == other.origin else {
            fatalError("cannot add moments about different origins")
        }
        count += other.count
        weight += other.weight
        sums.add(other.sums)
        squares.add(other.squares)
        if let theirs = other.products { products?.add(theirs) }
        if let theirs = other.targets {
            targets?.sum += theirs.sum
            targets?.squares += theirs.squares
            targets?.products.add(theirs.products)
        }
    }

    /// The same moments about the mean.
    ///
    /// They cannot be added to moments about another origin.
    var recentred: Moments {
        let none = [Double](repeating: 0, count: sums.count)
        return Moments(
            count: count, weight: weight, origin: Origin(row: means, target: targetMean ?? origin.target),
            sums: none, squares: variances.map { $0 * weight }, products: centredProducts,
            targets: centredTargets, trustedColumns: isAccurate ? sums.count : 0)
    }

    /// Returns the moments of the mapped rows, about their mean; nil for a dense map of moments without products.
    ///
    /// - Complexity: O(columns × outputs × (columns + outputs)) for a dense map.
    public func mapped(by map: AffineMap) -> Moments? { recentred.mappedWithOrigin(by: map) }

    private func mappedWithOrigin(by map: AffineMap) -> Moments? {
        let origin = Origin(row: map.image(of: origin.row), target: origin.target)
        switch map.linear {
        case .diagonal(let factors):
            return Moments(
                count: count, weight: weight, origin: origin, sums: factors.times(sums),
                squares: factors.times(factors.times(squares)),
                products: products?.scaledOnBothSides(by: factors),
                targets: targets.map { $0.with(products: factors.times($0.products)) },
                trustedColumns: trustedColumns)
        case .dense(let matrix):
            guard let products else { return nil }
            let mapped = matrix.transposedTimes(products.times(matrix)).symmetrised()
            return Moments(
                count: count, weight: weight, origin: origin, sums: matrix.transposedTimes(sums),
                squares: (0..<mapped.rows).map { mapped[$0, $0] }, products: mapped,
                targets: targets.map { $0.with(products: matrix.transposedTimes($0.products)) },
                trustedColumns: trustedColumns == sums.count
                    ? matrix.accurateImages(mapped, of: squares) : 0)
        }
    }

    /// Returns the moments of the first `count` columns.
    public func restricted(toFirst count: Int) -> Moments {
        Moments(
            count: self.count, weight: weight,
            origin: Origin(row: Array(origin.row.prefix(count)), target: origin.target),
            sums: Array(sums.prefix(count)), squares: Array(squares.prefix(count)),
            products: products?.leadingBlock(count),
            targets: targets.map { $0.with(products: Array($0.products.prefix(count))) },
            trustedColumns: trustedColumns)
    }
}

extension Moments.Targets {
    /// Returns the target moments with other products.
    fileprivate func with(products: [Double]) -> Self {
        Self(sum: sum, squares: squares, products: products)
    }
}

extension Matrix {
    /// Returns how many leading diagonal elements of Wᵀ A W, for an A with the given diagonal, do not result from
    /// cancellation.
    ///
    /// The products that add up to an element are at most `(Σ |w| √a)²` together.
    fileprivate func accurateImages(_ image: Matrix, of diagonal: [Double]) -> Int {
        let bounds = Matrix(rows: rows, columns: columns, values: values.map(abs))
            .transposedTimes(diagonal.map { $0.squareRoot() })
        return (0..<columns).first { image[$0, $0] <= SymmetricEigen.leastAccurate * bounds[$0] * bounds[$0] }
            ?? columns
    }
}
