import LinearAlgebra

/// A fitted ``PolynomialFeatures``: the number of columns.
public struct FittedPolynomialFeatures: FittedTransformer, Equatable {
    /// The number of columns in the training data.
    public let featureCount: Int

    let degree: Int
    let interactionOnly: Bool
    let includeBias: Bool

    /// The number of products, and of the column of ones.
    public let outputCount: Int

    init(featureCount: Int, degree: Int, interactionOnly: Bool, includeBias: Bool, outputCount: Int) {
        self.featureCount = featureCount
        self.degree = degree
        self.interactionOnly = interactionOnly
        self.includeBias = includeBias
        self.outputCount = outputCount
    }

    /// Throws unless the number of outputs is that for the number of columns.
    public func validate() throws {
        try require(featureCount > 0 && degree >= 0, "\(featureCount) columns and degree \(degree)")
        let count = PolynomialTerms.count(
            columns: featureCount, degree: degree, interactionOnly: interactionOnly, includeBias: includeBias)
        try require(
            count == outputCount && outputCount > 0,
            "\(featureCount) columns do not have \(outputCount) products up to degree \(degree)")
    }

    private var terms: PolynomialTerms {
        PolynomialTerms(columns: featureCount, degree: degree, interactionOnly: interactionOnly)
    }

    /// Multiplies the columns of each row.
    ///
    /// Each product is one multiplication, of a column and a product with one factor less.
    ///
    /// - Complexity: O(rows × outputs).
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        let (terms, width, first) = (terms, outputCount, includeBias ? 1 : 0)
        return x.withUnsafeValues { source in
            terms.rests.withUnsafeBufferPointer { rests in
                terms.factors.withUnsafeBufferPointer { factors in
                    Matrix(rows: x.rows, columns: width) { target in
                        for row in 0..<x.rows {
                            let (from, to) = (row * featureCount, row * width + first)
                            if includeBias { target.initializeElement(at: to - 1, to: 1) }
                            for term in rests.indices {
                                let factor = source[from + Int(factors[term])]
                                let rest = Int(rests[term])
                                target.initializeElement(
                                    at: to + term, to: rest < 0 ? factor : target[to + rest] * factor)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The products of the names, such as `a`, `a^2` and `a b`; `1` is the column of ones.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        let products = terms.columns.map { columns in
            var powers: [(column: Int, exponent: Int)] = []
            for column in columns {
                if powers.last?.column == column {
                    powers[powers.count - 1].exponent += 1
                } else {
                    powers.append((column, 1))
                }
            }
            return powers.map { $0.exponent == 1 ? inputs[$0.column] : "\(inputs[$0.column])^\($0.exponent)" }
                .joined(separator: " ")
        }
        return (includeBias ? ["1"] : []) + products
    }
}
