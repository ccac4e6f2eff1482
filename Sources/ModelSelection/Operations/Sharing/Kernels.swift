import Learning
import LinearAlgebra
import TaskGraph

/// Computes the inner products of training rows (first input) with each other and with test rows (second input).
struct InnerProducts: SharingOperation {
    let name = "inner-products"
    let reason = "every kernel is a function of the rows' products"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let train = try inputs.value(0, as: Matrix.self)
        let none = Matrix(rows: 0, columns: train.columns)
        return RowProducts(
            train: train, others: inputs.count > 1 ? try inputs.value(1, as: Matrix.self) : none)
    }
}

/// Computes the inner products of other rows (second input) with training rows (first input).
struct InnerProductsOfOthers: SharingOperation {
    /// Whether the memory budget allows storing the products; if not, the rows are stored.
    let isHeld: Bool

    let name = "inner-products-of-others"
    let reason = "every kernel is a function of the rows' products"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(isHeld) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        OtherProducts(
            train: try inputs.value(0, as: Matrix.self), others: try inputs.value(1, as: Matrix.self),
            isHeld: isHeld)
    }
}

/// The source of a Gram matrix's kernel.
enum KernelSource: Sendable {
    /// A kernel that is the same for all rows.
    case fixed(KernelFunction)

    /// A rule that computes the coefficients from the training rows; a path parameter is at its default.
    case rule(any KernelEstimator)

    /// Returns the kernel for the given training rows.
    func kernel(for x: @autoclosure () throws -> Matrix) rethrows -> KernelFunction {
        switch self {
        case .fixed(let kernel): kernel
        case .rule(let estimator): estimator.kernel(for: try x())
        }
    }

    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .rule(let estimator):
            encoder.append(false)
            estimator.encode(into: &encoder)
        case .fixed(let kernel):
            encoder.append(true)
            kernel.encode(into: &encoder)
        }
    }
}

extension KernelFunction {
    /// Writes the kernel's name and coefficients.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(kernel.rawValue)
        encoder.append(gamma)
        encoder.append(degree)
        encoder.append(coef0)
    }
}

/// Represents a Gram matrix whose kernel of the training rows overflows.
///
/// Several kinds of steps may read one matrix. Each fit that reads it throws the error.
struct KernelOverflow: Codable, Sendable {
    /// Returns the result of `make`, or this value if it overflows.
    static func catching(_ make: () throws -> GramMatrix) throws -> any Sendable {
        do {
            return try make()
        } catch LearningError.kernelOverflow {
            return KernelOverflow()
        }
    }
}

/// Computes a Gram matrix from products (first input) of training rows (second input).
struct Gram: SharingOperation {
    let source: KernelSource
    let name = "gram"
    let version = 2
    let reason = "one matrix serves all C, all pairs of classes and the predictions"

    func encodeParameters(into encoder: inout CanonicalEncoder) { source.encode(into: &encoder) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let kernel = try source.kernel(for: inputs.value(1, as: Matrix.self))
        let products = try inputs.value(0, as: RowProducts.self)
        return try KernelOverflow.catching { try GramMatrix(kernel, of: products) }
    }
}

/// Computes a Gram matrix of training rows and test rows, without storing their products.
struct GramOfRows: SharingOperation {
    let source: KernelSource
    let name = "gram-of-rows"
    let version = 2
    let reason = "one matrix serves all C, all pairs of classes and the predictions"

    func encodeParameters(into encoder: inout CanonicalEncoder) { source.encode(into: &encoder) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let train = try inputs.value(0, as: Matrix.self)
        let others = try inputs.value(1, as: Matrix.self)
        return try KernelOverflow.catching {
            try GramMatrix(source.kernel(for: train), train: train, others: others)
        }
    }
}

/// Returns one split's view of a Gram matrix of all rows.
///
/// The inputs are the matrix and the training rows.
struct ViewGram: SharingOperation {
    let name = "view-gram"
    let version = 2
    let reason = "no step depends on the fold, so all folds share one matrix"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs[0] is KernelOverflow { return KernelOverflow() }
        return GramMatrix(
            viewing: try inputs.value(0, as: GramMatrix.self),
            train: try inputs.value(1, as: RowSet.self).indices)
    }
}

/// Fits several estimators of one kernel to a Gram matrix and a target.
struct FitPathFromGram: SharingOperation, FittingOperation {
    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)-from-gram" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "solutions along a path share their first steps"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        guard let first = estimators.first as? any KernelEstimator else {
            throw TaskInputError(position: 0, expected: "kernel estimator", value: estimators[0])
        }
        if inputs[0] is KernelOverflow { throw LearningError.kernelOverflow(step: type(of: first).kind) }
        let gram = try inputs.value(0, as: GramMatrix.self)
        let target = try inputs.value(1, as: Target.self)
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        return try first.models(of: estimators, gram, target, in: fitContext)
    }
}

/// Predicts with several models (first input) the other rows of a Gram matrix (second input), or those whose products
/// with its training rows are given (third input).
struct PredictPathFromGram: SharingOperation {
    let kinds: PredictionKinds
    let name = "predict-path-from-gram"
    let version = 2
    let reason = "predictions read the matrix that the fit reads"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let models = try inputs.value(0, as: Batch<any FittedGramModel>.self)
        var gram = try inputs.value(1, as: GramMatrix.self)
        if inputs.count > 2 {
            gram = GramMatrix(gram, others: try inputs.value(2, as: OtherProducts.self))
        }
        let rows = gram.trainCount..<gram.trainCount + gram.otherCount
        return try models.predictions {
            try $0.first?.predictions(of: $0, for: gram, rows: rows, kinds: kinds) ?? []
        } warnings: {
            $0.warnings
        }
    }
}

extension KernelEstimator {
    fileprivate func models(
        of estimators: [any Estimator], _ gram: GramMatrix, _ target: Target, in context: FitContext
    ) throws -> Batch<any FittedGramModel> {
        try checkForSharedFit(Matrix(rows: target.count, columns: 1), target)
        let path = estimators.typed(as: Self.self)
        return Batch(
            try Self.fit(path: path, gram, target, in: context).map { $0.map { $0 as any FittedGramModel } })
    }
}

extension FittedGramModel {
    fileprivate func predictions(
        of models: [any FittedGramModel], for gram: GramMatrix, rows: Range<Int>,
        kinds: PredictionKinds
    ) throws -> [Predictions] {
        try Self.predict(models.compactMap { $0 as? Self }, for: gram, rows: rows, kinds: kinds)
    }
}
