/// A block of code in a document, and what the document says it prints.
public struct Cell: Sendable, Equatable {
    /// What a block of code is written in; blocks in anything else are not run.
    public enum Language: String, Sendable {
        case sh, swift
    }

    /// What the code is written in.
    public let language: Language

    /// The lines of code, without the fences.
    public let code: [String]

    /// The number of the first line of code, counted from 1.
    public let firstLine: Int

    /// The lines that the document says it prints; none if no output block follows.
    public let expected: [String]

    /// Whether every number with a decimal point in the output is a measurement, as `text timings` says.
    public let isTimed: Bool

    /// Where an output block stands, its fences and the blank lines before it included.
    ///
    /// Empty, just after the code, if there is none. Indices into the document's lines.
    let outputLines: Range<Int>
}
