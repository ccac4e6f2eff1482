/// The kernels of kernel estimators such as ``SVC``, with the names of scikit-learn and libsvm.
public enum Kernel: String, Sendable, Codable, CaseIterable, ParameterConvertible {
    /// x·z.
    case linear

    /// exp(-gamma ‖x - z‖²).
    case rbf

    /// (gamma x·z + coef0)^degree.
    case poly

    /// tanh(gamma x·z + coef0). Not positive semi-definite in general.
    case sigmoid
}
