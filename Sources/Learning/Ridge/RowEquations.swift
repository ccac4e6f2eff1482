import LinearAlgebra

/// The equations of ridge regression for some rows and their values, solved for one penalty or several.
///
/// What the penalties have in common is computed once, when one of them needs it.
struct RowEquations {
    private let x: any CentredDesign
    private let values: [Double]
    private let valueMean: Double
    private let fitIntercept: Bool

    /// The products of the columns, or of the rows if there are more columns than rows.
    private lazy var products = x.isWide ? x.rows().innerProducts() : x.crossProducts()

    /// The products of the columns with the values.
    private lazy var right = x.transposedTimes(values)

    /// The equations of columns that are linearly dependent; nil if they are not exactly so, or not computed.
    private lazy var dependent = x.isWide ? nil : DependentColumns(x, products)

    /// The equations without the unknowns of a wide block of encoded rows; nil if there is none.
    private var elimination: BlockElimination?

    /// The singular values of the rows, and the products of the left singular vectors with the values.
    private var spectrum: (decomposition: SingularValues, projections: [Double])?

    /// Centres the rows and the values, unless the model has no intercept.
    ///
    /// With weights, the means are weighted, and each row and its value are multiplied by the square root of the weight.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums overflow.
    init(_ x: Matrix, _ values: [Double], weights: [Double]?, fitIntercept: Bool) throws {
        self.fitIntercept = fitIntercept
        let roots = weights?.map { $0.squareRoot() }
        if let weights, let roots {
            self.x =
                fitIntercept
                ? try CentredColumns(x, roots: roots, total: weights.reduce(0, +), for: Ridge.kind)
                : CentredColumns(uncentred: x.scaledRows(by: roots))
        } else {
            self.x = fitIntercept ? try CentredColumns(x, for: Ridge.kind) : CentredColumns(uncentred: x)
        }
        let centred: [Double]
        (centred, valueMean) = fitIntercept ? try Self.centred(values, weights) : (values, 0)
        self.values = roots?.times(centred) ?? centred
    }

    /// Creates the equations of encoded rows.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if sums overflow.
    init(_ x: EncodedRows, _ values: [Double], weights: [Double]?, fitIntercept: Bool) throws {
        self.fitIntercept = fitIntercept
        let design = try EncodedDesign(x, weights: weights, isCentred: fitIntercept, for: Ridge.kind)
        self.x = design
        let centred: [Double]
        (centred, valueMean) = fitIntercept ? try Self.centred(values, weights) : (values, 0)
        self.values = weights.map { zip(centred, $0).map { $0 * $1.squareRoot() } } ?? centred
        elimination = BlockElimination(
            design, centred, valueMean: valueMean, hasIntercept: fitIntercept)
    }

    /// Returns values minus their mean, and the mean, which is weighted by the weights if there are any.
    private static func centred(
        _ values: [Double], _ weights: [Double]?
    ) throws -> (values: [Double], mean: Double) {
        let total = weights?.reduce(0, +) ?? Double(values.count)
        let rounded = (weights.map { dot(values, $0) } ?? values.reduce(0, +)) / total
        guard rounded.isFinite else { throw tooLarge }
        let rest = values.map { $0 - rounded }
        let mean = rounded + (weights.map { dot(rest, $0) } ?? rest.reduce(0, +)) / total
        guard mean.isFinite else { throw tooLarge }
        return (values.map { $0 - mean }, mean)
    }

    /// Returns the model that minimises the squared error plus `alpha` times the squared length of the coefficients.
    ///
    /// The equations are solved by Cholesky if they are well-conditioned. If columns are linearly dependent, such as the
    /// 0 and 1 of all categories of a column, they are solved by eigenvectors; otherwise by singular values.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the result overflows or the singular values are not found.
    mutating func solution(alpha: Double) throws -> FittedRidge {
        if let model = elimination?.solution(alpha: alpha) { return model }
        let weights = try weights(alpha)
        guard weights.allSatisfy(\.isFinite) else { throw Self.tooLarge }
        guard fitIntercept else { return FittedRidge(coefficients: weights, intercept: 0) }
        let intercept = x.intercept(weights, targetMean: valueMean)
        guard intercept.isFinite else { throw Self.tooLarge }
        return FittedRidge(coefficients: weights, intercept: intercept)
    }

    private mutating func weights(_ alpha: Double) throws -> [Double] {
        guard x.fitsProducts else { throw Self.illConditioned(alpha) }
        let trace = (0..<products.rows).reduce(0) { $0 + products[$1, $1] }
        guard trace.isFinite, alpha.isFinite else { throw Self.tooLarge }
        if let system = PenalisedSystem(products, alpha: alpha) {
            return x.isWide ? x.rows().transposedTimes(system.solution(values)) : system.solution(right)
        }
        if let weights = dependent?.solution(right, alpha: alpha) { return weights }
        return try weightsBySingularValues(alpha)
    }

    /// Returns `V diag(s / (s² + alpha)) Uᵀ y`, where the rows are `U diag(s) Vᵀ`; an s within rounding error counts as
    /// 0.
    private mutating func weightsBySingularValues(_ alpha: Double) throws -> [Double] {
        guard x.fitsRows else { throw Self.illConditioned(alpha) }
        let (decomposition, projections) = try decomposed()
        let floor = x.roundingError(largest: decomposition.values.first ?? 0)
        let scaled = zip(decomposition.values, projections).map { singular, projection in
            singular > floor ? projection * singular / (singular * singular + alpha) : 0
        }
        return decomposition.right.transposedTimes(scaled)
    }

    private mutating func decomposed() throws -> (decomposition: SingularValues, projections: [Double]) {
        if let spectrum { return spectrum }
        let decomposition: SingularValues
        do {
            decomposition = try SingularValues(x.rows())
        } catch let error as LinearAlgebraError {
            throw LearningError.fitFailed(step: Ridge.kind, reason: error.description)
        }
        let computed = (decomposition, decomposition.left.transposedTimes(values))
        spectrum = computed
        return computed
    }

    private static func illConditioned(_ alpha: Double) -> LearningError {
        .fitFailed(
            step: Ridge.kind,
            reason: "the equations of so many categories are ill-conditioned with alpha=\(alpha); raise alpha"
        )
    }

    private static let tooLarge = LearningError.fitFailed(
        step: Ridge.kind, reason: "the values are too large: their sums or products overflow")
}
