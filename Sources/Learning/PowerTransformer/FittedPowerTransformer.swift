import LinearAlgebra

/// A fitted ``PowerTransformer``: the exponent of each column.
public struct FittedPowerTransformer: FittedTransformer, Equatable {
    let method: PowerTransformer.Method

    /// The exponent of each column.
    public let lambdas: [Double]

    /// The scaler of the transformed columns; nil without scaling.
    let scaler: FittedStandardScaler?

    /// The columns without any number in the training rows, which stay missing without scaling; nil if there are none.
    private var columnsWithoutValues: [Int]?

    init(method: PowerTransformer.Method, lambdas: [Double], scaler: FittedStandardScaler?) {
        self.method = method
        self.lambdas = lambdas
        self.scaler = scaler
    }

    /// Returns the model that keeps columns without any number missing.
    func keepingMissing(_ counts: [Double]) -> FittedPowerTransformer {
        var copy = self
        let empty = counts.indices.filter { counts[$0] == 0 }
        copy.columnsWithoutValues = empty.isEmpty ? nil : empty
        return copy
    }

    /// The number of columns in the training data.
    public var featureCount: Int { lambdas.count }

    /// The number of output columns, the same as ``featureCount``.
    public var outputCount: Int { lambdas.count }

    /// Throws unless the scaler has as many columns as there are exponents.
    public func validate() throws {
        try require(!lambdas.isEmpty, "there are no columns")
        try require(
            (columnsWithoutValues ?? []).allSatisfy { lambdas.indices.contains($0) },
            "a column without values does not exist")
        guard let scaler else { return }
        try scaler.validate()
        try require(
            scaler.featureCount == lambdas.count,
            "\(lambdas.count) exponents require a scaler of as many columns, not \(scaler.featureCount)")
    }

    /// Transforms each number by the power of its column, and then scales it.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` for the Box-Cox transform of a number that is not positive.
    public func transform(_ x: Matrix) throws -> Matrix {
        try checkColumns(of: x)
        if method == .boxCox { try x.requirePositive() }
        let powers = powers(of: x)
        return try scaler?.transform(powers) ?? powers.settingMissing(columnsWithoutValues)
    }

    /// Returns the transformed numbers before they are scaled.
    func powers(of x: Matrix) -> Matrix {
        x.withUnsafeValues { source in
            Matrix(rows: x.rows, columns: x.columns) { target in
                for (column, lambda) in lambdas.enumerated() {
                    let transform = PowerTransform(method: method, lambda: lambda)
                    for index in stride(from: column, to: source.count, by: x.columns) {
                        target.initializeElement(at: index, to: transform.image(of: source[index]))
                    }
                }
            }
        }
    }
}
