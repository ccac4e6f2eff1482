import LinearAlgebra

/// Support vector classification: between every two classes, the widest margin in the space of a kernel.
///
/// ```swift
/// let model = try SVC(c: 10, gamma: 0.01).fit(x, to: .labels(labels))
/// let codes = try model.predict(x)
/// ```
///
/// Each pair of classes is one problem (one-vs-one), solved by `SMOSolver`; the class with the most votes wins. The
/// semantics are those of scikit-learn's `SVC` with `decision_function_shape="ovr"`, that is, libsvm's C-SVC.
/// O(n² columns) for the kernel of n rows, and between O(n²) and O(n³) for the pairs together.
public struct SVC: Classifier, Sendable, Equatable {
    /// Support vectors and their coefficients.
    public typealias Model = FittedSVC

    /// `svc`.
    public static let kind = "svc"

    /// 3: along paths, too, libsvm's steps from nothing.
    public static let version = 3

    /// What it does.
    public static let summary = "Support vector classification: the widest margin in the space of a kernel."

    /// The names of the parameters.
    public static let parameters: [Parameter<Self>] = [
        Parameter("C", \.c, "weight of errors against the width of the margin", .greaterThan(0)),
        Parameter("kernel", \.kernel, "the inner product of the space of the margin"),
        Parameter("gamma", \.gamma, "coefficient of the kernels rbf, poly and sigmoid", .atLeast(0)),
        Parameter("degree", \.degree, "power of the kernel poly", .atLeast(0)),
        Parameter("coef0", \.coef0, "what poly and sigmoid add to the inner product"),
        Parameter("class_weight", \.classWeight, "what multiplies C, by class", .greaterThan(0)),
        Parameter("tol", \.tol, "largest violation of the optimality conditions", .greaterThan(0)),
        Parameter(
            "max_iter", \.maxIter, "limit on the steps of each pair of classes; -1 for none", .atLeast(-1)
        ),
    ]

    /// The weight of errors against the width of the margin.
    public var c = 1.0

    /// The inner product of the space in which the margin is sought.
    public var kernel = Kernel.rbf

    /// The coefficient of all kernels but the linear.
    public var gamma = Gamma.scale

    /// The power of ``Kernel/poly``.
    public var degree = 3

    /// What ``Kernel/poly`` and ``Kernel/sigmoid`` add to the inner product.
    public var coef0 = 0.0

    /// What multiplies ``c`` for each class.
    public var classWeight = ClassWeight.none

    /// The largest violation of the optimality conditions at which the solver stops.
    public var tol = 1e-3

    /// The limit on the solver's steps for each pair of classes, or -1 for none.
    public var maxIter = -1

    /// The defaults: C 1, kernel rbf, gamma scale.
    public init() {}

    /// An estimator of the given parameters.
    public init(
        c: Double = 1, kernel: Kernel = .rbf, gamma: Gamma = .scale, degree: Int = 3, coef0: Double = 0,
        classWeight: ClassWeight = .none, tol: Double = 1e-3, maxIter: Int = -1
    ) {
        (self.c, self.kernel, self.gamma, self.degree, self.coef0) = (c, kernel, gamma, degree, coef0)
        (self.classWeight, self.tol, self.maxIter) = (classWeight, tol, maxIter)
    }

    /// The kernel with its coefficients, those that depend on the training rows `x` taken from there.
    package func kernelFunction(for x: Matrix) -> KernelFunction {
        KernelFunction(
            kernel: kernel, gamma: kernel == .linear ? 1 : gamma.value(for: x), degree: degree, coef0: coef0)
    }
}
