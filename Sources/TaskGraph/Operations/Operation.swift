/// What a task does: a pure function of its parameters and its inputs, with a stable name.
///
/// An operation knows nothing of who runs it. The same name, version, parameters and inputs must always give
/// the same result, for a graph computes tasks that agree in these only once.
public protocol Operation: Sendable {
    /// What the operation is called in keys, reports and failures: kebab-case and stable, such as `fit`.
    var name: String { get }

    /// Raised whenever the same parameters and inputs come to mean another result. 1 by default.
    var version: Int { get }

    /// Writes every parameter that the result depends on.
    ///
    /// There is no default: a parameter forgotten here would make tasks agree that do not.
    func encodeParameters(into encoder: inout CanonicalEncoder)

    /// Computes the result from the results of the task's inputs, in the order in which they were inserted.
    ///
    /// Called on any thread, at the same time as others. A long loop polls `context.checkCancellation()`.
    ///
    /// - Throws: whatever went wrong. The task and those that depend on it then fail, and no others.
    func run(_ inputs: [any Sendable], in context: TaskContext) throws -> any Sendable
}

extension Operation {
    /// The first version.
    public var version: Int { 1 }

    /// The hash of name, version and parameters: what the operation adds to the keys of its tasks.
    public var digest: TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append(name)
        encoder.append(version)
        encodeParameters(into: &encoder)
        return encoder.digest
    }
}
