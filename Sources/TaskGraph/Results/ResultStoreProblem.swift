/// A problem of a store of results, which does not end the run.
public enum ResultStoreProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder cannot be created or used.
    case unusableFolder(path: String, reason: String)

    /// A file is damaged, or its result cannot be decoded. The task is computed, and the file replaced.
    case unusableFile(path: String, reason: String)

    /// A file was not written by this release. The task is computed, and the file is left as it is.
    case foreignFile(path: String)

    /// A result cannot be written, for example because the disk is full. The store writes no further results.
    case cannotWrite(path: String, reason: String)

    /// Results of a type cannot be encoded. They are not kept.
    case cannotEncode(type: String, reason: String)

    /// The message: what is wrong, where, and what follows from it.
    public var description: String {
        switch self {
        case .unusableFolder(let path, let reason): "\(path): cannot be used for results: \(reason)"
        case .unusableFile(let path, let reason):
            "\(path): cannot be used: \(reason); the task is computed again"
        case .foreignFile(let path):
            "\(path): is not a result of this release; the task is computed, and the file left as it is"
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason); no further results are kept"
        case .cannotEncode(let type, let reason): "results of type \(type) are not kept: \(reason)"
        }
    }
}
