/// What a task does: a pure function of its parameters and its inputs, with a stable name.
///
/// An operation knows nothing of who runs it. The same name, version, parameters and inputs must always give
/// the same result, for a graph computes tasks that agree in these only once.
public protocol TaskOperation: Sendable {
    /// What the operation is called in keys, reports and failures: kebab-case and stable, such as `fit`.
    var name: String { get }

    /// Raised whenever the same parameters and inputs come to mean another result. 1 by default.
    var version: Int { get }

    /// Writes every parameter that the result depends on.
    ///
    /// There is no default: a parameter forgotten here would make tasks agree that do not.
    func encodeParameters(into encoder: inout CanonicalEncoder)

    /// Writes what decides how the operation computes and not what comes out: a budget of memory, say.
    ///
    /// It goes along to other processes, and is no part of any key. Nothing by default.
    func encodeSettings(into encoder: inout CanonicalEncoder)

    /// What a task is likely to take, and what its result is like, from the same of its inputs.
    ///
    /// A guide for cutting a graph into pieces and for keeping a limit of memory, which changes no result. By
    /// default a millisecond for a result of the first input's shape, without work space.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate

    /// What a worker of a cluster must have to run the operation, and how much of it one task takes: `["GPU": 1]`.
    ///
    /// Workers say what they have by Dask's `--resources`; schedulers of one machine take no notice. Nothing by
    /// default.
    var resources: [String: Double] { get }

    /// Computes the result from the results of the task's inputs, in the order in which they were inserted.
    ///
    /// Called on any thread, at the same time as others. A long loop polls `context.checkCancellation()`.
    ///
    /// - Throws: whatever went wrong. The task and those that depend on it then fail, and no others.
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable
}

extension TaskOperation {
    /// The first version.
    public var version: Int { 1 }

    /// No settings.
    public func encodeSettings(into encoder: inout CanonicalEncoder) {}

    /// Nothing.
    public var resources: [String: Double] { [:] }

    /// A millisecond, for a result of the first input's shape.
    public func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        var estimate = inputs.first ?? TaskEstimate(seconds: 0)
        estimate.seconds = 1e-3
        estimate.workBytes = 0
        return estimate
    }

    /// The hash of name, version and parameters: what the operation adds to the keys of its tasks.
    public var digest: TaskKey { digest(encodingParameters: encodeParameters) }

    /// The digest, by a function that writes what ``encodeParameters(into:)`` would, at less cost.
    package func digest(encodingParameters: (inout CanonicalEncoder) -> Void) -> TaskKey {
        var encoder = CanonicalEncoder()
        return digest(in: &encoder, encodingParameters: encodingParameters)
    }

    /// The digest, by an encoder whose room is used again; what it holds is lost.
    func digest(
        in encoder: inout CanonicalEncoder, encodingParameters: (inout CanonicalEncoder) -> Void
    ) -> TaskKey {
        encoder.removeAll()
        encoder.append(name)
        encoder.append(version)
        encodingParameters(&encoder)
        return encoder.digest
    }
}
