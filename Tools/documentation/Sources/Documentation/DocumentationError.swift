/// An error in a document or its code.
public enum DocumentationError: Error, Equatable, CustomStringConvertible {
    /// The closing fence of a block is missing.
    case unclosedFence(document: String, line: Int)

    /// The code failed or exited early.
    case programFailed(document: String, line: Int, status: Int32, standardError: String)

    /// The Swift code of the documents does not build.
    case buildFailed(String)

    /// The error message.
    public var description: String {
        switch self {
        case .unclosedFence(let document, let line):
            "\(document):\(line): the block of code has no closing fence; expected a line of three backquotes after it"
        case .programFailed(let document, let line, let status, let standardError):
            "\(document):\(line): the code exited with status \(status); expected 0\n\(standardError)"
        case .buildFailed(let log):
            "the Swift code does not build\n\(log)"
        }
    }
}
