import LinearAlgebra

/// Support vector classification: the widest margin between every two classes, in the feature space of a kernel.
///
/// ```swift
/// let model = try SVC(c: 10, gamma: 0.01).fit(x, to: .labels(labels))
/// let codes = try model.predict(x)
/// ```
///
/// Each pair of classes is a separate problem (one-vs-one), solved by `SMOSolver`; the class with the most votes wins.
/// Semantics of scikit-learn's `SVC` with `decision_function_shape="ovr"`, that is, libsvm's C-SVC.
///
/// - Complexity: O(n² columns) for the kernel of n rows, and between O(n²) and O(n³) for all pairs together.
public struct SVC: Classifier, Sendable, Equatable {
    /// The fitted model.
    public typealias Model = FittedSVC

    /// The kind: `svc`.
    public static let kind = "svc"

    /// Version 3: also along paths, the solver takes libsvm's steps from 0.
    public static let version = 3

    /// Always true: C is multiplied by the weight of a row.
    public static let usesWeights = true

    /// A one-sentence description of the step.
    public static let summary = "Support vector classification with a kernel."

    /// A lower cost of errors, then a smoother kernel.
    public static let simplicity: [SimplerValues] = [.smaller("C"), .smaller("gamma")]

    /// The parameters.
    public static let parameters: [Parameter<Self>] = [
        Parameter("C", \.c, "cost of errors, relative to the width of the margin", .greaterThan(0)),
        Parameter("kernel", \.kernel, "kernel function"),
        Parameter("gamma", \.gamma, "coefficient of the kernels rbf, poly and sigmoid", .atLeast(0)),
        Parameter("degree", \.degree, "degree of the poly kernel", .atLeast(0)),
        Parameter("coef0", \.coef0, "constant term of the poly and sigmoid kernels"),
        Parameter("class_weight", \.classWeight, "factor of C, by class", .greaterThan(0)),
        Parameter("tol", \.tol, "tolerance: largest violation of the optimality conditions", .greaterThan(0)),
        Parameter(
            "max_iter", \.maxIter, "maximum number of steps for each pair of classes; -1 for no limit",
            .atLeast(-1)
        ),
        Parameter("probability", \.probability, "whether the model predicts probabilities"),
        Parameter(
            "random_state", \.randomState, "seed of the random folds to which probabilities are fitted",
            .between(0, Double(UInt32.max))
        ),
    ]

    /// The cost of errors, relative to the width of the margin.
    public var c = 1.0

    /// The kernel function.
    public var kernel = Kernel.rbf

    /// The coefficient of all kernels except the linear one.
    public var gamma = Gamma.scale

    /// The degree of ``Kernel/poly``.
    public var degree = 3

    /// The constant term of ``Kernel/poly`` and ``Kernel/sigmoid``.
    public var coef0 = 0.0

    /// The factor of ``c`` for each class.
    public var classWeight = ClassWeight.none

    /// The tolerance: the solver stops when the violation of the optimality conditions is at most this.
    public var tol = 1e-3

    /// The maximum number of solver steps for each pair of classes, or -1 for no limit.
    public var maxIter = -1

    /// Whether the model predicts probabilities.
    ///
    /// A sigmoid of the decision is fitted for each pair of classes, to the decisions of five more fits for held-out
    /// rows, so that the fit takes about four times as long. The probabilities are those of scikit-learn's
    /// `SVC(probability=True)`. Decision values and classes stay the same, and the class with the greatest probability
    /// may be another one.
    public var probability = false

    /// The seed of the random folds for ``probability``, from 0 to 4294967295, which yields the folds of scikit-learn
    /// for the same `random_state`.
    public var randomState = 0

    /// Creates a classifier with the default parameters: C 1, kernel rbf, gamma scale.
    public init() {}

    /// Creates a classifier with the given parameters.
    public init(
        c: Double = 1, kernel: Kernel = .rbf, gamma: Gamma = .scale, degree: Int = 3, coef0: Double = 0,
        classWeight: ClassWeight = .none, tol: Double = 1e-3, maxIter: Int = -1, probability: Bool = false,
        randomState: Int = 0
    ) {
        (self.c, self.kernel, self.gamma, self.degree, self.coef0) = (c, kernel, gamma, degree, coef0)
        (self.classWeight, self.tol, self.maxIter) = (classWeight, tol, maxIter)
        (self.probability, self.randomState) = (probability, randomState)
    }

    /// Classes and decision values, and with ``probability`` also probabilities.
    public var predictionKinds: PredictionKinds {
        probability ? FittedSVC.predictionKinds.union(.probabilities) : FittedSVC.predictionKinds
    }

    /// Returns the kernel, with coefficients computed from the training rows `x` where required.
    package func kernelFunction(for x: Matrix) -> KernelFunction {
        KernelFunction(
            kernel: kernel, gamma: kernel == .linear ? 1 : gamma.value(for: x), degree: degree, coef0: coef0)
    }
}
