/// The kernels of a support vector machine, as scikit-learn and libsvm name them.
public enum Kernel: String, Sendable, Codable, CaseIterable, ParameterConvertible {
    /// x·z.
    case linear

    /// exp(-gamma ‖x - z‖²).
    case rbf

    /// (gamma x·z + coef0) to the power of `degree`.
    case poly

    /// tanh(gamma x·z + coef0). Not positive semi-definite in general.
    case sigmoid
}
