import Learning

/// The parameters of one candidate: a value for each varied parameter, sorted by name.
public struct ParameterAssignment: Sendable, Equatable {
    /// Full names and values, sorted by name.
    public let entries: [Entry]

    /// The value of one parameter.
    public struct Entry: Sendable, Equatable {
        /// The full name: `svc.C`.
        public let name: String

        /// The value.
        ///
        /// For a swapped step, its kind, with the parameters that distinguish it from others of the same kind:
        /// `svc(C=100.0)`.
        public let value: ParameterValue

        /// Whether a whole step is swapped.
        let isStep: Bool

        /// The value in the command line's grid syntax.
        public var text: String {
            if isStep, case .string(let step) = value { return step }
            return value.description
        }
    }

    /// Returns the value of a parameter, or nil if it is not varied.
    public subscript(name: String) -> ParameterValue? { entries.first { $0.name == name }?.value }

    /// Returns the value of a parameter in the command line's grid syntax, or nil if it is not varied.
    package func text(of name: String) -> String? { entries.first { $0.name == name }?.text }
}

extension ParameterAssignment: CustomStringConvertible {
    /// `pca.n_components=48 svc.C=10.0`; `(defaults)` if nothing is varied.
    public var description: String {
        entries.isEmpty ? "(defaults)" : entries.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
    }
}
