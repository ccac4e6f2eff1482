import LinearAlgebra

/// The map `x ↦ (x - centre) W + offset` of rows, with W a diagonal or a dense matrix.
///
/// The centre is taken off first, so that values of a large mean lose no digits in the product.
public struct AffineMap: Sendable, Codable, Equatable, Validatable {
    /// What is subtracted first, a value a column.
    public let centre: [Double]

    /// W.
    public let linear: Linear

    /// What is added last, a value an output.
    public let offset: [Double]

    /// A linear map.
    public enum Linear: Sendable, Codable, Equatable {
        /// Each column times a factor.
        case diagonal([Double])

        /// The product with a matrix: columns × outputs.
        case dense(Matrix)
    }

    /// A map of the given parts; no offset is an offset of 0.
    public init(centre: [Double], linear: Linear, offset: [Double]? = nil) {
        self.centre = centre
        self.linear = linear
        switch linear {
        case .diagonal(let factors):
            guard factors.count == centre.count else {
                fatalError("every column needs a factor")
            }
            self.offset = offset ?? [Double](repeating: 0, count: factors.count)
        case .dense(let matrix):
            guard matrix.rows == centre.count else {
                fatalError("the matrix needs a row for every column")
            }
            self.offset = offset ?? [Double](repeating: 0, count: matrix.columns)
        }
    }

    /// Throws unless the linear map has the columns of the centre and of the offset.
    public func validate() throws {
        let (inputs, outputs) =
            switch linear {
            case .diagonal(let factors): (factors.count, factors.count)
            case .dense(let matrix): (matrix.rows, matrix.columns)
            }
        try require(
            centre.count == inputs && offset.count == outputs,
            "a linear map of \(inputs) × \(outputs) between a centre of \(centre.count) and an offset of "
                + "\(offset.count) columns")
    }

    /// The number of columns it takes.
    public var inputCount: Int { centre.count }

    /// The number of columns it gives.
    public var outputCount: Int { offset.count }

    /// The image of one row.
    public func image(of row: [Double]) -> [Double] {
        let centred = zip(row, centre).map { $0 - $1 }
        let linearImage =
            switch linear {
            case .diagonal(let factors): factors.times(centred)
            case .dense(let matrix): matrix.transposedTimes(centred)
            }
        return zip(linearImage, offset).map { $0 + $1 }
    }

    /// The images of all rows.
    ///
    /// O(rows × columns × outputs), of a diagonal map O(rows × columns). The centred rows exist only a few at a time.
    public func images(of x: Matrix) -> Matrix {
        Matrix(rows: x.rows, columns: outputCount, operations: operations(for: x.rows)) { panel in
            images(ofFew: x.rows(panel))
        }
    }

    /// The images of the rows at the given indices, in that order.
    ///
    /// O(indices × columns × outputs), of a diagonal map O(indices × columns). The rows are not copied but a few at a
    /// time.
    public func images(of x: Matrix, at indices: [Int]) -> Matrix {
        Matrix(rows: indices.count, columns: outputCount, operations: operations(for: indices.count)) {
            panel in
            images(ofFew: x.rows(at: Array(indices[panel])))
        }
    }

    /// The images of so few rows that nothing is gained by making them a panel at a time.
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

    /// This map and then another, as one.
    ///
    /// O(columns × outputs × outputs) for two dense maps.
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
