import Learning
import LinearAlgebra
import TaskGraph

/// Computes the inner products of training rows with each other and with other rows.
struct InnerProducts: SharingOperation {
    struct Inputs: TaskInputList {
        let train: TaskInput<Matrix>
        let others: TaskInput<Matrix>?

        static let order = TaskInputOrder(Inputs.init) { ($0.train, $0.others) }
    }

    let name = "inner-products"
    let reason = "every kernel is a function of the rows' products"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> RowProducts {
        let train = try inputs.train
        return RowProducts(
            train: train, others: try inputs.others ?? Matrix(rows: 0, columns: train.columns))
    }
}

/// Computes the inner products of other rows with training rows.
struct InnerProductsOfOthers: SharingOperation {
    struct Inputs: TaskInputList {
        let train: TaskInput<Matrix>
        let others: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.train, $0.others) }
    }

    /// Whether the memory budget allows storing the products; if not, the rows are stored.
    let isHeld: Bool

    let name = "inner-products-of-others"
    let reason = "every kernel is a function of the rows' products"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(isHeld) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> OtherProducts {
        OtherProducts(train: try inputs.train, others: try inputs.others, isHeld: isHeld)
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

/// The result of computing a Gram matrix.
protocol GramResult: Sendable {
    /// The matrix; nil if the kernel of the training rows overflows.
    var matrix: GramMatrix? { get }
}

extension GramMatrix: GramResult {
    /// The matrix itself.
    var matrix: GramMatrix? { self }
}

/// Represents a Gram matrix whose kernel of the training rows overflows.
///
/// Several kinds of steps may read one matrix. Each fit that reads it throws the error.
struct KernelOverflow: Codable, GramResult {
    /// No matrix.
    var matrix: GramMatrix? { nil }

    /// Returns the result of `make`, or this value if it overflows.
    static func catching(_ make: () throws -> GramMatrix) throws -> any GramResult {
        do {
            return try make()
        } catch LearningError.kernelOverflow {
            return KernelOverflow()
        }
    }
}

/// Computes a Gram matrix from products of training rows.
struct Gram: SharingOperation {
    struct Inputs: TaskInputList {
        let products: TaskInput<RowProducts>
        let train: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.products, $0.train) }
    }

    let source: KernelSource
    let name = "gram"
    let version = 2
    let reason = "one matrix serves all C, all pairs of classes and the predictions"

    func encodeParameters(into encoder: inout CanonicalEncoder) { source.encode(into: &encoder) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any GramResult {
        let kernel = try source.kernel(for: inputs.train)
        let products = try inputs.products
        return try KernelOverflow.catching { try GramMatrix(kernel, of: products) }
    }
}

/// Computes a Gram matrix of training rows and test rows, without storing their products.
struct GramOfRows: SharingOperation {
    struct Inputs: TaskInputList {
        let train: TaskInput<Matrix>
        let others: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.train, $0.others) }
    }

    let source: KernelSource
    let name = "gram-of-rows"
    let version = 2
    let reason = "one matrix serves all C, all pairs of classes and the predictions"

    func encodeParameters(into encoder: inout CanonicalEncoder) { source.encode(into: &encoder) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any GramResult {
        let (train, others) = (try inputs.train, try inputs.others)
        return try KernelOverflow.catching {
            try GramMatrix(source.kernel(for: train), train: train, others: others)
        }
    }
}

/// Returns one split's view of a Gram matrix of all rows.
struct ViewGram: SharingOperation {
    struct Inputs: TaskInputList {
        let gram: TaskInput<any GramResult>

        /// The positions of the training rows in the matrix.
        let train: TaskInput<RowSet>

        static let order = TaskInputOrder(Inputs.init) { ($0.gram, $0.train) }
    }

    let name = "view-gram"
    let version = 2
    let reason = "no step depends on the fold, so all folds share one matrix"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any GramResult {
        guard let matrix = try inputs.gram.matrix else { return KernelOverflow() }
        return GramMatrix(viewing: matrix, train: try inputs.train.indices)
    }
}

/// Fits several estimators of one kernel to a Gram matrix and a target.
struct FitPathFromGram: SharingOperation, FittingOperation {
    struct Inputs: TaskInputList {
        let gram: TaskInput<any GramResult>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.gram, $0.target) }
    }

    let estimators: [any Estimator]
    let memoryBudget: Int
    var modelCount: Int { estimators.count }

    var name: String { "fit-path-\(type(of: estimators[0]).kind)-from-gram" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "solutions along a path share their first steps"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(
        _ inputs: TaskInputValues<Inputs>, in context: TaskContext
    ) throws -> Batch<any FittedGramModel> {
        guard let first = estimators.first as? any KernelEstimator else {
            throw MissingTrait(step: type(of: estimators[0]).kind, trait: "KernelEstimator")
        }
        guard let gram = try inputs.gram.matrix else {
            throw LearningError.kernelOverflow(step: type(of: first).kind)
        }
        let target = try inputs.target
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        return try first.models(of: estimators, gram, target, in: fitContext)
    }
}

/// Predicts the other rows of a Gram matrix with several models, or other rows than the matrix's.
struct PredictPathFromGram: SharingOperation {
    struct Inputs: TaskInputList {
        let models: TaskInput<Batch<any FittedGramModel>>
        let gram: TaskInput<any GramResult>

        /// The products of the rows to predict with the training rows; nil for the other rows of the matrix.
        let others: TaskInput<OtherProducts>?

        static let order = TaskInputOrder(Inputs.init) { ($0.models, $0.gram, $0.others) }
    }

    let kinds: PredictionKinds
    let name = "predict-path-from-gram"
    let version = 2
    let reason = "predictions read the matrix that the fit reads"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(Int(kinds.rawValue)) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Batch<Predict.Output> {
        let models = try inputs.models
        guard var gram = try inputs.gram.matrix else {
            throw inputs.error(at: \.gram, expected: "\(GramMatrix.self)")
        }
        if let others = try inputs.others { gram = GramMatrix(gram, others: others) }
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
        of estimators: [any Estimator], _ gram: GramMatrix, _ target: WeightedTarget, in context: FitContext
    ) throws -> Batch<any FittedGramModel> {
        let (known, weights) = (target.target, target.weights(for: self))
        try checkForSharedFit(Matrix(rows: known.count, columns: 1), known, weights)
        let path = estimators.typed(as: Self.self)
        return Batch(
            try Self.fit(path: path, gram, known, in: context.with(weights)).map {
                $0.map { $0 as any FittedGramModel }
            })
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
