/// The operation of a task: a pure function of its parameters and its inputs, with a stable name.
///
/// An operation does not depend on where it runs. The same name, version, parameters and inputs must always produce the
/// same result, because a graph computes equal tasks only once.
public protocol TaskOperation: Sendable {
    /// The stable name of the operation in keys, reports and failures, in kebab-case: `fit`.
    var name: String { get }

    /// The version. Increase it whenever the same parameters and inputs produce a different result. Defaults to 1.
    var version: Int { get }

    /// Writes every parameter that affects the result.
    ///
    /// There is no default: omitting a parameter would make different tasks equal.
    func encodeParameters(into encoder: inout CanonicalEncoder)

    /// Writes settings that affect how the operation computes, but not its result, such as a memory budget.
    ///
    /// Settings are sent to other processes, but are not part of the key. Writes nothing by default.
    func encodeSettings(into encoder: inout CanonicalEncoder)

    /// Returns the estimated cost of a task and the shape of its result, from those of its inputs.
    ///
    /// Estimates are used to divide a graph into pieces and to stay within a memory limit; they do not affect results.
    /// Defaults to a millisecond, for a result with the shape of the first input, without work space.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate

    /// The resources that a worker of a cluster must have to run the operation, and the amount for one task: `["GPU":
    /// 1]`.
    ///
    /// Workers declare their resources with Dask's `--resources`; local schedulers ignore them. Empty by default.
    var resources: [String: Double] { get }

    /// Computes the result from the results of the task's inputs, in insertion order.
    ///
    /// Called concurrently on any thread. Long loops should call `context.checkCancellation()`.
    ///
    /// - Throws: Any error. The task and those that depend on it then fail, and no others.
    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable
}

extension TaskOperation {
    /// Version 1.
    public var version: Int { 1 }

    /// No settings.
    public func encodeSettings(into encoder: inout CanonicalEncoder) {}

    /// An empty dictionary.
    public var resources: [String: Double] { [:] }

    /// Returns a millisecond, for a result with the shape of the first input.
    public func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        .unknown(for: inputs)
    }

    /// The hash of name, version and parameters, which is part of the keys of its tasks.
    public var digest: TaskKey { digest(encodingParameters: encodeParameters) }

    /// Returns the digest, with a function that writes the same as ``encodeParameters(into:)`` at less cost.
    package func digest(encodingParameters: (inout CanonicalEncoder) -> Void) -> TaskKey {
        var encoder = CanonicalEncoder()
        return digest(in: &encoder, encodingParameters: encodingParameters)
    }

    /// Returns the digest, reusing an encoder and discarding its content.
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
