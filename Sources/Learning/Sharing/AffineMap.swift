import LinearAlgebra

/// An affine map `x ↦ (x - centre) W + offset` of rows, where W is a diagonal or a dense matrix.
///
/// The centre is subtracted first, so that values with a large mean lose no digits in the product.
public struct AffineMap: Sendable, Codable, Equatable, Validatable {
    /// The value to subtract from each column.
    public let centre: [Double]

    /// W.
    public let linear: Linear

    /// The value to add to each output.
    public let offset: [Double]

    /// A linear map.
    public enum Linear: Sendable, Codable, Equatable {
        /// Multiplies each column by a factor.
        case diagonal([Double])

        /// Multiplies by a matrix: columns × outputs.
        case dense(Matrix)
    }

    /// Creates a map from its parts.
    ///
    /// The offset defaults to 0.
    public init(centre: [Double], linear: Linear, offset: [Double]? = nil) {
        self.centre = centre
        self.linear = linear
        switch linear {
        case .diagonal(let factors):
            guard factors.count == centre.count else {
                fatalError("every column must have a factor")
            }
            self.offset = offset ?? [Double](repeating: 0, count: factors.count)
        case .dense(let matrix):
            guard matrix.rows == centre.count else {
                fatalError("the matrix must have a row for every column")
            }
            self.offset = offset ?? [Double](repeating: 0, count: matrix.columns)
        }
    }

    /// Throws unless the linear map agrees with the lengths of the centre and the offset.
    public func validate() throws {
        let (inputs, outputs) =
            switch linear {
            case .diagonal(let factors): (factors.count, factors.count)
            case .dense(let matrix): (matrix.rows, matrix.columns)
            }
        try require(
            centre.count == inputs && offset.count == outputs,
            "the linear map is \(inputs) × \(outputs), but the centre has \(centre.count) and the offset "
                + "\(offset.count) columns")
    }

    /// The number of input columns.
    public var inputCount: Int { centre.count }

    /// The number of output columns.
    public var outputCount: Int { offset.count }

    /// Returns the image of one row.
    public func image(of row: [Double]) -> [Double] {
        let centred = zip(row, centre).map { $0 - $1 }
        let linearImage =
            switch linear {
            case .diagonal(let factors): factors.times(centred)
            case .dense(let matrix): matrix.transposedTimes(centred)
            }
        return zip(linearImage, offset).map { $0 + $1 }
    }

    /// Returns the images of all rows.
    ///
    /// Only a few rows are centred at a time.
    ///
    /// - Complexity: O(rows × columns × outputs), or O(rows × columns) for a diagonal map.
    public func images(of x: Matrix) -> Matrix {
        Matrix(rows: x.rows, columns: outputCount, operations: operations(for: x.rows)) { panel in
            images(ofFew: x.rows(panel))
        }
    }

    /// Returns the images of the rows at the given indices, in that order.
    ///
    /// Only a few rows are copied at a time.
    ///
    /// - Complexity: O(indices × columns × outputs), or O(indices × columns) for a diagonal map.
    public func images(of x: Matrix, at indices: [Int]) -> Matrix {
        Matrix(rows: indices.count, columns: outputCount, operations: operations(for: indices.count)) {
            panel in
            images(ofFew: x.rows(at: Array(indices[panel])))
        }
    }

    /// Returns the images of a few rows, without dividing them into panels.
    func images(ofFew x: Matrix) -> Matrix {
        switch linear {
        case .diagonal(let factors):
            // (x - centre) f + offset = (x - (centre - offset / f)) f would lose digits; two passes do not.
            return x.shifted(by: centre).scaled(by: factors, plus: offset)
        case .dense(let matrix):
            let product = x.shifted(by: centre).times(matrix)
            return offset.allSatisfy { $0 == 0 } ? product : product.shifted(by: offset.map { -$0 })
        }
    }

    private func operations(for rows: Int) -> Int {
        switch linear {
        case .diagonal: rows * inputCount
        case .dense: rows * inputCount * outputCount
        }
    }

    /// Returns the composition of this map followed by another.
    ///
    /// - Complexity: O(columns × outputs × outputs) for two dense maps.
    public func followed(by next: AffineMap) -> AffineMap {
        AffineMap(centre: centre, linear: linear.followed(by: next.linear), offset: next.image(of: offset))
    }
}

extension AffineMap.Linear {
    fileprivate func followed(by next: Self) -> Self {
        switch (self, next) {
        case (.diagonal(let first), .diagonal(let second)): .diagonal(first.times(second))
        case (.diagonal(let factors), .dense(let matrix)): .dense(matrix.scaledRows(by: factors))
        case (.dense(let matrix), .diagonal(let factors)):
            .dense(matrix.scaled(by: factors, plus: [Double](repeating: 0, count: factors.count)))
        case (.dense(let first), .dense(let second)): .dense(first.times(second))
        }
    }
}
