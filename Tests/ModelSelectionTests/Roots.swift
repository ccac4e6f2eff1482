import Trellis

/// A step that is not affine and says nothing of what can be shared: the square root of each value, with its sign.
struct Roots: Transformer {
    static let kind = "roots"
    static let summary = "Takes square roots."
    static let parameters: [Parameter<Roots>] = []

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) -> Fitted {
        Fitted(featureCount: x.columns)
    }

    struct Fitted: FittedTransformer {
        let featureCount: Int
        var outputCount: Int { featureCount }
        func validate() {}

        func transform(_ x: Matrix) -> Matrix {
            Matrix(
                rows: x.rows, columns: x.columns,
                values: x.values.map { $0 < 0 ? -(-$0).squareRoot() : $0.squareRoot() })
        }
    }
}
