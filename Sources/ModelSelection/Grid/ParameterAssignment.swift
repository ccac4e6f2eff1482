import Learning

/// What one candidate sets: a value for each parameter that is varied, sorted by name.
public struct ParameterAssignment: Sendable, Equatable {
    /// Full names and values, sorted by name.
    public let entries: [Entry]

    /// One parameter's value.
    public struct Entry: Sendable, Equatable {
        /// The full name: `svc.C`.
        public let name: String

        /// The value; where a whole step is swapped its kind, with the parameters in which it differs from others of its
        /// kind: `svc(C=100.0)`.
        public let value: ParameterValue

        /// Whether a whole step is swapped.
        let isStep: Bool

        /// The value as a grid on the command line has it.
        public var text: String {
            if isStep, case .string(let step) = value { return step }
            return value.description
        }
    }

    /// The value of a parameter, or nil if it is not varied.
    public subscript(name: String) -> ParameterValue? { entries.first { $0.name == name }?.value }
}

extension ParameterAssignment: CustomStringConvertible {
    /// `pca.n_components=48 svc.C=10.0`; `(defaults)` if nothing is varied.
    public var description: String {
        entries.isEmpty ? "(defaults)" : entries.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
    }
}
