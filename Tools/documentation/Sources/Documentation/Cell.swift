/// A block of code in a document, and its expected output.
public struct Cell: Sendable, Equatable {
    /// The language of a block of code; blocks in other languages are not run.
    public enum Language: String, Sendable {
        case sh, swift
    }

    /// The language of the code.
    public let language: Language

    /// The lines of code, without the fences.
    public let code: [String]

    /// The number of the first line of code, counted from 1.
    public let firstLine: Int

    /// The lines of the expected output; empty if no output block follows.
    public let expected: [String]

    /// Whether all numbers with a decimal point in the output are measurements, as marked by `text timings`.
    public let isTimed: Bool

    /// The lines of the output block, including its fences and the blank lines before it.
    ///
    /// An empty range after the code if there is no output block. The range contains indices of lines of the
    /// document.
    let outputLines: Range<Int>
}
