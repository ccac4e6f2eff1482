/// What can be wrong with a document or its code.
public enum DocumentationError: Error, Equatable, CustomStringConvertible {
    /// A block's opening fence has no closing one.
    case unclosedFence(document: String, line: Int)

    /// The code ended with an error, or too early.
    case programFailed(document: String, line: Int, status: Int32, standardError: String)

    /// The documents' Swift code does not build.
    case buildFailed(String)

    /// What was found, where, and what was expected.
    public var description: String {
        switch self {
        case .unclosedFence(let document, let line):
            "\(document):\(line): found a block of code that never ends; expected a line of three backquotes after it"
        case .programFailed(let document, let line, let status, let standardError):
            "\(document):\(line): the code ended with status \(status); expected 0\n\(standardError)"
        case .buildFailed(let log):
            "the Swift code does not build\n\(log)"
        }
    }
}
